"""What arms show, in words: how much of what is unsolved without help is solved with it."""

from collections.abc import Iterator, Sequence

from toolbench_ood.report.words import id_names, names, plural, points, whole_percent
from toolbench_ood.rollout.arms.registry import ARMS
from toolbench_ood.score.arm_result import ArmResult
from toolbench_ood.score.arms import ArmScores
from toolbench_ood.score.comparison import Comparison


def arm_words(arms: Sequence[ArmScores], id_formats: Sequence[str]) -> Iterator[str]:
    """Say what each arm recovers in the ID formats, and in one sentence what in the others.

    In all formats together where none is in distribution.
    """
    where = id_names(id_formats)
    own = {arm.name: own_result(arm, id_formats) for arm in arms}
    for name, result in own.items():
        if result is not None and result.pairs:
            yield f"Help by {name} ({ARMS[name].gives}): in {where}, {_recovered(name, result)}."
    yield from _elsewhere(arms, where)
    informed = [arm.name for arm in arms if arm.is_informed]
    if informed:
        yield (
            f"The help of {names(informed)} comes from the solution, so what it recovers is not an "
            "ability by itself."
        )


def own_result(arm: ArmScores, id_formats: Sequence[str]) -> ArmResult | None:
    """Return an arm's result in the ID formats, or in all if there are none; None: no cases."""
    return arm.sides.get("id") if id_formats else arm.total


def _recovered(name: str, result: ArmResult) -> str:
    found = result.solved
    change, unsolved = found.difference, found.strict.n - found.strict.k
    pairs = plural(result.pairs, "pair")
    rates = (
        f"{whole_percent(found.strict)} without help, {whole_percent(found.arm)} with it, {pairs}"
    )
    if not unsolved and found.arm.k == found.arm.n:
        return f"nothing is left to recover: all is solved without help ({pairs})"
    if change.detectable >= 1:
        return f"nothing can be told ({rates})"
    if change.low <= 0 <= change.high:
        return (
            f"no change is shown: {points(change)} ({rates}; one below "
            f"{100 * change.detectable:.0f} points would probably be missed)"
        )
    if change.high < 0:
        return f"it does harm, fewer are solved: {points(change)} ({rates})"
    return (
        f"{whole_percent(found.arm)} are solved instead of {whole_percent(found.strict)} "
        f"({points(change)}, {pairs}), {_part(found)} of what is unsolved without it"
        f"{_meaning(name)}{_restraint(result)}"
    )


def _meaning(name: str) -> str:
    return f": {ARMS[name].shows}" if ARMS[name].shows else ""


def _part(found: Comparison) -> str:
    """Say how large a part of the cases that are not solved without help the gain is."""
    unsolved, gained = found.strict.n - found.strict.k, found.arm.k - found.strict.k
    return "all" if gained >= unsolved else f"{100 * gained / unsolved:.0f} %"


def _restraint(result: ArmResult) -> str:
    change = result.restraint.difference
    if change.high >= 0:
        return ""
    return f"; it costs restraint where no call is needed: {points(change)}"


def _elsewhere(arms: Sequence[ArmScores], where: str) -> Iterator[str]:
    """Say what help recovers in the other formats, if there are ID formats."""
    others = {arm.name: arm.sides["ood"] for arm in arms if "ood" in arm.sides}
    if not any("id" in arm.sides for arm in arms):
        return
    said = [
        f"{name} {points(result.solved.difference)}"
        for name, result in others.items()
        if result.solved.difference.detectable < 1
    ]
    if said:
        yield f"Help outside {where} changes the solved share by: {'; '.join(said)}."
