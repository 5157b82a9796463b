"""The tasks of the suite ``file_system``: walks are not of one length."""

from suites.suite_facts import solve

NAME = "file_system"
SEEDS = range(20)


def test_links_and_levels_vary_in_length() -> None:
    """The walks are not of one length."""
    for task_id in (
        "task_walking.py::follows_links_to_a_text",
        "task_walking.py::descends_into_the_latest_folders",
    ):
        assert len({len(solve(NAME, task_id, seed)[0].calls) for seed in SEEDS}) > 1
