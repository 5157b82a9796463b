"""The oracle: a task played by its own solution."""

from dataclasses import dataclass
from typing import TypeAlias

from toolbench_ood.tasks.ask import Ask, Reply, Solution
from toolbench_ood.tasks.failure import describe
from toolbench_ood.tasks.guard import must_end
from toolbench_ood.tasks.place import find_place
from toolbench_ood.tasks.session import Session
from toolbench_ood.tasks.solution import Caller, UnknownToolError, WrongCallError
from toolbench_ood.tasks.suite import Suite
from toolbench_ood.tasks.task import Task
from toolbench_ood.types.call import Call
from toolbench_ood.types.errors import UserError
from toolbench_ood.types.faults import contained
from toolbench_ood.world.state import Changes, changes, state_of

Message: TypeAlias = tuple[Call, ...] | str
"""One message of the oracle: calls, or the final answer to an ask."""

DEFAULT_ANSWER = "Done."


@dataclass(frozen=True, slots=True)
class Asked:
    """The words of an ask."""

    text: str
    paraphrase: str
    """The same in other words; empty where its author wrote none."""


@dataclass(frozen=True, slots=True)
class Act:
    """The oracle's messages for one ask: any number of call messages, then the final answer."""

    ask: Asked
    calls: tuple[tuple[Call, ...], ...]
    answer: str
    changes: Changes
    """The changes to the world's state from before the first ask to after this one."""
    writes: tuple[tuple[bool, ...], ...]
    """Whether each of ``calls`` changes the world's state."""

    @property
    def messages(self) -> tuple[Message, ...]:
        """The messages in the order in which they are written."""
        return (*self.calls, self.answer)


def play_solution(suite: Suite, task: Task, seed: int) -> tuple[Act, ...]:
    """Play a task with its solution on a fresh world and return what was written, ask by ask.

    Raises:
        UserError: the task has no solution that satisfies its own checks.
    """
    return solve(Session(suite, task, seed))


def solve(session: Session) -> tuple[Act, ...]:
    """Play an unstarted session with its task's solution (UserError: it fails)."""
    task = session.task
    acts: list[Act] = []
    ask: Ask | None = session.start()
    state = session.before
    while ask is not None:
        caller = Caller(session.world, state)
        answer = carry_out(ask.solution, caller, session.suite, task)
        asked = Asked(ask.text, ask.paraphrase)
        messages, writes = tuple(caller.messages), tuple(caller.writes)
        made_by_now = changes(session.before, caller.state)
        acts.append(Act(asked, messages, answer, made_by_now, writes))
        made = tuple(call for message in caller.messages for call in message)
        ask = session.answer(Reply(answer, made))
        state = state_of(session.world, caller.state) if ask else None
    if session.verdict is None or not session.verdict.solved:
        failure = session.verdict.failure if session.verdict else "no verdict"
        raise UserError(
            f"the solution of task {task.name} ({task.file}:{task.line}, seed {session.seed}) "
            f"fails its own checks: {failure}"
        ) from (session.verdict.error if session.verdict else None)
    return tuple(acts)


def _wrong_call(error: WrongCallError, suite: Suite) -> str:
    if isinstance(error, UnknownToolError) and error.tool in suite.decoys:
        return (
            f"calls {error.tool}, which is a decoy; make it a tool in world.py, or solve the task "
            "without it"
        )
    return str(error)


def carry_out(solution: Solution, caller: Caller, suite: Suite, task: Task) -> str:
    """Let a solution make its calls; return its final answer.

    Raises:
        UserError: it raises, does not terminate, makes a call that its world rejects, or returns
            something other than text.
    """
    who = f"the solution of task {task.name} ({task.file}:{task.line})"

    def broken(error: Exception) -> UserError:
        return UserError(f"{who} breaks: {describe(error, suite.folder)}")

    try:
        with contained(broken), must_end(who, suite.folder):
            returned: object = solution(caller)
    except WrongCallError as error:
        place = find_place(error, suite.folder).words
        raise UserError(f"{who} {_wrong_call(error, suite)} ({place})") from error
    if returned is None or isinstance(returned, str):
        return returned or DEFAULT_ANSWER
    raise UserError(
        f"{who} returned a {type(returned).__name__}; return the final answer as a string, or None"
    )
