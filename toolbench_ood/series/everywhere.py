"""Play a series where and in which order its units come to be played."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from toolbench_ood.series.sweep import Sweep
from toolbench_ood.series.unit import Unit
from toolbench_ood.types.errors import ToolbenchError

Ended: TypeAlias = tuple[Unit, ToolbenchError | None]
"""A unit, and why it is not played to its end."""
Pool: TypeAlias = Callable[[Sequence[Unit]], Iterator[Ended]]
"""Plays units, all at once or in any order, and yields each of them when it has ended."""


def play_everywhere(
    sweep: Sweep, labels: Sequence[str], parts: int, pool: Pool
) -> Iterator[tuple[str, ToolbenchError | None]]:
    """Play checkpoints with a pool, and yield each with how it ended, as soon as all of it has.

    Args:
        sweep: the series.
        labels: those of the checkpoints.
        parts: see :meth:`~toolbench_ood.series.sweep.Sweep.units`.
        pool: plays the units.
    """
    left = {label: sweep.units(label, parts) for label in labels}
    for label in labels:
        if not left[label]:
            yield label, sweep.end(label, ())
    ended: dict[str, ToolbenchError | None] = {}
    for unit, error in pool([unit for units in left.values() for unit in units]):
        ended[unit.name] = error
        # In the order of the parts, not in that in which they came to an end.
        names = [each.name for each in left[unit.label]]
        if all(name in ended for name in names):
            yield unit.label, sweep.end(unit.label, [ended[name] for name in names])
