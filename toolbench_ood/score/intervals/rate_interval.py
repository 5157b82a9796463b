"""The interval of a rate whose trials are clustered."""

import math
from collections.abc import Sequence

import numpy as np

from toolbench_ood.score.intervals.effective_size import Clusters, Z, effective_size


def rate_interval(successes: Sequence[int], trials: Sequence[int]) -> tuple[float, float]:
    """Return the ends of the 95 % interval of a rate, the sum of successes over that of trials.

    Wilson's interval for the effective number of trials: N. Dean and M. Pagano, "Evaluating
    confidence interval methods for binomial proportions in clustered surveys", Journal of Survey
    Statistics and Methodology 3 (2015), 484-503, find such an interval to be the best at small
    rates. The end is 0 where nothing succeeded and 1 where everything did. A single cluster, or no
    trial, says nothing about other clusters: 0 and 1.

    Args:
        successes: one number a cluster.
        trials: as many numbers; a cluster without trials counts for nothing.
    """
    taken = [(k, n) for k, n in zip(successes, trials, strict=True) if n]
    if not taken:
        return 0.0, 1.0
    sums, sizes = np.array(taken, dtype=np.float64).T
    clusters = Clusters(sizes, sums, squares=sums)
    return wilson(clusters.mean, effective_size(clusters, _excess_kurtosis(clusters.variance)))


def wilson(share: float, size: float) -> tuple[float, float]:
    """Return Wilson's score interval of a share among ``size`` independent trials.

    E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal
    of the American Statistical Association 22 (1927), 209-212. Without trials: 0 and 1.
    """
    if size <= 0:
        return 0.0, 1.0
    spread = Z * math.sqrt(share * (1 - share) / size + (Z / (2 * size)) ** 2)
    centre = share + Z**2 / (2 * size)
    scale = 1 + Z**2 / size
    low = 0.0 if share <= 0 else (centre - spread) / scale
    high = 1.0 if share >= 1 else (centre + spread) / scale
    return low, high


def wilson_size(share: float, end: float) -> float:
    """Return the number of independent trials of whose Wilson interval ``end`` is one end."""
    return Z**2 * end * (1 - end) / (share - end) ** 2


def _excess_kurtosis(variance: float) -> float:
    """Return the excess kurtosis of a trial that succeeds or fails, from its variance."""
    return 1 / variance - 6 if variance > 0 else math.inf
