"""The suite ``smart_home``: its tasks can be solved and demand what they promise."""

import re
from pathlib import Path

import pytest
from suites.disk_and_home import SEEDS, depths, load, names_of, solve

from toolbench_ood.task.collect import collect
from toolbench_ood.task.suite import Split
from toolbench_ood.task.task import Kind

NAME = "smart_home"
TASKS = (
    "task_living.py::arms_for_an_empty_house",
    "task_living.py::asks_how_warm",
    "task_living.py::dims_in_the_right_guest_room",
    "task_living.py::heats_three_rooms",
    "task_living.py::locks_the_busiest_door",
    "task_living.py::takes_a_routine_back",
    "task_power.py::closes_blinds_after_a_novel",
    "task_power.py::finds_then_stops_the_greediest",
    "task_power.py::heats_within_a_margin",
    "task_power.py::makes_room_on_a_circuit",
    "task_power.py::turns_a_floor_off",
    "task_routines.py::keeps_a_mood",
    "task_routines.py::pauses_the_last_in_a_row",
    "task_routines.py::pauses_what_moves_a_blind",
    "task_routines.py::programs_by_the_sun",
    "task_routines.py::programs_for_who_may",
)


def test_the_suite_is_whole() -> None:
    """Split, tools, tasks and kinds are those that the suite promises."""
    suite = load(NAME)
    assert suite.split is Split.TRAIN
    assert sorted(suite.tasks) == list(TASKS)
    assert len(suite.world.tools()) == 12
    assert {task.kind for task in suite.tasks.values()} == set(Kind)


def test_the_tasks_are_deep() -> None:
    """Most tasks need three messages of calls or more, two of them eight or more."""
    found = depths(NAME)
    assert sum(depth >= 3 for depth in found) >= 12
    assert sum(depth >= 8 for depth in found) >= 2


@pytest.mark.parametrize("task_id", TASKS)
def test_the_solution_solves(task_id: str) -> None:
    """Each task is arranged and solved by its own solution, whatever the seed."""
    for seed in SEEDS:
        assert solve(NAME, task_id, seed)


@pytest.mark.parametrize("task_id", TASKS)
def test_seeds_differ(task_id: str) -> None:
    """Each seed makes other calls."""
    assert len({str(solve(NAME, task_id, seed)) for seed in SEEDS}) == len(SEEDS)


def test_ways_vary_in_length() -> None:
    """The row of routines and the obstacles to arming are not of one number."""
    for task_id in (
        "task_routines.py::pauses_the_last_in_a_row",
        "task_living.py::arms_for_an_empty_house",
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
