"""The tasks of the suite ``tracker``: they can be solved, are as deep as promised, and speak."""

from collections import Counter
from typing import Any

import pytest
from suites.play_by_name import depth, load, solve, talk_only

from toolbench_ood.task.kinds import kind_problem
from toolbench_ood.task.session import Session
from toolbench_ood.task.suite import Split
from toolbench_ood.task.task import Kind, Task
from toolbench_ood.world.state import state_of

SEEDS = range(20)
FEW_SEEDS = range(3)
each_task = pytest.mark.parametrize(
    "task", load("tracker").tasks.values(), ids=load("tracker").tasks
)


def test_the_suite_is_held_out_and_whole() -> None:
    """Split, tools, tasks and kinds are those that the suite promises."""
    suite = load("tracker")
    assert suite.split is Split.HELD_OUT
    assert len(suite.world.tools()) == 12
    assert len(suite.tasks) == 16
    assert {task.kind for task in suite.tasks.values()} == set(Kind)


def test_most_tasks_are_deep() -> None:
    """At least thirteen tasks take three messages of calls, two of them eight."""
    least = Counter(
        min(depth(solve("tracker", task, seed)) for seed in FEW_SEEDS)
        for task in load("tracker").tasks.values()
    )
    assert sum(count for messages, count in least.items() if messages >= 3) >= 13
    assert sum(count for messages, count in least.items() if messages >= 8) >= 2


@each_task
def test_the_solution_solves_and_fits_its_kind(task: Task) -> None:
    """Each task is arranged and solved by its own solution, whatever the seed."""
    for seed in SEEDS:
        assert kind_problem(task, solve("tracker", task, seed)) is None


@each_task
@pytest.mark.parametrize("answer", ["", "Done.", "42"])
def test_words_alone_never_solve(task: Task, answer: str) -> None:
    """A player that only talks fails each task."""
    for seed in FEW_SEEDS:
        assert not talk_only("tracker", task, seed, answer)


@each_task
def test_seeds_differ_and_repeat(task: Task) -> None:
    """A seed gives the same ask and state each time, another seed another ask; all rephrased."""
    asks = set()
    for seed in SEEDS:
        one, other = (Session(load("tracker"), task, seed) for _ in range(2))
        ask, again = one.start(), other.start()
        assert (ask.text, state_of(one.world)) == (again.text, state_of(other.world))
        assert ask.paraphrase not in {"", ask.text}
        asks.add(ask.text)
    assert len(asks) >= (4 if task.kind is Kind.IRRELEVANT else 12)


@each_task
def test_situations_keep_the_rules(task: Task) -> None:
    """What a task arranges leaves nobody with more points than the limit."""
    for seed in SEEDS:
        session = Session(load("tracker"), task, seed)
        session.start()
        world: Any = session.world
        for person in world.people.values():
            assert world.load(person.key) <= person.limit_points
