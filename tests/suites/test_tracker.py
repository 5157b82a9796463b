"""The tasks of the suite ``tracker``: what they arrange keeps the rules of its world."""

from functools import partial
from typing import Any

from cases import for_each
from suites.suite_facts import load, tasks_of

from toolbench_ood.tasks.session import Session
from toolbench_ood.tasks.task import Task

SEEDS = range(20)
each_task = for_each("task", partial(tasks_of, "tracker"), ids=lambda task: task.name)


@each_task
def test_situations_keep_the_rules(task: Task) -> None:
    """What a task arranges leaves nobody with more points than the capacity."""
    for seed in SEEDS:
        session = Session(load("tracker"), task, seed)
        session.start()
        world: Any = session.world
        for person in world.board.developers.values():
            assert world.board.points_of(person.id) <= person.capacity_points
