"""The interval of the difference of two rates on the same cases, which are clustered."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from toolbench_ood.score.intervals.effective_size import Clusters, Floats, Z, effective_size

POWER = 0.8
_Z_POWER = float(ndtri(POWER))
_HALVINGS = 60
"""Halvings of an interval of length 2 at most, until no float lies between its ends."""

Counts: TypeAlias = tuple[Sequence[int], Sequence[int]]
"""Successes and trials, one number of each a case."""


@dataclass(frozen=True, slots=True)
class EffectivePairs:
    """The independent matched pairs that clustered ones are worth."""

    difference: float
    """Of the two rates, the first less the second."""
    discordant: float
    """Share of pairs in which just one of the two succeeds; at least ``abs(difference)``."""
    size: float
    """How many independent pairs they are worth; 0 for a single cluster."""


def effective_pairs(clusters: Sequence[int], first: Counts, second: Counts) -> EffectivePairs:
    """Find out how many independent pairs the cases of two conditions are worth.

    What counts is the variance of a pair's influence on the difference of the two ratios. Where
    each case is one trial, that is the variance of a pair's difference (1, 0 or -1); a case may
    also have several (messages, calls), and not as many in both conditions.

    Args:
        clusters: the number of each case's cluster, from 0 and without gaps.
        first: the counts of each case in one condition, at least one trial among them.
        second: the counts of the same cases in the other, likewise.
    """
    one, other = np.array(first, dtype=np.float64), np.array(second, dtype=np.float64)
    difference = _ratio(one) - _ratio(other)
    pairs = _sum_by_cluster(np.array(clusters), _influence(one) - _influence(other))
    discordant = min(1.0, max(abs(difference), pairs.variance + difference**2))
    size = effective_size(pairs, _excess_kurtosis(difference, discordant))
    return EffectivePairs(difference, discordant, size)


def tango(pairs: EffectivePairs) -> tuple[float, float]:
    """Return the ends of Tango's score interval of a paired difference, at 95 % confidence.

    T. Tango, "Equivalence test and confidence interval for the difference in proportions for the
    paired-sample design", Statistics in Medicine 17 (1998), 891-908. Unlike estimate +- standard
    error it keeps a width where all pairs agree: z**2 / (n + z**2) on either side of 0.
    """
    if pairs.size <= 0:
        return -1.0, 1.0
    mirrored = replace(pairs, difference=-pairs.difference)
    return -_upper_end(mirrored), _upper_end(pairs)


def minimum_detectable_difference(pairs: EffectivePairs) -> float:
    """Return the smallest true difference found with 80 % power at 95 % confidence.

    The d that solves d = (z(0.975) + z(0.8)) * sqrt((discordant - d**2) / size), the sample-size
    formula of McNemar's test (R. J. Connett, J. A. Smith and R. B. McHugh, "Sample size and power
    for pair-matched case-control studies", Statistics in Medicine 6 (1987), 53-59). A difference of
    d takes a share of d discordant pairs, so where fewer were observed that many are assumed. It is
    1 where none can be found.
    """
    squared = (Z + _Z_POWER) ** 2
    share = squared / (pairs.size + squared)
    return max(share, math.sqrt(share * pairs.discordant))


def _ratio(counts: Floats) -> float:
    successes, trials = counts
    return float(successes.sum() / trials.sum())


def _influence(counts: Floats) -> Floats:
    """Return each case's part in a ratio's error, scaled so that it is k - rate if all n are 1."""
    successes, trials = counts
    influence: Floats = (successes - _ratio(counts) * trials) / trials.mean()
    return influence


def _sum_by_cluster(clusters: NDArray[np.int64], values: Floats) -> Clusters:
    added = [np.bincount(clusters, each) for each in (np.ones_like(values), values, values**2)]
    return Clusters(*np.array(added, dtype=np.float64))


def _upper_end(pairs: EffectivePairs) -> float:
    """Search for the largest true difference that the score test does not reject."""
    low, high = pairs.difference, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        margin = Z * math.sqrt(_variance_if(middle, pairs) / pairs.size)
        low, high = (middle, high) if middle - pairs.difference <= margin else (low, middle)
    return high


def _variance_if(true: float, pairs: EffectivePairs) -> float:
    """Return a pair's variance if ``true`` is the difference, estimated by maximum likelihood."""
    first = (pairs.discordant + pairs.difference) / 2
    second = (pairs.discordant - pairs.difference) / 2
    linear = (2 - first + second) * true - pairs.discordant
    root = math.sqrt(max(0.0, linear**2 + 8 * second * true * (1 - true)))
    only_second = (root - linear) / 4
    return max(0.0, 2 * only_second + true * (1 - true))


def _excess_kurtosis(difference: float, discordant: float) -> float:
    """Return the excess kurtosis of a pair's difference, which is 1, 0 or -1."""
    variance = discordant - difference**2
    if variance <= 0:
        return math.inf
    up, down = (discordant + difference) / 2, (discordant - difference) / 2
    fourth = (
        up * (1 - difference) ** 4 + down * (1 + difference) ** 4 + (1 - discordant) * difference**4
    )
    return fourth / variance**2 - 3
