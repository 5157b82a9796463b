"""Check that the figures of an entry follow from its counts."""

import math
from collections.abc import Iterable, Iterator
from operator import attrgetter

from toolbench_ood.leaderboard.entry import Entry
from toolbench_ood.score.cell import SIDES
from toolbench_ood.score.rate import Rate, wilson
from toolbench_ood.score.row import Row
from toolbench_ood.score.scores import SCORES_VERSION, Scores

_TOLERANCE = 1e-9
"""Figures are written with all their digits."""

_RATES = ("solved", "well_formed", "schema_valid")
_SUMMED = (
    "cases",
    "failed",
    "messages",
    "written_tokens",
    *(f"{name}.{count}" for name in _RATES for count in ("k", "n")),
)
"""What the rows of a group must add up to."""


def arithmetic_problems(entry: Entry) -> Iterator[str]:
    """Yield one sentence for each figure that is not what it must be."""
    scores = entry.scores
    yield from _expect("scores.version", scores.version, SCORES_VERSION)
    yield from _expect("scores.id_format", scores.id_format, entry.id_format.name)
    yield from _expect("scores.missing", scores.missing, 0)
    yield from _expect("scores.total.failed", scores.total.failed, 0)
    yield from _expect("scores.planned", scores.planned, scores.total.cases)
    yield from _expect("scores.formats", sorted(scores.formats), sorted(entry.formats))
    yield from _expect("scores.suites", sorted(scores.suites), sorted(entry.suites))
    cells = [(cell.content, cell.format) for cell in scores.cells]
    yield from _expect("scores.cells", cells, [(one, other) for one in SIDES for other in SIDES])
    for where, row in _rows(scores):
        yield from _row_problems(where, row)
    yield from _sum_problems(scores)


def _rows(scores: Scores) -> Iterator[tuple[str, Row]]:
    yield "scores.total", scores.total
    for group in ("formats", "suites", "kinds"):
        for name, row in getattr(scores, group).items():
            yield f"scores.{group}.{name}", row
    for index, cell in enumerate(scores.cells):
        yield f"scores.cells.{index}.row", cell.row


def _row_problems(where: str, row: Row) -> Iterator[str]:
    yield from _expect(f"{where}.solved.n", row.solved.n, row.cases)
    yield from _expect(f"{where}.well_formed.n", row.well_formed.n, row.cases)
    for name in _RATES:
        yield from _rate_problems(f"{where}.{name}", getattr(row, name))


def _rate_problems(where: str, rate: Rate) -> Iterator[str]:
    if not 0 <= rate.k <= rate.n:
        yield f"{where}.k is {rate.k}; expected 0 to {rate.n}"
        return
    low, high = wilson(rate.k, rate.n)
    yield from _expect(f"{where}.rate", rate.rate, rate.k / rate.n if rate.n else None)
    yield from _expect(f"{where}.low", rate.low, low)
    yield from _expect(f"{where}.high", rate.high, high)


def _sum_problems(scores: Scores) -> Iterator[str]:
    groups: dict[str, Iterable[Row]] = {
        "formats": scores.formats.values(),
        "suites": scores.suites.values(),
        "kinds": scores.kinds.values(),
        "cells": [cell.row for cell in scores.cells],
    }
    for group, rows in groups.items():
        for name in _SUMMED:
            count = attrgetter(name)
            found = sum(count(row) for row in rows)
            yield from _expect(f"the sum of {name} over scores.{group}", found, count(scores.total))


def _expect(where: str, given: object, expected: object) -> Iterator[str]:
    if isinstance(given, float) and isinstance(expected, float):
        same = math.isclose(given, expected, rel_tol=0, abs_tol=_TOLERANCE)
    else:
        same = given == expected
    if not same:
        yield f"{where} is {given!r}; expected {expected!r}"
