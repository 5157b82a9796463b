"""The tasks of the suite ``bank``: they are what they promise, and their solutions solve them."""

from functools import cache
from pathlib import Path

import pytest

from toolbench_ood.task.collect import collect
from toolbench_ood.task.kinds import kind_problem
from toolbench_ood.task.oracle import Act, play_solution
from toolbench_ood.task.session import Session
from toolbench_ood.task.situation import Situation
from toolbench_ood.task.suite import Split, Suite
from toolbench_ood.task.task import Kind
from toolbench_ood.task.trial.replay import replay, written_calls
from toolbench_ood.types.call import Call

SEEDS = range(20)
TASKS = (
    "task_cards.py::sees_to_three_cards",
    "task_cards.py::takes_the_alarm_back",
    "task_disputes.py::disputes_a_part",
    "task_disputes.py::disputes_the_other_bearers_purchase",
    "task_disputes.py::disputes_where_it_all_began",
    "task_payments.py::pays_the_same_again",
    "task_payments.py::pays_what_the_limit_leaves",
    "task_pockets.py::buys_currency_once_it_can",
    "task_pockets.py::exchanges_by_way_of_euros",
    "task_saving.py::asks_how_much_to_move",
    "task_standing.py::chats_then_revokes_the_dearest",
    "task_standing.py::schedules_on_the_next_possible_day",
    "task_totals.py::adds_up_a_shop",
    "task_totals.py::evens_a_shared_cost_out",
    "task_transfers.py::lets_the_richer_one_pay",
    "task_transfers.py::spares_who_has_bills_due",
)
each_task = pytest.mark.parametrize("task_id", TASKS)


@cache
def load() -> Suite:
    """Collect the shipped suites and return this one."""
    return next(suite for suite in collect(keep_going=True).suites if suite.name == "bank")


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
    """Of the solutions, thirteen take three or more messages of calls, and three eight or more."""
    least = [min(depth(task_id, seed) for seed in SEEDS) for task_id in TASKS]
    assert sum(each >= 3 for each in least) == 13
    assert sum(each >= 8 for each in least) == 3


@each_task
def test_seeds_ask_for_different_things(task_id: str) -> None:
    """One seed gives one situation; different seeds hardly ever ask the same."""
    task = load().tasks[task_id]
    asks = [Session(load(), task, seed).start().text for seed in SEEDS]
    again = [Session(load(), task, seed).start().text for seed in range(3)]
    assert asks[:3] == again
    fewest = 3 if task.kind is Kind.IRRELEVANT else 18
    assert len(set(asks)) >= fewest


@each_task
def test_every_ask_has_a_paraphrase(task_id: str) -> None:
    """Each ask can be put in words of its own that differ from the first ones."""
    session = Session(load(), load().tasks[task_id], 0)
    ask = session.start()
    assert ask.paraphrase
    assert ask.paraphrase != ask.text


def test_either_side_of_an_exchange_may_be_fixed() -> None:
    """Who gives the euros that buy just the amount wanted, rounded up, has bought it as well."""
    suite = load()
    task = suite.tasks["task_pockets.py::buys_currency_once_it_can"]
    tried = 0
    for seed in SEEDS:
        situation = Situation(suite, task, seed)
        *lines, (*reads, call) = written_calls(situation.acts)
        wanted = call.arguments["conversion"]
        rate = suite_rates(situation)[wanted["bought_currency"]]
        euros = -(-wanted["fixed_cents"] * rate // 10_000)
        if euros * 10_000 // rate == wanted["fixed_cents"]:
            given = {**wanted, "fixed_cents": euros, "fixed_side": "sold"}
            other = Call(call.name, {**call.arguments, "conversion": given})
            assert replay(situation, [*lines, [*reads, other]]).verdict.solved
            tried += 1
    assert tried


def suite_rates(situation: Situation) -> dict[str, int]:
    """Return what the bank of a situation gives for 100 units of each currency."""
    world = situation.session().world
    assert isinstance(world, load().world)
    return dict(world.rates)


def test_the_folder_says_what_it_is() -> None:
    """The README is one heading and one paragraph."""
    text = Path(load().folder, "README.md").read_text(encoding="utf-8")
    assert len(text.strip().split("\n\n")) == 2
