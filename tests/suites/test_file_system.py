"""The suite ``file_system``: its tasks can be solved and demand what they promise."""

import re
from pathlib import Path

import pytest
from suites.disk_and_home import SEEDS, depths, load, names_of, solve

from toolbench_ood.task.collect import collect
from toolbench_ood.task.suite import Split
from toolbench_ood.task.task import Kind

NAME = "file_system"
TASKS = (
    "task_naming.py::asks_for_the_agreed_name",
    "task_naming.py::brings_back_beside_another",
    "task_naming.py::tells_namesakes_apart",
    "task_sharing.py::helps_who_has_least_room",
    "task_sharing.py::lets_colleagues_in",
    "task_tidying.py::bins_the_smallest_that_is_enough",
    "task_tidying.py::compares_then_bins",
    "task_tidying.py::tags_pictures_after_small_talk",
    "task_tidying.py::unpacks_once_it_can",
    "task_walking.py::descends_to_the_newest",
    "task_walking.py::follows_the_links",
    "task_walking.py::packs_what_is_old",
    "task_writing.py::files_three_notes",
    "task_writing.py::goes_back_to_a_text",
    "task_writing.py::takes_two_changes_back",
    "task_writing.py::writes_beside_what_is_held",
)


def test_the_suite_is_whole() -> None:
    """Split, tools, tasks and kinds are those that the suite promises."""
    suite = load(NAME)
    assert suite.split is Split.TRAIN
    assert sorted(suite.tasks) == list(TASKS)
    assert len(suite.world.tools()) == 12
    assert {task.kind for task in suite.tasks.values()} == set(Kind)


def test_the_tasks_are_deep() -> None:
    """Most tasks need three messages of calls or more, three of them eight or more."""
    found = depths(NAME)
    assert sum(depth >= 3 for depth in found) >= 9
    assert sum(depth >= 8 for depth in found) >= 3


@pytest.mark.parametrize("task_id", TASKS)
def test_the_solution_solves(task_id: str) -> None:
    """Each task is arranged and solved by its own solution, whatever the seed."""
    for seed in SEEDS:
        assert solve(NAME, task_id, seed)


@pytest.mark.parametrize("task_id", TASKS)
def test_seeds_differ(task_id: str) -> None:
    """Each seed makes other calls."""
    assert len({str(solve(NAME, task_id, seed)) for seed in SEEDS}) == len(SEEDS)


def test_links_and_levels_vary_in_length() -> None:
    """The walks are not of one length."""
    for task_id in (
        "task_walking.py::follows_the_links",
        "task_walking.py::descends_to_the_newest",
    ):
        assert len({len(solve(NAME, task_id, seed)[0].calls) for seed in SEEDS}) > 1


def test_shares_no_word_with_other_suites() -> None:
    """No tool or argument name of another suite occurs here."""
    for suite in collect(keep_going=True).suites:
        if suite.name != NAME:
            assert not names_of(suite) & names_of(load(NAME)), suite.name


def test_the_folder_says_what_it_is() -> None:
    """The README is one heading and one paragraph, with the right counts."""
    text = Path(load(NAME).folder, "README.md").read_text(encoding="utf-8")
    assert len(text.strip().split("\n\n")) == 2
    assert re.search("Twelve tools, sixteen tasks, for training", text)
