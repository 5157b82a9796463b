"""The same cases in two conditions: two arms, formats or shifts, or two groups of them."""

from collections.abc import Callable, Iterable
from typing import Literal, TypeAlias

from toolbench_ood.rollout.record import Record
from toolbench_ood.score.cluster import cluster
from toolbench_ood.score.difference import Pair
from toolbench_ood.score.rate import Count

Axis: TypeAlias = Literal["arm", "format", "shift"]

_SEATS = ("suite", "task", "shift", "format", "arm", "seed", "sample")
"""Fields that make up a case's id."""


def pair_cases(
    first: Iterable[Record],
    second: Iterable[Record],
    axis: Axis,
    count: Callable[[Record], tuple[int, int]],
) -> list[Pair]:
    """Pair the cases of two conditions whose ids agree in everything but the axis.

    Counts of several values of the axis (two formats on one side, five on the other) are added up.
    What has no partner is left out, as are cases in which the engine or the program failed.

    Args:
        first: records of one condition.
        second: records of the other.
        axis: what the conditions differ in.
        count: how many things of how many a case counts.
    """
    one, other = _add_up(first, axis, count), _add_up(second, axis, count)
    return [Pair(one[key], other[key]) for key in one if key in other]


def pair_key(record: Record, axis: Axis) -> tuple[object, ...]:
    """Return what a case's id says beside the axis: equal for cases that are paired."""
    return tuple(getattr(record, seat) for seat in _SEATS if seat != axis)


def _add_up(
    records: Iterable[Record], axis: Axis, count: Callable[[Record], tuple[int, int]]
) -> dict[tuple[object, ...], Count]:
    found: dict[tuple[object, ...], Count] = {}
    for record in records:
        if record.stop.scored:
            key = pair_key(record, axis)
            k, n = count(record)
            before = found.get(key, Count(cluster(record), 0, 0))
            found[key] = Count(before.cluster, before.k + k, before.n + n)
    return found
