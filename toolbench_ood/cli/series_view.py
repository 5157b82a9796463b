"""A series of checkpoints on a terminal or in a pipe."""

from collections.abc import Iterator
from typing import TextIO

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from toolbench_ood.report.tables import make_table
from toolbench_ood.report.visible_part import VisiblePart
from toolbench_ood.report.words import NOTHING, brief_percent, plural
from toolbench_ood.score.rate import Rate
from toolbench_ood.score.state import State
from toolbench_ood.series.point import Point
from toolbench_ood.series.series import Series
from toolbench_ood.series.words import conclusions

_READING = (
    "In percent. solved, well-formed: of the cases; [low-high]: 95 % interval; ID, OOD: solved in "
    "ID and in other formats. call, resp, poll, coll: of the messages, healthy calls, healthy "
    "responses, polluted and collapsed ones. ctrl: control tokens in a message, as text."
)


def print_series(file: TextIO, series: Series) -> None:
    """Print a table of the checkpoints, and what they say together."""
    console = Console(file=file, highlight=False, markup=False, emoji=False)
    for part in _parts(series):
        console.print(VisiblePart(part))


def _parts(series: Series) -> Iterator[RenderableType]:
    if series.points:
        yield _table(series)
        yield Text(f"\n{_READING}\n", style="dim")
    for sentence in conclusions(series):
        yield Text(f"- {sentence}", style="bold red" if sentence.startswith("alarm") else "")


def _table(series: Series) -> Table:
    control = ["ctrl"] if any(each.control_tokens is not None for each in series.points) else []
    names, cases = ", ".join(series.id_formats), series.points[0].cases
    table = make_table(
        f"{plural(len(series.points), 'checkpoint')}, {plural(cases, 'case')} each; ID: {names}",
        ["checkpoint"],
        ["solved", "ID", "OOD", "well-formed", "call", "resp", "poll", "coll", *control],
    )
    for point in series.points:
        table.add_row(
            point.label,
            brief_percent(point.solved),
            _whole(point.solved_id),
            _whole(point.solved_ood),
            _whole(point.well_formed),
            *(_share(point, state) for state in State),
            *([_mean(point.control_tokens)] if control else []),
        )
    return table


def _whole(rate: Rate) -> str:
    return NOTHING if rate.rate is None else f"{100 * rate.rate:.0f}"


def _mean(value: float | None) -> str:
    return NOTHING if value is None else f"{value:.2f}"


def _share(point: Point, state: State) -> str:
    share = point.states.get(state.value)
    return NOTHING if share is None else f"{100 * share:.0f}"
