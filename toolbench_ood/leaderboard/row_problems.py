"""Check the rows of an entry: each by itself, and what rows of one group must add up to."""

from collections.abc import Iterable, Iterator, Mapping
from operator import attrgetter

from toolbench_ood.leaderboard.entry import Entry
from toolbench_ood.leaderboard.expect import expect, within
from toolbench_ood.score.intervals.rate_interval import wilson, wilson_size
from toolbench_ood.score.rate import Rate
from toolbench_ood.score.row import Row
from toolbench_ood.score.scores import Scores
from toolbench_ood.tasks.case import NO_SHIFT

_RATES = ("solved", "well_formed", "schema_valid")
_COUNTS = ("cases", "failed", "messages", "written_tokens")
_SUMMED = (*_COUNTS, *(f"{name}.{count}" for name in _RATES for count in ("k", "n")))
"""What the rows of a group must add up to."""


def row_problems(entry: Entry) -> Iterator[str]:
    """Yield one sentence for each figure of a row that is not what it must be."""
    scores = entry.scores
    for where, row in _rows(scores):
        yield from _single(where, row)
        yield from _budgets(where, row, entry)
    for group, rows in _groups(entry).items():
        yield from sum_problems(f"scores.{group}", rows, [scores.total])


def _rows(scores: Scores) -> Iterator[tuple[str, Row]]:
    yield "scores.total", scores.total
    for group in ("formats", "suites", "kinds", "shifts"):
        for name, row in getattr(scores, group).items():
            yield f"scores.{group}.{name}", row
    for index, cell in enumerate(scores.cells):
        if cell.row is not None:
            yield f"scores.cells.{index}.row", cell.row
    for index, part in enumerate(scores.content_parts):
        yield f"scores.content_parts.{index}.row", part.row


def _groups(entry: Entry) -> Mapping[str, Iterable[Row]]:
    scores = entry.scores
    groups: dict[str, Iterable[Row]] = {
        "formats": scores.formats.values(),
        "suites": scores.suites.values(),
        "kinds": scores.kinds.values(),
    }
    if scores.shifts or set(entry.choices.shifts) != {NO_SHIFT}:
        groups["shifts"] = scores.shifts.values()
    return groups


def _single(where: str, row: Row) -> Iterator[str]:
    for name in _COUNTS:
        yield from within(f"{where}.{name}", getattr(row, name), 0)
    yield from expect(f"{where}.solved.n", row.solved.n, row.cases)
    yield from expect(f"{where}.well_formed.n", row.well_formed.n, row.cases)
    for name in _RATES:
        yield from rate_problems(f"{where}.{name}", getattr(row, name))


def rate_problems(where: str, rate: Rate) -> Iterator[str]:
    """Yield a sentence for each figure of a rate that does not follow from its counts."""
    if not 0 <= rate.k <= rate.n:
        yield f"{where}.k is {rate.k}; expected 0 to {rate.n}"
        return
    share = rate.k / rate.n if rate.n else None
    yield from expect(f"{where}.rate", rate.rate, share)
    yield from _interval(where, rate, 0.0 if share is None else share)


def _interval(where: str, rate: Rate, share: float) -> Iterator[str]:
    """Check that the ends belong to one number of independent trials, at most those counted."""
    low, high = wilson(share, rate.n)
    outside = [
        *within(f"{where}.low", rate.low, 0, low),
        *within(f"{where}.high", rate.high, high, 1),
    ]
    yield from outside
    if not outside and 0 < share < 1:
        _, high = wilson(share, wilson_size(share, rate.low))
        yield from expect(f"{where}.high", rate.high, high)


def _budgets(where: str, row: Row, entry: Entry) -> Iterator[str]:
    limits = entry.choices.limits
    yield from within(f"{where}.messages", row.messages, 0, row.cases * limits.steps)
    if entry.model.kind != "scripted":  # which writes bytes, so that no budget of tokens holds
        most = row.cases * limits.most_tokens
        yield from within(f"{where}.written_tokens", row.written_tokens, 0, most)


def sum_problems(where: str, rows: Iterable[Row], expected: Iterable[Row]) -> Iterator[str]:
    """Yield a sentence for each count in which two groups of rows differ."""
    rows, expected = list(rows), list(expected)
    for name in _SUMMED:
        count = attrgetter(name)
        yield from expect(
            f"the sum of {name} over {where}", sum(map(count, rows)), sum(map(count, expected))
        )
