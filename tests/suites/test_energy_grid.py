"""The tasks of the suite ``energy_grid``: solvable, as deep as promised, and sound at first."""

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
    "task", load("energy_grid").tasks.values(), ids=load("energy_grid").tasks
)


def test_the_suite_is_held_out_and_whole() -> None:
    """Split, tools, tasks and kinds are those that the suite promises."""
    suite = load("energy_grid")
    assert suite.split is Split.HELD_OUT
    assert len(suite.world.tools()) == 12
    assert len(suite.tasks) == 16
    assert {task.kind for task in suite.tasks.values()} == set(Kind)


def test_most_tasks_are_deep() -> None:
    """At least eleven tasks take three messages of calls, two of them eight."""
    least = [
        min(depth(solve("energy_grid", task, seed)) for seed in FEW_SEEDS)
        for task in load("energy_grid").tasks.values()
    ]
    assert sum(messages >= 3 for messages in least) >= 11
    assert sum(messages >= 8 for messages in least) >= 2


@each_task
def test_the_solution_solves_and_fits_its_kind(task: Task) -> None:
    """Each task is arranged and solved by its own solution, whatever the seed."""
    for seed in SEEDS:
        assert kind_problem(task, solve("energy_grid", task, seed)) is None


@each_task
@pytest.mark.parametrize("answer", ["", "Done.", "42"])
def test_words_alone_never_solve(task: Task, answer: str) -> None:
    """A player that only talks fails each task."""
    for seed in FEW_SEEDS:
        assert not talk_only("energy_grid", task, seed, answer)


@each_task
def test_seeds_differ_and_repeat(task: Task) -> None:
    """A seed gives the same ask and state each time, another seed another; all are rephrased."""
    asks, states = set(), set()
    for seed in SEEDS:
        one, other = (Session(load("energy_grid"), task, seed) for _ in range(2))
        ask, again = one.start(), other.start()
        assert (ask.text, state_of(one.world)) == (again.text, state_of(other.world))
        assert ask.paraphrase not in {"", ask.text}
        asks.add(ask.text)
        states.add(repr(state_of(one.world)))
    assert len(states) == len(SEEDS)
    assert len(asks) >= 4


@each_task
def test_situations_keep_the_rules(task: Task) -> None:
    """What a task arranges breaks no ramp, no bid, no battery and no line."""
    for seed in SEEDS:
        session = Session(load("energy_grid"), task, seed)
        session.start()
        world: Any = session.world
        assert not world.overloaded()
        for unit in world.units.values():
            for hour in range(24):
                assert unit.setpoints[hour] + world.offered(unit.key, hour) <= unit.most_megawatts
                assert unit.setpoints[hour] >= unit.least_megawatts
        for battery in world.batteries.values():
            held = world.charge_after(battery).values()
            assert min(held) >= 0
            assert max(held) <= battery.capacity_megawatt_hours
