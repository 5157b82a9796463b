"""The tasks of the calendar suite: they can be solved, and not by luck."""

from collections import Counter
from typing import Any

from cases import for_each
from jsonschema import Draft202012Validator
from suites.calendar_world import (
    SEEDS,
    SUITE,
    WRITES,
    check_rules,
    events_of,
    make_world,
    package,
    read_everything,
    spell,
)

from toolbench_ood.task.ask import Ask, Reply
from toolbench_ood.task.oracle import play_solution
from toolbench_ood.task.session import Session
from toolbench_ood.task.solution import Caller
from toolbench_ood.task.suite import Split
from toolbench_ood.task.task import Kind, Task
from toolbench_ood.task.trial.replay import Situation
from toolbench_ood.task.trial.trial import task_problems
from toolbench_ood.world.state import state_of

TASKS = for_each("task", SUITE.tasks.values(), ids=SUITE.tasks)


def say(task: Task, seed: int, words: str) -> bool:
    """Whether a task is solved by always saying the same words and calling nothing."""
    session = Situation(SUITE, task, seed).session()
    ask: Ask | None = session.start()
    while ask is not None:
        ask = session.answer(Reply(words))
    return session.verdict is not None and session.verdict.solved


@TASKS
def test_solution_solves(task: Task) -> None:
    """The solution satisfies the task on every seed, with schema-valid arguments."""
    validators = {
        name: Draft202012Validator(tool.spec["function"]["parameters"])
        for name, tool in SUITE.world.tools().items()
    }
    for seed in SEEDS:
        for act in play_solution(SUITE, task, seed):
            for call in (call for message in act.calls for call in message):
                validators[call.name].validate(dict(call.arguments))


@TASKS
def test_task_arranges_on_many_seeds(task: Task) -> None:
    """No seed leaves the situation without people, time or rooms, and the rules hold in it."""
    for seed in range(20, 70):
        session = Session(SUITE, task, seed)
        assert session.start().text
        if seed % 10 == 0:
            check_rules(session.world)


@TASKS
def test_one_seed_plays_out_alike(task: Task) -> None:
    """Two sessions of a seed ask the same of the same world; other seeds ask something else."""
    texts = set()
    for seed in range(20):
        one, other = Session(SUITE, task, seed), Session(SUITE, task, seed)
        first, second = one.start().text, other.start().text
        assert first == second
        assert state_of(one.world) == state_of(other.world)
        texts.add(first)
    assert len(texts) == 20


@TASKS
@for_each("words", ["", "I cannot do that.", "08:30", "Done."])
def test_words_alone_solve_nothing(task: Task, words: str) -> None:
    """Whoever calls nothing fails every task."""
    assert not any(say(task, seed, words) for seed in range(10))


@TASKS
def test_reading_never_fails_a_task(task: Task) -> None:
    """Whoever looks everything up before and after each step of the solution still solves it."""
    session = Situation(SUITE, task, 1).session()
    ask: Ask | None = session.start()
    while ask is not None:
        read_everything(session.world)
        answer = ask.solution(Caller(session.world)) or "Done."
        read_everything(session.world)
        ask = session.answer(Reply(answer))
    assert session.verdict is not None
    assert session.verdict.solved


@TASKS
def test_a_change_too_many_fails(task: Task) -> None:
    """Whoever cancels one more event than asked fails."""
    session = Situation(SUITE, task, 2).session()
    ask: Ask | None = session.start()
    while ask is not None:
        answer = ask.solution(Caller(session.world)) or "Done."
        last = events_of(session.world)[-1]
        session.world.call("cancel_event", {"event_id": last.id, "reason": "duplicate"})
        ask = session.answer(Reply(answer))
    assert session.verdict is not None
    assert not session.verdict.solved


def test_suite_has_every_kind() -> None:
    """The suite is for training and holds each kind of task, four of them chains."""
    kinds = Counter(task.kind for task in SUITE.tasks.values())
    assert (SUITE.split, SUITE.version) == (Split.TRAIN, 2)
    assert len(SUITE.world.tools()) == 12
    assert len(SUITE.tasks) == 18
    assert set(kinds) == set(Kind)
    assert kinds[Kind.CHAIN] == 4


def test_tasks_are_deep() -> None:
    """Thirteen solutions take three or more messages of calls, and two of them eight or more."""
    depths = [
        sum(len(act.calls) for act in play_solution(SUITE, task, 0))
        for task in SUITE.tasks.values()
    ]
    assert sum(depth >= 3 for depth in depths) == 13
    assert sum(depth >= 8 for depth in depths) == 2


@TASKS
def test_task_bears_its_trial(task: Task) -> None:
    """No spoilt write passes, no tempting call does, and every string is known."""
    assert not [problem for seed in range(2) for problem in task_problems(SUITE, task, seed)]


def test_parallel_tasks_call_together() -> None:
    """A parallel task's writes stand in one message."""
    for task in SUITE.tasks.values():
        if task.kind == Kind.PARALLEL:
            (act,) = play_solution(SUITE, task, 0)
            written = [m for m in act.calls if any(call.name in WRITES for call in m)]
            assert len(written) == 1
            assert len(written[0]) >= 2


def test_agreed_time_must_not_be_guessed() -> None:
    """Moving the event before the time is known fails, even to a time that is free."""
    task = SUITE.tasks["task_move.py::asks_for_the_agreed_time"]
    session = Situation(SUITE, task, 0).session()
    session.start()
    world: Any = session.world
    event = events_of(world)[0]
    day = next(day for day in world.days if day != event.slot.date)
    free = world.diary.free_slots(
        package("entries").Window(day), event.attendee_ids, 30, event.room_id
    )
    world.call("move_event", {"event_id": event.id, "when": spell(free[0])})
    assert session.answer(Reply("I moved it; when did you want it?")) is None
    assert session.verdict is not None
    assert not session.verdict.solved


def test_answer_must_name_the_one_start() -> None:
    """Naming many times, another time, or none does not pass for the first free one."""
    task = SUITE.tasks["task_follow_up.py::answers_then_books"]
    names = package("task_follow_up")._names_the_start
    day = make_world().days[0]
    wanted = package("entries").Slot(day, "09:15", 45)
    assert names("09:15", wanted)
    assert names(f"On {day} they are first free at **9:15**, until 10:00.", wanted)
    for words in ("", "09:30", "19:15", "09:15, 09:30 or 09:45", "free at 109:15", "9 15"):
        assert not names(words, wanted)
    assert task.kind == Kind.SEVERAL_ASKS
