"""Check the arms of an entry: each by itself, and against what is scored without help."""

from collections.abc import Iterable, Iterator

from toolbench_ood.format.native import NATIVE
from toolbench_ood.leaderboard.arm_result_problems import arm_result_problems
from toolbench_ood.leaderboard.entry import Entry
from toolbench_ood.leaderboard.expect import expect, within
from toolbench_ood.rollout.arms.registry import ARMS
from toolbench_ood.score.arm_result import ArmResult
from toolbench_ood.score.arms import ArmScores
from toolbench_ood.score.distribution import FORMAT_SIDES, FormatSide
from toolbench_ood.types.arm import STRICT


def arm_problems(entry: Entry) -> Iterator[str]:
    """Yield one sentence for each figure of an arm that is not what it must be."""
    names = [arm.name for arm in entry.scores.arms]
    chosen = [name for name in ARMS if name in entry.choices.arms and name != STRICT]
    yield from expect("scores.arms", names, [name for name in chosen if name in names])
    for index, arm in enumerate(entry.scores.arms):
        if arm.name in ARMS:
            yield from _arm(f"scores.arms.{index}", arm, entry)


def _arm(where: str, arm: ArmScores, entry: Entry) -> Iterator[str]:
    yield from expect(f"{where}.is_informed", arm.is_informed, ARMS[arm.name].is_informed)
    yield from expect(f"{where}.missing", arm.missing, 0)
    yield from expect(f"{where}.planned", arm.planned, _cases([arm.total]))
    for name in arm.formats.keys() - entry.formats.keys():
        yield f"{where}.formats.{name} is none of the formats of the entry"
    for name in arm.formats.keys() & arm.obstacles.keys():
        yield f"{where}.formats.{name} has cases; expected none, as it is in {where}.obstacles"
    yield from _sides(where, arm, entry)
    scores, limits = entry.scores, entry.choices.limits
    most = None if entry.model.kind == "scripted" else limits.most_tokens
    rows = {name: [row] for name, row in scores.formats.items()}
    for name, result in arm.formats.items():
        yield from arm_result_problems(f"{where}.formats.{name}", result, rows.get(name, []), most)
    ours = [(name, row) for name, row in scores.formats.items() if name != NATIVE]
    for side, result in arm.sides.items():
        own = [row for name, row in ours if _side(name, entry) == side]
        yield from arm_result_problems(f"{where}.sides.{side}", result, own, most)
    yield from arm_result_problems(f"{where}.total", arm.total, [scores.total], most)
    seconds = arm.total.seconds.strict
    yield from within(f"{where}.total.seconds.strict", seconds, 0, scores.seconds.cases)


def _sides(where: str, arm: ArmScores, entry: Entry) -> Iterator[str]:
    """Compare the groups with the sums of the formats that are in them."""
    ours = {name: result for name, result in arm.formats.items() if name != NATIVE}
    sides = [side for side in FORMAT_SIDES if any(_side(name, entry) == side for name in ours)]
    yield from expect(f"{where}.sides", sorted(arm.sides), sorted(sides))
    for side, result in arm.sides.items():
        own = [each for name, each in ours.items() if _side(name, entry) == side]
        yield from _sums(f"{where}.sides.{side}", result, own)
    yield from _sums(f"{where}.total", arm.total, arm.formats.values())


def _side(name: str, entry: Entry) -> FormatSide:
    return "id" if name in entry.id_formats.names else "ood"


def _sums(where: str, result: ArmResult, formats: Iterable[ArmResult]) -> Iterator[str]:
    parts = [_counts(each) for each in formats]
    for name, count in _counts(result).items():
        yield from expect(f"{where}.{name}", count, sum(each[name] for each in parts))


def _counts(result: ArmResult) -> dict[str, float]:
    counts: dict[str, float] = {
        "pairs": result.pairs,
        "failed": result.failed,
        "unpaired": result.unpaired,
    }
    for name in ("solved", "well_formed", "restraint"):
        for arm in ("strict", "arm"):
            rate = getattr(getattr(result, name), arm)
            counts |= {f"{name}.{arm}.k": rate.k, f"{name}.{arm}.n": rate.n}
    for name in ("tokens", "seconds"):
        cost = getattr(result, name)
        counts |= {f"{name}.strict": float(cost.strict), f"{name}.arm": float(cost.arm)}
    return counts


def _cases(results: Iterable[ArmResult]) -> int:
    return sum(each.pairs + each.failed + each.unpaired for each in results)
