"""The tasks of the calendar suite: they can be solved, and not by luck."""

from typing import Any

from cases import for_each
from suites.calendar_world import (
    SUITE,
    WRITES,
    check_rules,
    events_of,
    package,
    read_everything,
    spell,
)

from toolbench_ood.tasks.ask import Ask, Reply
from toolbench_ood.tasks.oracle import play_solution
from toolbench_ood.tasks.session import Session
from toolbench_ood.tasks.situation import Situation
from toolbench_ood.tasks.solution import Caller
from toolbench_ood.tasks.task import Kind, Task

TASKS = for_each("task", SUITE.tasks.values(), ids=SUITE.tasks)


@TASKS
def test_task_arranges_on_many_seeds(task: Task) -> None:
    """No seed leaves the situation without people, time or rooms, and the rules hold in it."""
    for seed in range(20, 70):
        session = Session(SUITE, task, seed)
        assert session.start().text
        if seed % 10 == 0:
            check_rules(session.world)


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
    task = SUITE.tasks["task_move.py::moves_an_event_to_an_agreed_time"]
    session = Situation(SUITE, task, 0).session()
    session.start()
    world: Any = session.world
    event = events_of(world)[0]
    day = next(day for day in world.diary.days if day != event.when.date)
    free = world.diary.free_slots(
        package("records").Window(day), event.attendee_ids, 30, event.room_id
    )
    world.call("move_event", {"event_id": event.id, "when": spell(free[0])})
    assert session.answer(Reply("I moved it; when did you want it?")) is None
    assert session.verdict is not None
    assert not session.verdict.solved


def test_answer_must_be_the_one_start() -> None:
    """Naming several times, another time, or none does not pass for the first free one."""
    drawn = Situation(SUITE, SUITE.tasks["task_create.py::finds_a_time_then_books_it"], 0)
    start = drawn.acts[0].answer
    assert start != "17:15"
    right = (start, f"**{start}**", f"All three can first meet at {start}.")
    assert [_goes_on(drawn, words) for words in right] == [True] * 3
    wrong = ("", "Done.", "17:15", f"{start} or 17:15", f"1{start}", start.replace(":", " "))
    assert [_goes_on(drawn, words) for words in wrong] == [False] * 6


def _goes_on(drawn: Situation, words: str) -> bool:
    """Whether the second ask follows on an answer to the first."""
    session = drawn.session()
    session.start()
    return session.answer(Reply(words)) is not None
