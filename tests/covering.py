"""Covering designs: few rows in which every pair of values of two axes occurs."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
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


def rarest_first(rows: Iterable[Row], sizes: Sequence[int]) -> Iterator[int]:
    """Yield for each row the place on one more axis whose pairs with it are the rarest so far.

    Args:
        rows: places on all axes but the last; the same row may come up again.
        sizes: of all axes.
    """
    met: Counter[Pair] = Counter()
    for row in rows:
        value = _best(row, sizes, met)
        met.update((axis, at, value) for axis, at in enumerate(row))
        yield value


def _extended(rows: Sequence[Row], sizes: Sequence[int]) -> list[Row]:
    """Give every row a place on the last axis, and add rows for the pairs that are missing."""
    places = zip(rows, rarest_first(rows, sizes), strict=True)
    longer = [(*row, value) for row, value in places]
    met = {(axis, at, value) for *row, value in longer for axis, at in enumerate(row)}
    last = len(sizes) - 1
    every = ((axis, range(sizes[axis])) for axis in range(last))
    wanted = {
        (axis, at, value) for axis, all_ in every for at in all_ for value in range(sizes[last])
    }
    return longer + _added(sorted(wanted - met), rows)


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
