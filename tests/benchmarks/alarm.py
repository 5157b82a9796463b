"""How often the alarm over checkpoints rings for nothing, and how late, on simulated series.

``python -m tests.benchmarks.alarm`` prints the tables of ``docs/alarm.md``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from statistics import median
from typing import TypeAlias

import numpy as np
from numpy.random import Generator, default_rng
from numpy.typing import NDArray
from scipy.special import ndtri

from toolbench_ood.series.alarm import ALPHA, TOLERANCE, Watched, find_alarms, first_alarms
from toolbench_ood.series.power import Size, smallest_drop

Floats: TypeAlias = NDArray[np.float64]

SEED = 20260624
SERIES = 1000
"""Simulated series for each figure."""
DATED = 100
"""Of which the dates are looked at."""
AT_ONCE = 50
"""Series that are in memory at once."""
CHECKPOINTS = 24
CHANGE = 8
"""Number of the first checkpoint that is worse, from 0."""
WATCHED = 4
"""Figures that share alpha."""


@dataclass(frozen=True, kw_only=True)
class World:
    """How cases come out: each is solved where a sum of normal variables is above a threshold.

    The fields are the variances of its parts; they add up to 1.
    """

    task: float = 0.4
    """How hard the task is."""
    case: float = 0.4
    """How hard the case is, its format above all."""
    task_at_checkpoint: float = 0.1
    """What a checkpoint makes of a task, in all of its cases."""
    case_at_checkpoint: float = 0.1
    """What a checkpoint makes of a case."""
    wobble: float = 0.0
    """Standard deviation of what a checkpoint makes of all tasks together; not part of the sum."""
    memory: float = 0.0
    """Correlation of what two checkpoints on end make of a task or a case."""


@dataclass(frozen=True)
class Cases:
    """What each checkpoint plays."""

    tasks: int
    each: int
    """Cases of a task."""


SIZES = (Cases(26, 6), Cases(60, 6), Cases(100, 5))
_SIZE_NAMES = tuple(f"{size.tasks} x {size.each}" for size in SIZES)
CALM, RESTLESS = World(), World(task=0.3, case=0.3, task_at_checkpoint=0.2, case_at_checkpoint=0.2)

NOTHING: Mapping[str, Floats] = {
    "0.5 throughout": np.full(CHECKPOINTS, 0.5),
    "0.9 throughout": np.full(CHECKPOINTS, 0.9),
    "rising from 0.2 to 0.8": np.linspace(0.2, 0.8, CHECKPOINTS),
}
"""Rates of series in which nothing gets worse."""


def sudden(drop: float, rate: float = 0.7) -> Floats:
    """Return the rates of a series that falls at once."""
    return np.where(np.arange(CHECKPOINTS) < CHANGE, rate, rate - drop)


def slow(drop: float, a_checkpoint: float, rate: float = 0.7) -> Floats:
    """Return the rates of a series that falls by so much a checkpoint, down to a drop."""
    since = np.arange(CHECKPOINTS) - CHANGE + 1
    return rate - np.clip(since * a_checkpoint, 0, drop)


DROPS: Mapping[str, Floats] = {
    "0.05 at once": sudden(0.05),
    "0.10 at once": sudden(0.1),
    "0.20 at once": sudden(0.2),
    "0.40 at once": sudden(0.4),
    "0.02 a checkpoint, to 0.30": slow(0.3, 0.02),
    "0.05 a checkpoint, to 0.30": slow(0.3, 0.05),
}


def simulate(rng: Generator, cases: Cases, rates: Floats, world: World, series: int) -> Floats:
    """Draw the mean of each task at each checkpoint.

    Args:
        rng: draws.
        cases: what is played.
        rates: expected share of solved cases at each checkpoint.
        world: how cases come out.
        series: how many to draw.

    Returns:
        Means of the shape (series, checkpoints, tasks).
    """
    checkpoints, tasks, each = len(rates), cases.tasks, cases.each
    lasting = rng.normal(0, world.task**0.5, (series, 1, tasks, 1)) + rng.normal(
        0, world.case**0.5, (series, 1, tasks, each)
    )
    passing = _remembered(
        rng.normal(0, world.task_at_checkpoint**0.5, (series, checkpoints, tasks, 1))
        + rng.normal(0, world.case_at_checkpoint**0.5, (series, checkpoints, tasks, each)),
        world.memory,
    )
    common = rng.normal(0, world.wobble, (series, checkpoints, 1, 1))
    above = ndtri(rates)[:, np.newaxis, np.newaxis]
    solved: Floats = (lasting + passing + common + above > 0).mean(axis=-1)
    return solved


def _remembered(fresh: Floats, memory: float) -> Floats:
    """Let what a checkpoint makes of a case stay in part, with the same variance throughout."""
    found = fresh.copy()
    for at in range(1, fresh.shape[1]):
        found[:, at] = memory * found[:, at - 1] + (1 - memory**2) ** 0.5 * fresh[:, at]
    return found


@dataclass(frozen=True)
class Rung:
    """What came of many series."""

    at: NDArray[np.int64]
    """Number of the checkpoint of the alarm; ``checkpoints`` where none rang."""
    checkpoints: int = CHECKPOINTS

    @property
    def share(self) -> float:
        """Share of the series in which it rang at all."""
        return float((self.at < self.checkpoints).mean())

    @property
    def early(self) -> float:
        """Share of the series in which it rang before the change."""
        return float((self.at < CHANGE).mean())

    def delay(self, share: float) -> int | None:
        """Return within how many worse checkpoints it rang in such a share of the series."""
        last = int(np.quantile(self.at, share, method="inverted_cdf"))
        return None if last == self.checkpoints else last - CHANGE + 1


def ring(
    cases: Cases,
    rates: Floats,
    world: World = CALM,
    *,
    alpha: float = ALPHA / WATCHED,
    tolerance: float = TOLERANCE,
    series: int = SERIES,
    seen: str = "paired",
) -> Rung:
    """Find when the alarm rings in simulated series.

    Args:
        cases: what is played.
        rates: expected share of solved cases at each checkpoint.
        world: how cases come out.
        alpha: of this figure.
        tolerance: how much worse the figure may be without an alarm.
        series: how many to simulate.
        seen: ``paired``: each task is followed; ``shuffled``: nobody knows which task is which;
            ``differences``: of each task from its first checkpoint.
    """
    rng = default_rng(SEED)
    found, given = [], tolerance
    for begin in range(0, series, AT_ONCE):
        means = simulate(rng, cases, rates, world, min(AT_ONCE, series - begin))
        if seen == "shuffled":
            means = rng.permuted(means, axis=-1)
        if seen == "differences":
            means, tolerance = (means - means[:, :1] + 1) / 2, given / 2
        found.append(first_alarms(means, alpha, tolerance))
    return Rung(np.concatenate(found), len(rates))


TOLERANCES = (TOLERANCE, 0.0)


def main() -> None:
    """Print all tables."""
    tables = (
        *map(_nothing, TOLERANCES),
        *map(_drops, TOLERANCES),
        _pairing(),
        _dates(),
        _power(),
    )
    for lines in tables:
        print("\n".join(lines), end="\n\n", flush=True)


def _nothing(tolerance: float) -> Iterator[str]:
    yield from _head(f"nothing gets worse, tolerance {tolerance:g}", *_SIZE_NAMES)
    alpha = 20 * ALPHA / WATCHED
    worlds = {
        "calm": CALM,
        "restless": RESTLESS,
        "calm, checkpoints wobble by 0.02": replace(CALM, wobble=0.05),
        "calm, checkpoints wobble by 0.05": replace(CALM, wobble=0.13),
        "restless, memory 0.9": replace(RESTLESS, memory=0.9),
    }
    for name, rates in NOTHING.items():
        for world, how in worlds.items():
            found = (ring(each, rates, how, alpha=alpha, tolerance=tolerance) for each in SIZES)
            yield _row(f"{name}, {world}", *(f"{each.share:.1%}" for each in found))


def _drops(tolerance: float) -> Iterator[str]:
    yield from _head(f"drop, tolerance {tolerance:g}", *_SIZE_NAMES)
    for world, how in (("calm", CALM), ("restless", RESTLESS)):
        for name, rates in DROPS.items():
            found = (ring(each, rates, how, tolerance=tolerance) for each in SIZES)
            yield _row(f"{name}, {world}", *map(_delays, found))


def _pairing() -> Iterator[str]:
    ways = ("paired", "differences", "shuffled")
    yield from _head("drop, 60 x 6, calm", *ways)
    for name, rates in DROPS.items():
        yield _row(name, *(_delays(ring(SIZES[1], rates, seen=way)) for way in ways))


def _dates() -> Iterator[str]:
    yield from _head("drop, calm", *_SIZE_NAMES)
    for name, rates in DROPS.items():
        yield _row(name, *(_dated(size, rates) for size in SIZES))


def _dated(size: Cases, rates: Floats) -> str:
    """Say how many checkpoints the change is dated to, and how often it lies in them."""
    series = simulate(default_rng(SEED), size, rates, CALM, DATED)
    found = [
        alarm
        for means in series
        for alarm in find_alarms([Watched("solved", means, 1)], ALPHA / WATCHED)
    ]
    if len(found) < DATED / 2:
        return "never"
    width = median(alarm.at - alarm.after for alarm in found)
    right = sum(alarm.after < CHANGE <= alarm.at for alarm in found)
    return f"{width:g} · {right / len(found):.0%}"


def _power() -> Iterator[str]:
    yield from _head("cases", "correlation", "two checkpoints", "peak and last")
    for size in SIZES:
        for correlation in (0.1, 0.3):
            chosen = Size(
                tasks=size.tasks, cases=size.each, discordant=0.15, correlation=correlation
            )
            drops = (smallest_drop(each) for each in (chosen, chosen.judging_a_peak()))
            cells = (f"{drop:.3f}" for drop in drops)
            yield _row(f"{size.tasks} x {size.each}", f"{correlation:g}", *cells)


def _delays(rung: Rung) -> str:
    half, most = (_say(rung.delay(share)) for share in (0.5, 0.9))
    return f"{half} · {most}"


def _say(delay: int | None) -> str:
    return "never" if delay is None else str(delay)


def _head(*cells: str) -> Iterator[str]:
    yield _row(*cells)
    yield f"|{'---|' * len(cells)}"


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
