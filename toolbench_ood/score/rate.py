"""A share of a count, with its 95 % interval."""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Count:
    """How many of the ``n`` things that were counted in a case are what was looked for."""

    cluster: Hashable
    """The case's cluster: cases of different clusters are independent."""
    k: int
    n: int

    def __post_init__(self) -> None:
        """Check the count (ValueError: not 0 <= k <= n)."""
        if not 0 <= self.k <= self.n:
            raise ValueError(f"{self.k} of {self.n} is no share")


@dataclass(frozen=True, slots=True)
class Rate:
    """``k`` of ``n``, and where the true share lies with 95 % confidence."""

    k: int
    n: int
    rate: float | None
    """``k / n``; None when nothing was counted."""
    low: float
    high: float
    """Ends of the Wilson interval for the effective number of independent things counted; 0 and 1
    when nothing was counted, or in one cluster only."""


def rate(counts: Iterable[Count]) -> Rate:
    """Add up counts, those of one cluster being dependent."""
    from toolbench_ood.score.intervals.rate_interval import (  # noqa: PLC0415  # loads scipy
        rate_interval,
    )

    sums: defaultdict[Hashable, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for count in counts:
        k, n = sums[count.cluster]
        sums[count.cluster] = k + count.k, n + count.n
    successes, trials = [k for k, _ in sums.values()], [n for _, n in sums.values()]
    k, n = sum(successes), sum(trials)
    low, high = rate_interval(successes, trials)
    return Rate(k, n, k / n if n else None, low, high)
