"""Load suites by name, play their tasks, and assert that a call is refused without a trace."""

from functools import cache
from random import Random
from typing import Any

import pytest

from toolbench_ood.task.collect import collect
from toolbench_ood.task.oracle import Act, play_solution
from toolbench_ood.task.reply import Reply
from toolbench_ood.task.session import Session
from toolbench_ood.task.suite import Suite
from toolbench_ood.task.task import Task
from toolbench_ood.world.state import state_of
from toolbench_ood.world.tool import ToolError


@cache
def load(name: str) -> Suite:
    """Collect the shipped suites and return one of them."""
    found = {suite.name: suite for suite in collect(keep_going=True).suites}
    return found[name]


def make_world(name: str, seed: int = 0) -> Any:
    """Draw a world of a suite."""
    return load(name).world(Random(seed))


def solve(name: str, task: Task, seed: int) -> tuple[Act, ...]:
    """Play a task with its solution and return what was written."""
    return play_solution(load(name), task, seed)


def depth(acts: tuple[Act, ...]) -> int:
    """Count the messages of calls."""
    return sum(len(act.calls) for act in acts)


def talk_only(name: str, task: Task, seed: int, answer: str) -> bool:
    """Play a task with words alone, and tell whether that solves it."""
    session = Session(load(name), task, seed, [act.changes for act in solve(name, task, seed)])
    session.start()
    while session.verdict is None:
        session.answer(Reply(answer))
    return session.verdict.solved


def refuse(world: Any, words: str, tool: str, **arguments: Any) -> None:
    """Assert that a call is refused in these words and changes nothing."""
    before, fate = state_of(world), world.rng.getstate()
    with pytest.raises(ToolError, match=words):
        world.call(tool, arguments)
    assert state_of(world) == before
    assert world.rng.getstate() == fate


def read(world: Any, tool: str, **arguments: Any) -> Any:
    """Make a call that must change nothing, not even what is drawn next."""
    before, fate = state_of(world), world.rng.getstate()
    result = world.call(tool, arguments)
    assert state_of(world) == before
    assert world.rng.getstate() == fate
    return result
