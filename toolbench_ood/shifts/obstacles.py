"""Which tasks a shift cannot apply to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from toolbench_ood.shifts.find import find_shifts
from toolbench_ood.shifts.layer import Tools
from toolbench_ood.shifts.shift import Shift
from toolbench_ood.tasks.situation import Situation, situation_of
from toolbench_ood.tasks.suite import Suite
from toolbench_ood.types.errors import UserError


@dataclass(frozen=True, slots=True)
class Skipped:
    """A task that has no cases in a shift."""

    suite: str
    task: str
    shift: str
    reason: str
    """Why the shift cannot apply, as the end of a sentence."""


def find_obstacles(
    suites: Iterable[Suite], shifts: Sequence[str]
) -> Mapping[tuple[str, str, str], Skipped]:
    """Find the tasks that some shift cannot apply to, by suite, task and shift.

    A task that cannot be played at all is no matter of a shift's and is not among them.

    Raises:
        UserError: a suite must be changed before it can be played in one of the shifts.
    """
    found = {}
    for suite in suites:
        for task_id in suite.tasks:
            for name in shifts:
                reason = find_obstacle(suite, task_id, name)
                if reason is not None:
                    found[suite.name, task_id, name] = Skipped(suite.name, task_id, name, reason)
    return found


def find_obstacle(suite: Suite, task_id: str, name: str) -> str | None:
    """Say why a shift cannot apply to a task, as the end of a sentence; None when it can.

    Raises:
        UserError: the suite must be changed before it can be played in the shift.
    """
    for shift in find_shifts(name):
        shift.check(suite)
    situation = situation_of(suite, suite.tasks[task_id], 0)
    try:
        return first_obstacle(situation, find_shifts(name))
    except UserError:
        return None


def first_obstacle(situation: Situation, shifts: Sequence[Shift]) -> str | None:
    """Say why the first of some shifts that cannot apply to a situation cannot.

    Args:
        situation: a task and seed.
        shifts: innermost first; one may leave nothing for the next to work on.
    """
    tools: Tools = situation.suite.world.specs()
    for nth, shift in enumerate(shifts):
        tools = shifts[nth - 1].layer(situation, tools).tools if nth else tools
        reason = shift.obstacle(situation, tools)
        if reason is not None:
            return reason
    return None
