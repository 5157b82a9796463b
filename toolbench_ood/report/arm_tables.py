"""The tables of arms: what help recovers on the same cases, and what it costs."""

from collections.abc import Iterable, Iterator, Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from toolbench_ood.report.tables import make_table
from toolbench_ood.report.words import NOTHING, brief_points, names, plural
from toolbench_ood.rollout.arms.registry import ARMS
from toolbench_ood.score.arm_result import ArmResult
from toolbench_ood.score.arms import ArmScores
from toolbench_ood.score.comparison import Comparison
from toolbench_ood.score.cost import Cost

_READING = (
    "Each case with help is compared with the same case without. difference: the obscured ability, "
    "in percentage points, with its 95 % interval. a to b: without help, and with it. well-formed: "
    "as the messages were written, whatever the help made of them. abstained: no attempt to call "
    "where none is needed; n: cases that reached such an ask both times. tokens (written), time "
    "(of the cases, which run side by side): with help divided by without."
)
INFORMED = "knows the solution: not an ability by itself"


def arm_tables(
    arms: Sequence[ArmScores], formats: Sequence[str], temperature: float
) -> Iterator[RenderableType]:
    """Show each arm in each format; nothing for runs without arms.

    Args:
        arms: the arms but ``strict``.
        formats: the formats of the run, in the order in which they are listed.
        temperature: at which the run sampled.
    """
    if not arms:
        return
    yield _recovered(arms, formats)
    yield from map(_help, arms)
    yield _price(arms, formats)
    yield from _impossible(arms)
    yield from _not_compared(arms)
    yield Text(f"\n{_READING}", style="dim")
    if temperature > 0:
        yield Text(f"At temperature {temperature:g} arms differ by sampling as well.", style="dim")


def _recovered(arms: Iterable[ArmScores], formats: Sequence[str]) -> Table:
    title = "Arms: obscured ability (solved %, same cases)"
    table = make_table(title, ["arm", "format"], ["n", "strict", "with help", "difference"])
    for arm in arms:
        for label, result in _lines(arm, formats):
            table.add_row(*label, str(result.pairs), *_rates(result.solved))
    return table


def _price(arms: Iterable[ArmScores], formats: Sequence[str]) -> Table:
    title = "Arms: structure, restraint and cost (same cases)"
    columns = ["well-formed %", "n", "abstained %", "tokens", "time"]
    table = make_table(title, ["arm", "format"], columns)
    for arm in arms:
        for label, result in _lines(arm, formats):
            table.add_row(
                *label,
                _change(result.well_formed),
                str(result.restraint.difference.pairs),
                _change(result.restraint),
                _times(result.tokens),
                _times(result.seconds),
            )
    return table


def _lines(arm: ArmScores, formats: Sequence[str]) -> Iterator[tuple[tuple[str, str], ArmResult]]:
    """Yield the labels and the figures of each format, and of all together if there are several."""
    shown = [name for name in formats if name in arm.formats]
    lines = [(name, arm.formats[name]) for name in shown]
    if len(lines) != 1:
        lines.append(("all", arm.total))
    for index, (format_, result) in enumerate(lines):
        yield ("" if index else arm.name, format_), result


def _rates(found: Comparison) -> tuple[str, str, str]:
    if found.difference.difference is None:
        return NOTHING, NOTHING, NOTHING
    return (*_percents(found), brief_points(found.difference))


def _change(found: Comparison) -> str:
    if not found.strict.n:
        return NOTHING
    return " to ".join(_percents(found))


def _percents(found: Comparison) -> tuple[str, str]:
    before, after = found.strict.rate or 0.0, found.arm.rate or 0.0
    return f"{100 * before:.0f}", f"{100 * after:.0f}"


def _times(cost: Cost) -> str:
    return NOTHING if cost.ratio is None else f"x{cost.ratio:.2f}"


def _help(arm: ArmScores) -> Text:
    informed = f" ({INFORMED})" if arm.is_informed else ""
    return Text(f"{arm.name}: {ARMS[arm.name].gives}{informed}")


def _impossible(arms: Iterable[ArmScores]) -> Iterator[Text]:
    """List which arms formats cannot have, formats with the same reason together."""
    for arm in arms:
        for reason in dict.fromkeys(arm.obstacles.values()):
            formats = [name for name, why in arm.obstacles.items() if why == reason]
            yield Text(f"{arm.name} is not possible in {names(formats)}: {reason}")


def _not_compared(arms: Iterable[ArmScores]) -> Iterator[Text]:
    for arm in arms:
        counts = {
            "not played": arm.missing,
            "left out because the engine or the program failed": arm.total.failed,
            "left out because they were not played without help": arm.total.unpaired,
        }
        said = [f"{count:,} {what}" for what, count in counts.items() if count]
        if said:
            yield Text(
                f"{arm.name}: of {plural(arm.planned, 'case')} {', '.join(said)}", style="bold red"
            )
