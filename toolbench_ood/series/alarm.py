"""An alarm that rings when a figure has got worse, with a stated rate of false alarms.

A confidence sequence is started at each checkpoint, and a change is reported when two of them no
longer meet: S. Shekhar and A. Ramdas, "Reducing sequential change detection to sequential
estimation", ICML 2024 (arXiv 2309.09111). Here the two must lie one after the other, and the later
one on the worse side, by more than a tolerance. Where a figure is never worse than it was by more
than the tolerance, neither is the mean of a stretch than that of an earlier one, whatever the
stakes; so two such sequences can be that far apart only if one of them leaves out its own mean, and
the proof holds for figures that get better, or wobble within the tolerance, as for those that stay
as they are:

Let N be the checkpoint of the alarm and M the number of sequences begun by then that have left out
their means. Each does so with a probability of alpha at most, whatever was seen before it began,
and whether it is begun is known before it begins. So E[M] <= alpha E[N], and M >= 1 at an alarm:
E[N] >= 1 / alpha. By the same count the alarm rings within n checkpoints with a probability of
n alpha at most. Several figures share alpha, and the counts add up.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from toolbench_ood.series.confidence import Bounds, Floats, confidence_sequences

Numbers: TypeAlias = NDArray[np.int64]

ALPHA = 0.001
"""One false alarm in 1,000 checkpoints at most, on average; within 50 checkpoints, with 5 %."""
TOLERANCE = 0.05
"""Checkpoints that are as good as each other often differ by a few points in all tasks at once."""


@dataclass(frozen=True, slots=True)
class Watched:
    """A figure of a series of checkpoints."""

    name: str
    means: Floats
    """Mean of each task's cases at each checkpoint, 0 to 1, of the shape (checkpoints, tasks)."""
    healthy: Literal[0, 1]
    """Which end of its range a healthy model is at: it gets worse on the way to the other one."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some checkpoints on end, and where the mean of a figure lies in them."""

    first: int
    last: int
    """Numbers of checkpoints, from 0; the last one is included."""
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Alarm:
    """A figure has got worse by more than the tolerance."""

    figure: str
    at: int
    """Number of the checkpoint at which the alarm rings, from 0."""
    after: int
    """Number of the checkpoint after which the figure got worse, and by ``at``.

    That is wrong only if one of the sequences begun by then has left out its mean, which has a
    probability of alpha * (at + 1) at most.
    """
    before: Stretch
    now: Stretch
    """Two stretches whose sequences no longer meet, the later one worse."""


def find_alarms(
    figures: Sequence[Watched],
    alpha: float = ALPHA,
    tolerance: float = TOLERANCE,
    sharing: int | None = None,
) -> tuple[Alarm, ...]:
    """Return the first alarm of each figure that has one, the earliest alarm first.

    Args:
        figures: all that are watched; they share ``alpha``.
        alpha: one over the least average number of checkpoints to the first false alarm.
        tolerance: how much worse than it was a figure may be without an alarm, 0 to 1.
        sharing: how many figures share ``alpha``, if more than these. Where a figure can no longer
            be followed, the others must not get its share: what they had before counts already.
    """
    share = alpha / max(sharing or 0, len(figures))
    found = (_find_alarm(figure, share, tolerance) for figure in figures)
    return tuple(sorted((alarm for alarm in found if alarm), key=lambda alarm: alarm.at))


def first_alarms(means: Floats, alpha: float, tolerance: float) -> Numbers:
    """Return when the alarm rings, and the number of checkpoints where it does not.

    Args:
        means: of a figure that gets worse as it falls, of the shape (…, checkpoints, tasks).
        alpha: as for :func:`find_alarms`, of this figure alone.
        tolerance: as there.
    """
    return _first_contradictions(confidence_sequences(means, alpha), tolerance)


def _find_alarm(figure: Watched, alpha: float, tolerance: float) -> Alarm | None:
    falling = figure.means if figure.healthy else 1 - figure.means
    bounds = confidence_sequences(falling, alpha)
    at = int(_first_contradictions(bounds, tolerance))
    if at == len(falling):
        return None
    before, now = _contradiction(bounds.until(at), tolerance)
    return Alarm(
        figure=figure.name,
        at=at,
        after=before[0],
        before=_stretch(figure, bounds, before),
        now=_stretch(figure, bounds, now),
    )


def _first_contradictions(bounds: Bounds, tolerance: float) -> Numbers:
    """Return the first end by which a later stretch lies too far below an earlier one."""
    best = np.maximum.accumulate(bounds.low.max(axis=-2), axis=-1)
    earlier = np.concatenate([np.zeros_like(best[..., :1]), best[..., :-1]], axis=-1)
    highs = np.minimum.accumulate(bounds.high, axis=-1)
    apart = (earlier[..., :, np.newaxis] - highs > tolerance).any(axis=-2)
    return np.where(apart.any(axis=-1), apart.argmax(axis=-1), apart.shape[-1])


def _contradiction(bounds: Bounds, tolerance: float) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return the start and end of an earlier stretch, and those of a later one below it.

    The earlier one begins as late as it can; of those, the two that are furthest apart are taken.
    """
    lowest_highs = np.minimum.accumulate(bounds.high.min(axis=-1)[::-1])[::-1]
    gaps = bounds.low[:, :-1] - lowest_highs[1:]
    start = int(np.flatnonzero((gaps > tolerance).any(axis=-1))[-1])
    end = int(gaps[start].argmax())
    later = bounds.high[end + 1 :]
    from_, to = divmod(int(later.argmin()), later.shape[1])
    return (start, end), (end + 1 + from_, to)


def _stretch(figure: Watched, bounds: Bounds, ends: tuple[int, int]) -> Stretch:
    low, high = float(bounds.low[ends]), float(bounds.high[ends])
    return Stretch(*ends, *((low, high) if figure.healthy else (1 - high, 1 - low)))
