"""The best checkpoint of a series against the last one."""

import hashlib
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass

from toolbench_ood.score.difference import Difference, Pair, difference
from toolbench_ood.score.rate import Count, Rate, rate
from toolbench_ood.series.checkpoint import SOLVED, Checkpoint
from toolbench_ood.series.watched import require_same_cases
from toolbench_ood.types.errors import UserError

_LEAST_TASKS = 2
"""One to choose by, one to judge by."""


@dataclass(frozen=True, slots=True)
class PeakAndLast:
    """How much the last checkpoint has lost of the best one.

    The best one is chosen by half of the tasks, and the rates are those of the other half. On the
    tasks that chose it, it would look better than it is: the best of many is partly the luckiest.
    """

    figure: str
    peak: int
    """Number of the best checkpoint, from 0; of equal ones the last."""
    at_peak: Rate
    at_last: Rate
    drop: Difference
    """``at_peak`` less ``at_last``, paired by case, with its 95 % interval."""


def compare_peak_with_last(checkpoints: Sequence[Checkpoint], figure: str = SOLVED) -> PeakAndLast:
    """Compare the checkpoint at which a figure is highest with the last one.

    Args:
        checkpoints: at least one, in the order of training.
        figure: one of the cases, of which more is better.

    Raises:
        UserError: the checkpoints played different cases, or cases of fewer than two tasks.
    """
    require_same_cases(checkpoints)
    counts = [checkpoint.figures[figure] for checkpoint in checkpoints]
    choosing = _half(counts[0])
    heights = [_height(each, choosing) for each in counts]
    peak = max(range(len(counts)), key=lambda at: (heights[at], at))
    pairs = [
        Pair(count, counts[-1][case])
        for case, count in counts[peak].items()
        if count.cluster not in choosing
    ]
    return PeakAndLast(
        figure=figure,
        peak=peak,
        at_peak=rate(pair.first for pair in pairs),
        at_last=rate(pair.second for pair in pairs),
        drop=difference(pairs),
    )


def _height(counts: Mapping[str, Count], tasks: Collection[Hashable]) -> float:
    return rate(count for count in counts.values() if count.cluster in tasks).rate or 0.0


def _half(counts: Mapping[str, Count]) -> frozenset[Hashable]:
    """Choose half of the tasks by their hashes, so that it is the same half in every series."""
    tasks = sorted({count.cluster for count in counts.values()}, key=_hash)
    if len(tasks) < _LEAST_TASKS:
        raise UserError(
            "the checkpoints played a single task, and the peak is chosen by other tasks than "
            "those that judge it; evaluate at least two tasks"
        )
    return frozenset(tasks[: len(tasks) // 2])


def _hash(task: Hashable) -> str:
    return hashlib.sha256(repr(task).encode()).hexdigest()
