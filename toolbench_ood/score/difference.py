"""The difference of two rates on the same cases, with its 95 % interval."""

from collections.abc import Iterable
from dataclasses import dataclass

from toolbench_ood.score.rate import Count


@dataclass(frozen=True, slots=True)
class Pair:
    """What was counted in the two conditions of one case, which have the same cluster."""

    first: Count
    second: Count

    def __post_init__(self) -> None:
        """Check the pair (ValueError: two clusters)."""
        if self.first.cluster != self.second.cluster:
            raise ValueError(f"{self.first.cluster} and {self.second.cluster} are no pair")


@dataclass(frozen=True, slots=True)
class Difference:
    """A rate less another, and where the true difference lies with 95 % confidence."""

    pairs: int
    """Cases that were counted in both conditions."""
    difference: float | None
    """The first rate less the second, -1 to 1; None when nothing was counted in one of them."""
    low: float
    high: float
    """Ends of Tango's interval for the effective number of pairs; -1 and 1 when nothing was
    counted, or in one cluster only."""
    detectable: float
    """The smallest true difference that such pairs show in 80 of 100 repetitions; 1: none."""


def difference(pairs: Iterable[Pair]) -> Difference:
    """Estimate the first rate less the second, pairs of one cluster being dependent."""
    from toolbench_ood.score.intervals.difference_interval import (  # noqa: PLC0415  # loads scipy
        effective_pairs,
        minimum_detectable_difference,
        tango,
    )

    taken = list(pairs)
    first, second = [pair.first for pair in taken], [pair.second for pair in taken]
    if not (any(count.n for count in first) and any(count.n for count in second)):
        return Difference(len(taken), None, -1.0, 1.0, 1.0)
    numbers = {name: at for at, name in enumerate(dict.fromkeys(each.cluster for each in first))}
    found = effective_pairs(
        [numbers[each.cluster] for each in first], _split(first), _split(second)
    )
    detectable = minimum_detectable_difference(found)
    return Difference(len(taken), found.difference, *tango(found), detectable)


def _split(counts: Iterable[Count]) -> tuple[list[int], list[int]]:
    taken = list(counts)
    return [count.k for count in taken], [count.n for count in taken]
