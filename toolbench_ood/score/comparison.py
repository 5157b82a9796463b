"""One rate with help and without, on the same cases."""

from collections.abc import Iterable
from dataclasses import dataclass

from toolbench_ood.score.difference import Difference, Pair, difference
from toolbench_ood.score.rate import Rate, rate


@dataclass(frozen=True, slots=True)
class Comparison:
    """A rate in an arm and in ``strict``, over the cases in which both have something to count."""

    strict: Rate
    arm: Rate
    difference: Difference
    """``arm`` less ``strict``."""


def compare_rates(pairs: Iterable[Pair]) -> Comparison:
    """Compare the first count of each pair, the arm's, with the second, that of ``strict``."""
    taken = [pair for pair in pairs if pair.first.n and pair.second.n]
    return Comparison(
        strict=rate(pair.second for pair in taken),
        arm=rate(pair.first for pair in taken),
        difference=difference(taken),
    )
