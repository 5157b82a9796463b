"""The tasks of the suite ``smart_home``: solutions are not of one length."""

from suites.suite_facts import solve

NAME = "smart_home"
SEEDS = range(20)


def test_solutions_vary_in_length() -> None:
    """Neither the routines of a series nor the obstacles to arming are of one number."""
    for task_id in (
        "task_routines.py::pauses_the_last_routine_of_a_series",
        "task_security.py::arms_the_alarm_for_an_empty_house",
    ):
        assert len({len(solve(NAME, task_id, seed)[0].calls) for seed in SEEDS}) > 1
