"""The tasks of the suite ``smart_home``: walks are not of one length."""

from suites.suite_facts import solve

NAME = "smart_home"
SEEDS = range(20)


def test_ways_vary_in_length() -> None:
    """The row of routines and the obstacles to arming are not of one number."""
    for task_id in (
        "task_routines.py::pauses_the_last_in_a_row",
        "task_living.py::arms_for_an_empty_house",
    ):
        assert len({len(solve(NAME, task_id, seed)[0].calls) for seed in SEEDS}) > 1
