"""From checkpoints to the figures that an alarm watches."""

from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np

from toolbench_ood.score.state import State
from toolbench_ood.series.alarm import Watched
from toolbench_ood.series.checkpoint import SOLVED, WELL_FORMED, Checkpoint
from toolbench_ood.types.errors import UserError

HEALTHY: Mapping[str, Literal[0, 1]] = {
    SOLVED: 1,
    WELL_FORMED: 1,
    State.POLLUTED.value: 0,
    State.COLLAPSED.value: 0,
}
"""What is watched unless something else is said, and where a healthy model is: success, and the
structure that tends to break before success falls."""


def watch_figures(
    checkpoints: Sequence[Checkpoint], healthy: Mapping[str, Literal[0, 1]] = HEALTHY
) -> tuple[Watched, ...]:
    """Line up figures of checkpoints, task by task.

    A task that has nothing to count at some checkpoint is left out of that figure, as it cannot be
    followed.

    Args:
        checkpoints: at least one, in the order of training.
        healthy: the end of its range at which each figure is in a healthy model, by name.

    Raises:
        UserError: two checkpoints played different cases, or have no task in common.
    """
    require_same_cases(checkpoints)
    return tuple(_line_up(checkpoints, name, end) for name, end in healthy.items())


def require_same_cases(checkpoints: Sequence[Checkpoint]) -> None:
    """Refuse checkpoints that are not comparable case by case (UserError)."""
    first = checkpoints[0]
    for other in checkpoints[1:]:
        apart = sorted(first.cases ^ other.cases)
        if apart:
            one, lacks = (first, other) if apart[0] in first.cases else (other, first)
            raise UserError(
                f"the checkpoints {first.name} and {other.name} did not play the same cases: "
                f"{one.name} has {apart[0]}, which {lacks.name} lacks ({len(apart)} such cases); "
                "evaluate them with the same options"
            )


def _line_up(checkpoints: Sequence[Checkpoint], name: str, healthy: Literal[0, 1]) -> Watched:
    means = [checkpoint.task_means(name) for checkpoint in checkpoints]
    tasks = [task for task in means[0] if all(task in each for each in means[1:])]
    if not tasks:
        raise UserError(
            f"no task has the figure {name} at all of the {len(checkpoints)} checkpoints; leave "
            "the figure out, or evaluate them with the same options"
        )
    return Watched(name, np.array([[each[task] for task in tasks] for each in means]), healthy)
