"""Load and play the suite ``lab_samples`` call by call."""

from collections.abc import Iterator
from functools import cache, partial

from suites import suite_facts

from toolbench_ood.tasks.ask import Reply
from toolbench_ood.tasks.oracle import Act, play_solution
from toolbench_ood.tasks.session import Session, Verdict
from toolbench_ood.tasks.trial.replay import Situation
from toolbench_ood.types.call import Call

WRITES = {"move_sample", "create_aliquots", "set_sample_status", "request_assay", "schedule_run"}


load = partial(suite_facts.load, "lab_samples")
make_world = partial(suite_facts.make_world, "lab_samples")


@cache
def solve(task_id: str, seed: int) -> tuple[Act, ...]:
    """Play a task with its solution and return what was written."""
    suite = load()
    return play_solution(suite, suite.tasks[task_id], seed)


def replay(task_id: str, seed: int, acts: list[tuple[list[Call], str]]) -> Verdict:
    """Play a task with given calls and answers, ask by ask; refused calls count for nothing."""
    session = Situation(load(), load().tasks[task_id], seed).session()
    ask = session.start()
    for calls, answer in acts:
        done = tuple(call for call in calls if not session.world.execute(call).is_error)
        if session.answer(Reply(answer, done)) is None:
            break
    assert ask.text
    assert session.verdict is not None
    return session.verdict


def flat(acts: tuple[Act, ...]) -> list[tuple[list[Call], str]]:
    """Lay the calls of every ask side by side."""
    return [([call for message in act.calls for call in message], act.answer) for act in acts]


def carried_out(task_id: str, seed: int) -> Iterator[tuple[int, int]]:
    """Name the writes of a solution that the world carries out, by ask and position."""
    session = Session(load(), load().tasks[task_id], seed)
    session.start()
    for nth, (calls, answer) in enumerate(flat(solve(task_id, seed))):
        done = [not session.world.execute(call).is_error for call in calls]
        yield from ((nth, at) for at, call in enumerate(calls) if done[at] and call.name in WRITES)
        session.answer(Reply(answer))
