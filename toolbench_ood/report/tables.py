"""The tables of a report, as rich tables that also read well without colour and in pipes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from rich import box
from rich.table import Table

from toolbench_ood.report.untold import VOID_FORMATS, VOID_SUITES
from toolbench_ood.report.words import NOTHING, mean, percent
from toolbench_ood.score.counts import FindingCount, Histogram
from toolbench_ood.score.row import Row
from toolbench_ood.score.scores import Scores

_SIDE = {"id": "ID", "ood": "OOD", "as_written": "as written", "shifted": "shifted"}
_RATES = ("n", "solved %", "well-formed %", "schema-valid %")
_WIDTH = 80
"""Characters that a table of counts may be wide; further formats get a table of their own."""
_GAP = 2
"""Characters between two columns."""

Counts = Mapping[tuple[str, ...], Mapping[str, int]]
"""Counts by the labels of a line and the name of a format."""


def rate_table(title: str, first: str, rows: Mapping[str, Row]) -> Table:
    """Show groups of cases, one per line."""
    table = make_table(title, [first], [*_RATES, "tok/case"])
    for name, row in rows.items():
        table.add_row(name, *_rates(row), mean(row.written_tokens, row.cases))
    return table


def cell_table(scores: Scores) -> Table:
    """Show the four cells of content and format, and the parts of other content."""
    reference, *_, other = (cell.content for cell in scores.cells)
    title = f"Content ({_SIDE[reference]}, {_SIDE[other]}) and format (ID, OOD), native left out"
    table = make_table(title, ["content", "format"], _RATES)
    for cell in scores.cells:
        if cell.row is None:
            void = VOID_FORMATS if cell.format == "ood" and scores.held_out_formats else VOID_SUITES
            table.add_row(_SIDE[cell.content], f"{_SIDE[cell.format]} ({void})")
        else:
            table.add_row(_SIDE[cell.content], _SIDE[cell.format], *_rates(cell.row))
    for part in scores.content_parts:
        table.add_row(f"  {part.part}", _SIDE[part.format], *_rates(part.row))
    return table


def finding_tables(findings: Iterable[FindingCount], formats: Sequence[str]) -> Iterator[Table]:
    """Show in how many messages each fault occurs."""
    counts: dict[tuple[str, ...], dict[str, int]] = {}
    for finding in findings:
        line = counts.setdefault((finding.code, finding.severity), {})
        line[finding.format] = finding.messages
    return _count_tables("Findings (messages)", ["code", "severity"], counts, formats)


def histogram_tables(
    title: str, first: str, histogram: Histogram, formats: Sequence[str]
) -> Iterator[Table]:
    """Show counts, with a line per value and a column per format."""
    values = sorted({value for counts in histogram.values() for value in counts})
    counts: dict[tuple[str, ...], dict[str, int]] = {
        (value,): {name: histogram[name].get(value, 0) for name in histogram} for value in values
    }
    return _count_tables(title, [first], counts, formats)


def pair_table(title: str, pairs: Mapping[str, str]) -> Table:
    """Show names and values."""
    table = make_table(title, ["", ""], [])
    table.show_header = False
    for name, value in pairs.items():
        table.add_row(name, value)
    return table


def _count_tables(
    title: str, labels: Sequence[str], counts: Counts, formats: Sequence[str]
) -> Iterator[Table]:
    """Put formats side by side as far as they fit; lines without a count are left out."""
    label_width = sum(
        max(len(label), *(len(line[index]) for line in counts)) + _GAP if counts else 0
        for index, label in enumerate(labels)
    )
    for columns in side_by_side({name: len(name) for name in formats}, _WIDTH - label_width):
        table = make_table(title, labels, columns)
        for line, by_format in counts.items():
            numbers = [by_format.get(name, 0) for name in columns]
            if any(numbers):
                table.add_row(*line, *(str(number) if number else "." for number in numbers))
        if table.row_count:
            yield table


def figure_tables(
    title: str, figures: Mapping[str, Mapping[str, str]], formats: Sequence[str]
) -> Iterator[Table]:
    """Show figures by name, with a column per format; formats are put side by side if they fit."""
    label_width = max(map(len, figures), default=0) + _GAP
    widths = {
        name: max(len(name), *(len(each.get(name, "")) for each in figures.values()))
        for name in formats
    }
    for columns in side_by_side(widths, _WIDTH - label_width):
        table = make_table(title, [""], columns)
        for name, by_format in figures.items():
            if any(by_format.get(each, NOTHING) != NOTHING for each in formats):
                table.add_row(name, *(by_format.get(each, NOTHING) for each in columns))
        if table.row_count:
            yield table


def side_by_side(widths: Mapping[str, int], width: int) -> Iterator[list[str]]:
    """Group columns, given their widths, so that each group fits; one too wide stands alone."""
    group: list[str] = []
    for name in widths:
        if group and sum(widths[each] + _GAP for each in [*group, name]) > width:
            yield group
            group = []
        group.append(name)
    if group:
        yield group


def _rates(row: Row) -> tuple[str, str, str, str]:
    return str(row.cases), percent(row.solved), percent(row.well_formed), percent(row.schema_valid)


def make_table(title: str, words: Iterable[str], numbers: Iterable[str]) -> Table:
    """Make an empty table: columns of words, then columns of numbers."""
    table = Table(
        title=title,
        title_justify="left",
        title_style="bold",
        header_style="bold",
        box=box.SIMPLE_HEAD,
        padding=(0, 1, 0, 0),
        show_edge=False,
    )
    for column in words:
        table.add_column(column, overflow="fold")
    for column in numbers:
        table.add_column(column, justify="right", overflow="fold")
    return table
