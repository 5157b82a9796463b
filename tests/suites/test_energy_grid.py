"""The tasks of the suite ``energy_grid``: what they arrange keeps the rules of its world."""

from functools import partial
from itertools import pairwise
from typing import Any

from cases import for_each
from suites.suite_facts import load, tasks_of

from toolbench_ood.tasks.session import Session
from toolbench_ood.tasks.task import Task

SEEDS = range(20)
each_task = for_each("task", partial(tasks_of, "energy_grid"), ids=lambda task: task.name)


@each_task
def test_situations_keep_the_rules(task: Task) -> None:
    """What a task arranges breaks no ramp, no bid, no battery and no line."""
    for seed in SEEDS:
        session = Session(load("energy_grid"), task, seed)
        session.start()
        world: Any = session.world
        grid = world.grid
        assert not grid.overloaded()
        for generator in grid.generators.values():
            levels = [generator.schedule_mw[hour] for hour in range(24)]
            steps = (abs(after - before) for before, after in pairwise(levels))
            assert max(steps) <= generator.ramp_limit_mw
            for hour in range(24):
                assert grid.headroom(generator, hour) >= 0
                assert generator.schedule_mw[hour] >= generator.min_mw
        for battery in grid.batteries.values():
            held = grid.charge_after(battery).values()
            assert min(held) >= 0
            assert max(held) <= battery.capacity_mwh
