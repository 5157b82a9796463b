"""Load and play the suites ``file_system`` and ``smart_home``."""

from functools import cache
from random import Random
from typing import Any

import pytest

from toolbench_ood.task.collect import collect
from toolbench_ood.task.oracle import Act, play_solution
from toolbench_ood.task.suite import Suite
from toolbench_ood.world.state import state_of
from toolbench_ood.world.tool import ToolError

SEEDS = range(20)


@cache
def load(name: str) -> Suite:
    """Collect the shipped suites and return one."""
    found = {suite.name: suite for suite in collect(keep_going=True).suites}
    return found[name]


@cache
def solve(name: str, task_id: str, seed: int) -> tuple[Act, ...]:
    """Play a task with its solution and return what was written."""
    return play_solution(load(name), load(name).tasks[task_id], seed)


def depths(name: str) -> list[int]:
    """Say for each task how many messages of calls its shortest solution has."""
    return [
        min(sum(len(act.calls) for act in solve(name, task_id, seed)) for seed in SEEDS)
        for task_id in load(name).tasks
    ]


def make_world(name: str, seed: int = 0) -> Any:
    """Draw a world."""
    return load(name).world(Random(seed))


def names_of(suite: Suite) -> set[str]:
    """Gather the names of a suite's tools and of all their arguments, nested ones included."""
    names = set(suite.world.tools())
    pending: list[Any] = [spec["function"]["parameters"] for spec in suite.world.specs()]
    while pending:
        schema = pending.pop()
        names |= schema.get("properties", {}).keys()
        pending += schema.get("properties", {}).values()
        pending += [schema["items"]] if "items" in schema else []
    return names


def refuse(world: Any, words: str, tool: str, /, **arguments: Any) -> None:
    """Assert that a call is refused in these words and changes nothing."""
    before = state_of(world)
    with pytest.raises(ToolError, match=words):
        world.call(tool, arguments)
    assert state_of(world) == before


def only_reads(world: Any, tool: str, /, **arguments: Any) -> Any:
    """Assert that a call changes nothing and draws nothing, and return its result."""
    before, drawn = state_of(world), world.rng.getstate()
    result = world.call(tool, arguments)
    assert state_of(world) == before
    assert world.rng.getstate() == drawn
    return result
