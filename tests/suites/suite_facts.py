"""What the tests of several suites need: suites and worlds by name, calls that leave no trace."""

from functools import cache
from random import Random
from typing import Any

import pytest

from toolbench_ood.tasks.collect import shipped_suites
from toolbench_ood.tasks.oracle import Act, play_solution
from toolbench_ood.tasks.suite import Suite
from toolbench_ood.tasks.task import Task
from toolbench_ood.world.state import state_of
from toolbench_ood.world.tool import ToolError


@cache
def load(name: str) -> Suite:
    """Return the shipped suite of this name."""
    return next(suite for suite in shipped_suites() if suite.name == name)


def tasks_of(name: str) -> list[Task]:
    """Return the tasks of a suite."""
    return list(load(name).tasks.values())


def make_world(name: str, seed: int = 0) -> Any:
    """Draw a world of a suite."""
    return load(name).world(Random(seed))


def solve(name: str, task_id: str, seed: int) -> tuple[Act, ...]:
    """Play a task with its solution and return what was written."""
    return play_solution(load(name), load(name).tasks[task_id], seed)


def refuse(world: Any, words: str, tool: str, /, **arguments: Any) -> None:
    """Assert that a call is refused in these words, changes nothing and draws nothing."""
    before, drawn = state_of(world), world.rng.getstate()
    with pytest.raises(ToolError, match=words):
        world.call(tool, arguments)
    assert state_of(world) == before
    assert world.rng.getstate() == drawn


def only_reads(world: Any, tool: str, /, **arguments: Any) -> Any:
    """Assert that a call changes nothing and draws nothing, and return its result."""
    before, drawn = state_of(world), world.rng.getstate()
    result = world.call(tool, arguments)
    assert state_of(world) == before
    assert world.rng.getstate() == drawn
    return result
