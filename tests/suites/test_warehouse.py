"""The tasks of the suite ``warehouse``: they are what they promise, and can be solved."""

from functools import cache
from pathlib import Path

import pytest

from toolbench_ood.task.collect import collect
from toolbench_ood.task.kinds import kind_problem
from toolbench_ood.task.oracle import Act, play_solution
from toolbench_ood.task.session import Session
from toolbench_ood.task.suite import Split, Suite
from toolbench_ood.task.task import Kind

SEEDS = range(20)
TASKS = (
    "task_catalogue.py::counts_a_colour",
    "task_catalogue.py::discounts_the_slowest",
    "task_catalogue.py::offers_the_first_successor_in_stock",
    "task_catalogue.py::reprices_and_restocks",
    "task_dock.py::fills_the_gap_from_the_dock",
    "task_dock.py::takes_a_delivery_in",
    "task_holding.py::frees_the_right_namesakes_order",
    "task_holding.py::spares_the_display",
    "task_holding.py::takes_from_the_youngest_order",
    "task_orders.py::brings_an_order_on_its_way",
    "task_orders.py::lets_go_of_what_it_held",
    "task_orders.py::ships_once_it_can",
    "task_returns.py::asks_in_which_condition",
    "task_shelves.py::chats_then_evens_bins_out",
    "task_shelves.py::empties_a_bin",
    "task_shelves.py::fills_one_bin_then_another",
)
FEW_ASKS = {
    "task_catalogue.py::counts_a_colour": 5,
    "task_shelves.py::chats_then_evens_bins_out": 3,
}
"""Tasks whose first ask has few wordings, with how many there are at least."""
each_task = pytest.mark.parametrize("task_id", TASKS)


@cache
def load() -> Suite:
    """Collect the shipped suites and return this one."""
    return next(suite for suite in collect(keep_going=True).suites if suite.name == "warehouse")


@cache
def solve(task_id: str, seed: int) -> tuple[Act, ...]:
    """Play a task with its solution and return what was written."""
    return play_solution(load(), load().tasks[task_id], seed)


def depth(task_id: str, seed: int) -> int:
    """Count the messages of calls in a solution."""
    return sum(len(act.calls) for act in solve(task_id, seed))


def test_the_suite_is_for_training_and_whole() -> None:
    """Split, tools, tasks and kinds are those that the suite promises."""
    suite = load()
    assert suite.split is Split.TRAIN
    assert sorted(suite.tasks) == sorted(TASKS)
    assert len(suite.world.tools()) == 12
    assert {task.kind for task in suite.tasks.values()} == set(Kind)


@each_task
def test_the_solution_solves(task_id: str) -> None:
    """Each task is arranged and solved by its own solution, in the manner of its kind."""
    for seed in SEEDS:
        acts = solve(task_id, seed)
        assert kind_problem(load().tasks[task_id], acts) is None


def test_many_tasks_are_deep() -> None:
    """Of the solutions, fourteen take three or more messages of calls, three eight or more."""
    least = [min(depth(task_id, seed) for seed in SEEDS) for task_id in TASKS]
    assert sum(each >= 3 for each in least) == 14
    assert sum(each >= 8 for each in least) == 3


@each_task
def test_seeds_ask_for_different_things(task_id: str) -> None:
    """One seed gives one situation; different seeds hardly ever ask the same."""
    task = load().tasks[task_id]
    asks = [Session(load(), task, seed).start().text for seed in SEEDS]
    again = [Session(load(), task, seed).start().text for seed in range(3)]
    assert asks[:3] == again
    assert len(set(asks)) >= FEW_ASKS.get(task_id, 17)


@each_task
def test_every_ask_has_a_paraphrase(task_id: str) -> None:
    """Each ask can be put in words of its own that differ from the first ones."""
    ask = Session(load(), load().tasks[task_id], 0).start()
    assert ask.paraphrase
    assert ask.paraphrase != ask.text


def test_the_folder_says_what_it_is() -> None:
    """The README is one heading and one paragraph."""
    text = Path(load().folder, "README.md").read_text(encoding="utf-8")
    assert len(text.strip().split("\n\n")) == 2
