"""Covering designs: few rows in which every pair of values of two axes occurs."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import product

Row = tuple[int, ...]


def pairwise_rows(sizes: Sequence[int]) -> list[Row]:
    """Return rows of places on axes of these sizes, so that every pair of values is in one.

    In parameter order: the two longest axes are crossed in full, each further axis takes in each
    row the value that makes most new pairs, and pairs still missing get rows of their own. The
    rows are the same every time, in ascending order.
    """
    order = sorted(range(len(sizes)), key=lambda axis: -sizes[axis])
    longest = [sizes[axis] for axis in order]
    rows = list(product(*map(range, longest[:2])))
    for nth in range(2, len(longest)):
        rows = _extended(rows, longest[: nth + 1])
    return sorted({tuple(row[order.index(axis)] for axis in range(len(sizes))) for row in rows})


def pairs_of(row: Row) -> Iterable[tuple[int, int, int, int]]:
    """Yield every pair in a row: two axes and the places on them."""
    for second in range(len(row)):
        for first in range(second):
            yield first, second, row[first], row[second]


def _extended(rows: Sequence[Row], sizes: Sequence[int]) -> list[Row]:
    """Give every row a place on the last axis, and add rows for the pairs that are missing."""
    last = len(sizes) - 1
    missing = {
        (axis, at, value)
        for axis in range(last)
        for at in range(sizes[axis])
        for value in range(sizes[last])
    }
    used: Counter[int] = Counter()
    longer: list[Row] = []
    for row in rows:
        value = _best(row, sizes[last], missing, used)
        used[value] += 1
        missing -= {(axis, at, value) for axis, at in enumerate(row)}
        longer.append((*row, value))
    return longer + _added(sorted(missing), rows)


def _best(row: Row, size: int, missing: set[tuple[int, int, int]], used: Counter[int]) -> int:
    """Choose the place that makes most new pairs; of several the one used least."""

    def worth(value: int) -> tuple[int, int, int]:
        new = sum((axis, at, value) in missing for axis, at in enumerate(row))
        return -new, used[value], value

    return min(range(size), key=worth)


def _added(missing: Sequence[tuple[int, int, int]], rows: Sequence[Row]) -> list[Row]:
    """Return for each missing pair a row that holds it, like a row that has its first half."""
    like = {(axis, at): row for row in rows for axis, at in enumerate(row)}
    return [(*like[axis, at], value) for axis, at, value in missing]
