"""What the tests of several suites ask about a suite and its tasks."""

from collections.abc import Callable
from functools import cache
from random import Random
from typing import Any

from toolbench_ood.task.ask import Reply
from toolbench_ood.task.collect import collect
from toolbench_ood.task.oracle import Act, play_solution
from toolbench_ood.task.session import Session
from toolbench_ood.task.suite import Suite
from toolbench_ood.types.call import Call
from toolbench_ood.world.state import state_of


@cache
def load(name: str) -> Suite:
    """Collect the shipped suites and return the one of this name."""
    return {suite.name: suite for suite in collect(keep_going=True).suites}[name]


def make_world(name: str, seed: int = 0) -> Any:
    """Draw a world of a suite."""
    return load(name).world(Random(seed))


@cache
def solve(name: str, task_id: str, seed: int) -> tuple[Act, ...]:
    """Play a task with its solution and return what was written."""
    return play_solution(load(name), load(name).tasks[task_id], seed)


def depth(name: str, task_id: str, seed: int = 0) -> int:
    """Count the messages of calls in a task's solution."""
    return sum(len(act.calls) for act in solve(name, task_id, seed))


def answer_all(name: str, task_id: str, seed: int, words: str) -> bool:
    """Answer every ask of a task with the same words and no call; tell whether that solves it."""
    return _play(name, task_id, seed, lambda nth: ((), words))


def solve_less(name: str, task_id: str, seed: int, dropped: int) -> bool:
    """Play a solution without its n-th call, the last being -1; tell whether that solves it."""
    acts = solve(name, task_id, seed)
    flat = [[call for message in act.calls for call in message] for act in acts]
    places = [(nth, at) for nth, calls in enumerate(flat) for at in range(len(calls))]
    nth, at = places[dropped]
    del flat[nth][at]
    return _play(name, task_id, seed, lambda each: (tuple(flat[each]), acts[each].answer))


def _play(
    name: str, task_id: str, seed: int, act: Callable[[int], tuple[tuple[Call, ...], str]]
) -> bool:
    session = Session(load(name), load(name).tasks[task_id], seed)
    session.start()
    for nth in range(10):
        calls, words = act(nth)
        made = tuple(call for call in calls if not session.world.execute(call).is_error)
        if session.answer(Reply(words, made)) is None:
            break
    assert session.verdict is not None
    return session.verdict.solved


def opening(name: str, task_id: str, seed: int) -> tuple[str, Any]:
    """Arrange a task; return the first ask and the state that it begins with."""
    session = Session(load(name), load(name).tasks[task_id], seed)
    return session.start().text, state_of(session.world)


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
