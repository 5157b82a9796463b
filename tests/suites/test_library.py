"""The tasks of the suite ``library``: what they are, and that their solutions solve them."""

from functools import cache
from pathlib import Path

import pytest

from toolbench_ood.task.ask import Reply
from toolbench_ood.task.collect import collect
from toolbench_ood.task.kinds import kind_problem
from toolbench_ood.task.oracle import Act, play_solution
from toolbench_ood.task.session import Session
from toolbench_ood.task.situation import Situation
from toolbench_ood.task.suite import Split, Suite
from toolbench_ood.task.task import Kind
from toolbench_ood.task.trial.replay import play_tempting, replay

SEEDS = range(20)
FEW_SEEDS = range(3)
TASKS = (
    "task_fines.py::fines_for_a_damaged_copy",
    "task_fines.py::asks_for_the_amount",
    "task_fines.py::tells_the_debt_then_books_payments",
    "task_fines.py::lends_once_the_debt_is_paid",
    "task_lending.py::lends_along_the_references",
    "task_lending.py::lends_the_right_edition",
    "task_lending.py::lends_what_need_not_be_held",
    "task_lending.py::chats_then_renews",
    "task_lending.py::names_who_is_late",
    "task_queues.py::serves_the_first_who_may",
    "task_queues.py::adds_up_a_series",
    "task_returns.py::takes_returns_and_fines_the_late",
    "task_sending.py::sends_a_copy_that_can_be_spared",
    "task_sending.py::calls_a_copy_back",
    "task_sending.py::does_three_errands",
)
ANSWERED = ("task_lending.py::names_who_is_late",)
"""Tasks that end with an answer alone."""
each_task = pytest.mark.parametrize("task_id", TASKS)


@cache
def load() -> Suite:
    """Collect the shipped suites and return this one."""
    return next(suite for suite in collect(keep_going=True).suites if suite.name == "library")


def depth(acts: tuple[Act, ...]) -> int:
    """Count the messages of calls in a solution."""
    return sum(len(act.calls) for act in acts)


def test_the_suite_is_held_out_and_whole() -> None:
    """Split, tasks, tools and kinds are those that the suite promises."""
    suite = load()
    assert suite.split is Split.HELD_OUT
    assert sorted(suite.tasks) == sorted(TASKS)
    assert len(suite.world.tools()) == 12
    assert {task.kind for task in suite.tasks.values()} == set(Kind)


@each_task
def test_the_solution_solves(task_id: str) -> None:
    """Each task is arranged and solved by its own solution, and is what its kind says."""
    task = load().tasks[task_id]
    for seed in SEEDS:
        acts = play_solution(load(), task, seed)
        assert kind_problem(task, acts) is None
        assert Situation(load(), task, seed).session().start().text


def test_enough_tasks_are_deep() -> None:
    """Most tasks take three messages of calls or more, and two take eight or more, in any seed."""
    depths = {
        task_id: min(depth(play_solution(load(), task, seed)) for seed in SEEDS)
        for task_id, task in load().tasks.items()
    }
    assert sum(each >= 3 for each in depths.values()) >= 11
    assert sum(each >= 8 for each in depths.values()) >= 2


@each_task
def test_seeds_ask_for_different_things(task_id: str) -> None:
    """Hardly two seeds give the same first ask, small talk aside, and each is paraphrased."""
    task = load().tasks[task_id]
    asks = [Session(load(), task, seed).start() for seed in SEEDS]
    distinct = len({ask.text for ask in asks})
    assert distinct > (2 if task.kind is Kind.IRRELEVANT else 18)
    assert all(ask.paraphrase not in {"", ask.text} for ask in asks)


@each_task
@pytest.mark.parametrize("answer", ["", "Done.", "0"])
def test_words_alone_never_solve(task_id: str, answer: str) -> None:
    """A player that only talks fails each task."""
    for seed in FEW_SEEDS:
        session = Situation(load(), load().tasks[task_id], seed).session()
        session.start()
        for _ in range(3):
            if session.verdict is None:
                session.answer(Reply(answer))
        assert session.verdict is not None
        assert not session.verdict.solved


@each_task
def test_refused_calls_are_of_recoveries_alone(task_id: str) -> None:
    """Only the solution of a recovery makes a call that the world refuses."""
    task = load().tasks[task_id]
    for seed in FEW_SEEDS:
        session = Session(load(), task, seed)
        session.start()
        refused = 0
        for act in play_solution(load(), task, seed):
            outputs = [session.world.execute(call) for line in act.calls for call in line]
            refused += sum(output.is_error for output in outputs)
            session.answer(Reply(act.answer))
        assert bool(refused) == (task.kind is Kind.RECOVERY)


@each_task
def test_the_tempting_way_is_open_and_wrong(task_id: str) -> None:
    """Look-alikes and constraints tempt with calls that the world carries out and checks refuse."""
    task = load().tasks[task_id]
    for seed in FEW_SEEDS:
        ended = play_tempting(Situation(load(), task, seed))
        assert (ended is not None) == (task.kind in {Kind.LOOK_ALIKE, Kind.CONSTRAINT})
        assert ended is None or not ended.verdict.solved


@each_task
def test_every_message_with_a_write_is_needed(task_id: str) -> None:
    """A solution whose last message of calls is left out fails, unless the answer is all."""
    task = load().tasks[task_id]
    for seed in FEW_SEEDS:
        situation = Situation(load(), task, seed)
        lines = [[call for line in act.calls for call in line] for act in situation.acts]
        if task_id not in ANSWERED:
            cut = [line.copy() for line in lines]
            cut[-1] = [call for line in situation.acts[-1].calls[:-1] for call in line]
            assert not replay(situation, cut).verdict.solved
        assert replay(situation, lines).verdict.solved


def test_the_folder_says_what_it_is() -> None:
    """The README is one heading and one paragraph, and counts right."""
    text = Path(load().folder, "README.md").read_text(encoding="utf-8")
    assert len(text.strip().split("\n\n")) == 2
    assert "Twelve tools and fifteen tasks" in text
