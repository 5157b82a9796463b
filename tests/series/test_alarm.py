"""The alarm over checkpoints: how often it rings for nothing, and how late for something."""

from dataclasses import replace

import numpy as np
from benchmarks.alarm import (
    CALM,
    CHANGE,
    CHECKPOINTS,
    DROPS,
    NOTHING,
    RESTLESS,
    SIZES,
    Cases,
    Floats,
    World,
    ring,
    simulate,
)
from cases import for_each, pairwise

from toolbench_ood.series.alarm import TOLERANCE, Watched, find_alarms
from toolbench_ood.series.confidence import confidence_sequences

_ALPHA = 0.005
"""In 24 checkpoints it may ring in 12 % of the series."""
_SMALL, _MIDDLE, _LARGE = SIZES
_WORLDS = {
    "calm": (CALM, 0),
    "restless": (RESTLESS, 0),
    "wobbling": (replace(CALM, wobble=0.05), TOLERANCE),
    "remembering": (replace(RESTLESS, memory=0.9), TOLERANCE),
}
_FOUND = {
    "0.20 at once": {_MIDDLE: 4, _LARGE: 3},
    "0.40 at once": {_SMALL: 3, _MIDDLE: 2, _LARGE: 2},
    "0.05 a checkpoint, to 0.30": {_SMALL: 9, _MIDDLE: 6, _LARGE: 5},
}
"""Within how many worse checkpoints half of the alarms must have rung."""


@pairwise
@for_each("rates", NOTHING.values(), ids=NOTHING)
@for_each("world, tolerance", _WORLDS.values(), ids=_WORLDS)
@for_each("size", SIZES, ids=lambda size: size.tasks)
def test_it_rings_for_nothing_no_more_often_than_it_says(
    rates: Floats, world: World, tolerance: float, size: Cases
) -> None:
    """Of 1,000 series in which nothing gets worse, n alpha ring within n checkpoints at most.

    With a tolerance that holds for checkpoints that wobble within it, too, and for cases that stay
    for a while as a checkpoint made them.
    """
    found = ring(size, rates, world, alpha=_ALPHA, tolerance=tolerance)
    assert found.share <= _ALPHA * CHECKPOINTS


def test_a_sequence_leaves_its_mean_out_no_more_often_than_it_says() -> None:
    """Where every task has a chance of its own, alpha of the sequences miss the mean at most.

    That is shown for each start, over all of its ends; the bounds are narrower than they would be
    without the earlier results.
    """
    alpha, series, tasks = 0.05, 2000, 12
    rng = np.random.default_rng(1)
    chances = rng.beta(0.5, 0.5, (series, 1, tasks))
    means = (rng.random((series, 8, tasks)) < chances).astype(float)
    bounds = confidence_sequences(means, alpha)
    true = chances.mean(axis=-1)[..., np.newaxis]
    missed = ((bounds.low > true) | (bounds.high < true)).any(axis=-1)
    assert missed.mean(axis=0).max() <= alpha
    widths = (bounds.high - bounds.low).mean(axis=0)
    assert widths[4, 7] < widths[0, 3]
    assert (np.diff(widths[0]) < 0).all()


@for_each("name", _FOUND)
def test_a_drop_is_found_soon_and_dated(name: str) -> None:
    """Half of the alarms ring within a few checkpoints, none before the drop.

    The change lies after the one checkpoint that an alarm names and not after the other, whichever
    way the figure gets worse; a figure beside it that stays as it is has no alarm.
    """
    for size, most in _FOUND[name].items():
        found = ring(size, DROPS[name], series=200)
        assert not found.early, size
        assert (found.delay(0.5) or CHECKPOINTS) <= most, (size, found.delay(0.5))
    means = simulate(np.random.default_rng(2), _LARGE, DROPS[name], CALM, 20)
    steady = simulate(np.random.default_rng(3), _LARGE, NOTHING["0.5 throughout"], CALM, 20)
    for falling, same in zip(means, steady, strict=True):
        alarm, mirrored = find_alarms(
            (
                Watched("falls", falling, 1),
                Watched("rises", 1 - falling, 0),
                Watched("stays", same, 1),
            )
        )
        assert (alarm.figure, mirrored.figure) == ("falls", "rises")
        assert alarm.after < CHANGE <= alarm.at == mirrored.at
        assert alarm.after <= alarm.before.first <= alarm.before.last < alarm.now.first
        assert alarm.now.last <= alarm.at
        assert alarm.before.low - alarm.now.high > TOLERANCE
        assert mirrored.now.low - mirrored.before.high > TOLERANCE
