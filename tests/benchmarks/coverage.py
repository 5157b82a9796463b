"""How often the 95 % intervals of scores hold the true value, on simulated runs.

``python -m tests.benchmarks.coverage`` prints the tables of ``docs/intervals.md``.
"""

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import product
from statistics import mean
from typing import Any

import numpy as np
from numpy.random import Generator, default_rng
from scipy.special import betaincinv

from toolbench_ood.score.intervals.difference_interval import (
    effective_pairs,
    minimum_detectable_difference,
    tango,
)
from toolbench_ood.score.intervals.rate_interval import rate_interval, wilson

SEED = 20260624
RUNS = 2000
"""Simulated runs for each figure: its standard error is 0.5 percentage points at 95 %."""

RATES = (0.02, 0.1, 0.5, 0.9)
CORRELATIONS = (0.0, 0.3, 0.8)
"""Of two trials of one task (intraclass)."""
AGREEMENTS = (0.0, 0.8)
"""Share of tasks that are as hard in both conditions, and of cases that share their chance."""
PAIRS_OF_RATES = ((0.02, 0.02), (0.1, 0.02), (0.1, 0.1), (0.5, 0.3), (0.5, 0.5), (0.9, 0.8))

TRIALS: dict[str, Sequence[int]] = {
    "196 tasks x 2": [2] * 196,
    "196 tasks x 24": [24] * 196,
    "196 tasks x 2 to 58": [2 + (at * 37) % 57 for at in range(196)],
    "16 tasks x 2": [2] * 16,
    "16 tasks x 24": [24] * 16,
    "20 tasks x 1, 5 or 30": [1] * 10 + [5] * 6 + [30] * 4,
    "5 tasks x 4": [4] * 5,
    "2 tasks x 10": [10] * 2,
}
"""Trials of each task: seeds x formats x shifts, or messages."""


@dataclass(frozen=True)
class Matched:
    """Cases in two conditions."""

    cases: Sequence[int]
    """Cases of each task."""
    first: int = 1
    """Trials of a case in the first condition."""
    second: int = 1


MATCHED = {
    "196 tasks x 2": Matched(TRIALS["196 tasks x 2"]),
    "196 tasks x 24": Matched(TRIALS["196 tasks x 24"]),
    "196 tasks x 2, 1 format against 11": Matched(TRIALS["196 tasks x 2"], second=11),
    "16 tasks x 2": Matched(TRIALS["16 tasks x 2"]),
    "16 tasks x 24": Matched(TRIALS["16 tasks x 24"]),
    "20 tasks x 1, 5 or 30": Matched(TRIALS["20 tasks x 1, 5 or 30"]),
    "5 tasks x 4": Matched(TRIALS["5 tasks x 4"]),
}


def rate_coverage(
    trials: Sequence[int], rate: float, correlation: float, runs: int, *, clustered: bool = True
) -> float:
    """Return the share of simulated runs whose interval holds the rate.

    Each task has a chance of success of its own, drawn from a beta distribution, so that two of its
    trials have the correlation.

    Args:
        trials: of each task.
        rate: the true one.
        correlation: of two trials of one task.
        runs: how many to simulate.
        clustered: whether the interval knows the tasks; otherwise it is Wilson's of all trials.
    """
    rng = default_rng(SEED)
    hits = 0
    for _ in range(runs):
        successes = rng.binomial(trials, _chances(rng.random(len(trials)), rate, correlation))
        low, high = (
            rate_interval(successes.tolist(), trials)
            if clustered
            else wilson(successes.sum() / sum(trials), sum(trials))
        )
        hits += low <= rate <= high
    return hits / runs


@dataclass(frozen=True)
class Compared:
    """What came of many simulated comparisons."""

    coverage: float
    """Share of them whose interval holds the true difference."""
    power: float
    """Share of them whose interval leaves 0 out."""
    detectable: float
    """Mean of the minimum detectable differences."""


def compare(
    matched: Matched, rates: tuple[float, float], correlation: float, agreement: float, runs: int
) -> Compared:
    """Simulate comparisons of two conditions on the same cases."""
    rng = default_rng(SEED)
    clusters = np.repeat(np.arange(len(matched.cases)), matched.cases)
    true = rates[0] - rates[1]
    intervals, detectable = [], []
    for _ in range(runs):
        first, second = _counts(rng, matched, clusters, rates, correlation, agreement)
        pairs = effective_pairs(clusters, first, second)
        intervals.append(tango(pairs))
        detectable.append(minimum_detectable_difference(pairs))
    return Compared(
        coverage=mean(low <= true <= high for low, high in intervals),
        power=mean(not low <= 0 <= high for low, high in intervals),
        detectable=mean(detectable),
    )


def _counts(
    rng: Generator,
    matched: Matched,
    clusters: Any,
    rates: tuple[float, float],
    correlation: float,
    agreement: float,
) -> tuple[Any, Any]:
    """Draw successes and trials of each case in both conditions."""
    hard, luck = rng.random(len(matched.cases)), rng.random((matched.first, len(clusters)))
    other = _mostly(rng, hard, agreement)
    lucks = luck, _mostly(rng, np.resize(luck, (matched.second, len(clusters))), agreement)
    counts = []
    for rate, difficulty, drawn in zip(rates, (hard, other), lucks, strict=True):
        chances = _chances(difficulty, rate, correlation)[clusters]
        counts.append(((drawn < chances).sum(axis=0), np.full(len(clusters), len(drawn))))
    first, second = counts
    return first, second


def _mostly(rng: Generator, values: Any, agreement: float) -> Any:
    """Draw a share of the values anew."""
    return np.where(rng.random(values.shape) < agreement, values, rng.random(values.shape))


def _chances(quantiles: Any, rate: float, correlation: float) -> Any:
    """Return the tasks' chances of success at quantiles of their distribution."""
    table = _distribution(rate, correlation)
    return table[(quantiles * len(table)).astype(int)]


@cache
def _distribution(rate: float, correlation: float) -> Any:
    steps = (np.arange(20_000) + 0.5) / 20_000
    if not correlation:
        return np.full_like(steps, rate)
    spread = 1 / correlation - 1
    return betaincinv(rate * spread, (1 - rate) * spread, steps)


def _rate_table(runs: int) -> Iterator[str]:
    yield from _head("rate", [f"{each:g}" for each in CORRELATIONS], "correlation")
    for name, rate in product(TRIALS, RATES):
        figures = [rate_coverage(TRIALS[name], rate, each, runs) for each in CORRELATIONS]
        yield _line(name, f"{rate:g}", figures)


def _difference_table(runs: int) -> Iterator[str]:
    columns = [f"{one:g}, {two:g}" for one, two in product(AGREEMENTS, CORRELATIONS)]
    yield from _head("rates", columns, "agreement, correlation")
    for name, rates in product(MATCHED, PAIRS_OF_RATES):
        figures = [
            compare(MATCHED[name], rates, correlation, agreement, runs).coverage
            for agreement, correlation in product(AGREEMENTS, CORRELATIONS)
        ]
        yield _line(name, f"{rates[0]:g}, {rates[1]:g}", figures)


def _power_table(runs: int) -> Iterator[str]:
    yield "| cases | correlation | detectable | found |"
    yield "|---|---|---|---|"
    for name, correlation in product(("196 tasks x 2", "196 tasks x 24"), CORRELATIONS):
        found = power(MATCHED[name], 0.5, correlation, runs)
        yield f"| {name} | {correlation:g} | {found.detectable:.3f} | {100 * found.power:.0f} % |"


def power(matched: Matched, rate: float, correlation: float, runs: int) -> Compared:
    """Simulate comparisons whose true difference is what they say they could have found."""
    pilot = compare(matched, (rate, rate), correlation, AGREEMENTS[-1], runs // 4)
    again = compare(
        matched, (rate, rate - pilot.detectable), correlation, AGREEMENTS[-1], runs // 4
    )
    found = compare(matched, (rate, rate - again.detectable), correlation, AGREEMENTS[-1], runs)
    return replace(found, detectable=again.detectable)


def _head(first: str, columns: Sequence[str], what: str) -> Iterator[str]:
    yield f"| cases | {first} | {what} {' | '.join(columns)} |"
    yield "|---" * (2 + len(columns)) + "|"


def _line(name: str, rate: str, figures: Iterable[float]) -> str:
    return f"| {name} | {rate} | {' | '.join(f'{100 * figure:.1f}' for figure in figures)} |"


def main(runs: int) -> None:
    """Print the tables in Markdown."""
    for table in (_rate_table, _difference_table, _power_table):
        for line in table(runs):
            print(line, flush=True)
        print()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else RUNS)
