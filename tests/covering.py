"""Covering designs: few rows in which every pair of values of two axes occurs."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import product
from operator import mul

Row = tuple[int, ...]
Pair = tuple[int, int, int]
"""An axis, the place on it, and the place on the axis that is added."""


def pairwise_rows(sizes: Sequence[int]) -> list[Row]:
    """Return rows of places on axes of these sizes, so that every pair of values is in one.

    In parameter order: the two longest axes are crossed in full, each further axis takes in each
    row the value whose pairs are rarest so far, and pairs still missing get rows of their own. The
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
    met: Counter[Pair] = Counter()
    longer: list[Row] = []
    for row in rows:
        value = _best(row, sizes, met)
        pairs = [(axis, at, value) for axis, at in enumerate(row)]
        met.update(pairs)
        missing.difference_update(pairs)
        longer.append((*row, value))
    return longer + _added(sorted(missing), rows)


def _best(row: Row, sizes: Sequence[int], met: Counter[Pair]) -> int:
    """Choose the place whose pairs are the rarest so far.

    A place on a long axis stands in fewer rows, so that its pairs weigh more.
    """

    def worth(value: int) -> tuple[int, int]:
        counts = [met[axis, at, value] for axis, at in enumerate(row)]
        return sum(map(mul, counts, sizes)), value

    return min(range(sizes[-1]), key=worth)


def _added(missing: Sequence[Pair], rows: Sequence[Row]) -> list[Row]:
    """Return for each missing pair a row that holds it, like a row that has its first half."""
    like = {(axis, at): row for row in rows for axis, at in enumerate(row)}
    return [(*like[axis, at], value) for axis, at, value in missing]
