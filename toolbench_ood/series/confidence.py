"""Confidence sequences of a figure's mean over the tasks, one started at each checkpoint.

An observation is the mean of one task's cases at one checkpoint, a value x in [0, 1]. Before a
checkpoint is played, e is what is expected of the task there: any number in [0, 1] that follows
from earlier checkpoints. For a stake b in [0, 1), which follows from them too, and m = E[x | what
was seen before],

    E[(1 - b (x - e)) exp(b (m - e))] = (1 - b (m - e)) exp(b (m - e)) <= 1,

because 1 - y <= exp(-y). So the product of these factors over tasks and checkpoints is a
nonnegative supermartingale that begins at 1, and by Ville's inequality it ever reaches 2 / alpha
with a probability of alpha / 2 at most. Until it does, the mean of m, weighted by the stakes, is
below

    (sum b e + log(2 / alpha) - sum log(1 - b (x - e))) / sum b,

at all checkpoints together; the lower bound is its mirror image. Tasks may differ in their m, and
nothing is assumed of x but its bounds.

It is a bet as in I. Waudby-Smith and A. Ramdas, "Estimating means of bounded random variables by
betting", Journal of the Royal Statistical Society B 86 (2024), 1-27, on the average conditional
mean and with the predictions of S. R. Howard, A. Ramdas, J. McAuliffe and J. Sekhon, "Time-uniform,
nonparametric, nonasymptotic confidence sequences", Annals of Statistics 49 (2021), 1055-1080,
theorem 4. It is never wider than their empirical Bernstein bound for the same stakes, which has
b (x - e) + (-log(1 - b) - b) (x - e)**2 in place of -log(1 - b (x - e)).
"""

import math
from dataclasses import dataclass, replace
from typing import Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]

_UNKNOWN = 0.5
"""What is expected of a task before the first checkpoint."""
_FORGETTING = 0.5
"""Weight of the last checkpoint in what is expected of a task: steady tasks are predicted well, and
the level after a change is learnt within a few checkpoints."""
_VARIANCE_AT_FIRST = 0.25
"""Mean square of x - e at the first checkpoint: the tasks differ as much as they can."""
_VARIANCE_AFTER = 1 / 16
"""What it is thought to be at the second: a task moves by a quarter."""
_HIGHEST_STAKE = 0.8
"""Below 1, so that one task which defies expectation does not cost everything."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """Where the mean of each stretch of checkpoints lies.

    Arrays of the shape (…, start, end). The bounds of a start hold for all of its ends together
    with a probability of 1 - alpha. 0 and 1 where the end comes before the start.
    """

    low: Floats
    high: Floats

    def until(self, last: int) -> Self:
        """Return the bounds of one series as they were when a checkpoint had been played."""
        return replace(
            self, low=self.low[: last + 1, : last + 1], high=self.high[: last + 1, : last + 1]
        )


def confidence_sequences(means: Floats, alpha: float) -> Bounds:
    """Start a confidence sequence at each checkpoint.

    Args:
        means: of each task at each checkpoint, 0 to 1, of the shape (…, checkpoints, tasks);
            leading axes are independent series.
        alpha: how likely a sequence is to leave out its mean at any of its checkpoints.
    """
    expected = _expected(means)
    surprises, levels = means - expected, expected.mean(axis=-1)
    variances = _expected_variances(surprises)
    checkpoints, tasks = means.shape[-2:]
    shape = (*means.shape[:-2], checkpoints, checkpoints)
    low, high = np.zeros(shape), np.ones(shape)
    evidence = math.log(2 / alpha)
    for start in range(checkpoints):
        stakes = _stakes(variances[..., start:], evidence / tasks)
        total = stakes.cumsum(axis=-1)
        centre = (stakes * levels[..., start:]).cumsum(axis=-1)
        bets = stakes[..., np.newaxis] * surprises[..., start:, :]
        rise, fall = (np.log1p(each).mean(axis=-1).cumsum(axis=-1) for each in (bets, -bets))
        low[..., start, start:] = (centre - evidence / tasks + rise) / total
        high[..., start, start:] = (centre + evidence / tasks - fall) / total
    return Bounds(low.clip(0, 1), high.clip(0, 1))


def _expected(means: Floats) -> Floats:
    """Predict each task at each checkpoint from the checkpoints before."""
    expected: Floats = np.full_like(means, _UNKNOWN)
    if means.shape[-2] > 1:
        expected[..., 1, :] = means[..., 0, :]
    for at in range(2, means.shape[-2]):
        before = expected[..., at - 1, :]
        expected[..., at, :] = before + _FORGETTING * (means[..., at - 1, :] - before)
    return expected


def _expected_variances(surprises: Floats) -> Floats:
    """Predict the mean square of a checkpoint's surprises from those of the checkpoints before."""
    squares = (surprises**2).mean(axis=-1)
    expected: Floats = np.full_like(squares, _VARIANCE_AT_FIRST)
    known = squares[..., 1:-1].cumsum(axis=-1) + _VARIANCE_AFTER
    expected[..., 1:2] = _VARIANCE_AFTER
    expected[..., 2:] = known / np.arange(2, 2 + known.shape[-1])
    return expected


def _stakes(variances: Floats, evidence: float) -> Floats:
    """Choose the stakes of a sequence, which make it narrow at each of its checkpoints.

    At the n-th of them sqrt(2 evidence / (n variance)), the best one for a sequence that is looked
    at there and nowhere else.

    Args:
        variances: expected at its checkpoints.
        evidence: to be gathered, a task.
    """
    numbers = np.arange(1, 1 + variances.shape[-1])
    best: Floats = np.sqrt(
        2 * evidence / (numbers * np.maximum(variances, np.finfo(np.float64).tiny))
    )
    return best.clip(max=_HIGHEST_STAKE)
