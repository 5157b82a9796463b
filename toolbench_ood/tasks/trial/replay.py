"""Replay given calls, right or wrong, in a task."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from toolbench_ood.tasks.ask import Ask, Reply
from toolbench_ood.tasks.oracle import Act, carry_out
from toolbench_ood.tasks.session import Session, Verdict
from toolbench_ood.tasks.situation import Situation
from toolbench_ood.tasks.solution import Caller
from toolbench_ood.types.call import Call
from toolbench_ood.world.state import Tree, state_of


@dataclass(frozen=True, slots=True)
class Replayed:
    """How a task ended."""

    verdict: Verdict
    state: Tree
    """The world's state at the end."""


def replay(
    situation: Situation, lines: Sequence[Sequence[Call]], answers: Sequence[str] | None = None
) -> Replayed:
    """Carry out the given calls for each ask in turn.

    Args:
        situation: the task and seed.
        lines: the calls of each ask, in order.
        answers: the answer to each ask; None for those of the solution.
    """
    session = situation.session()
    session.start()
    words = [act.answer for act in situation.acts] if answers is None else answers
    for answer, calls in zip(words, lines, strict=True):
        made = tuple(call for call in calls if not session.world.execute(call).is_error)
        if session.answer(Reply(answer, made)) is None:
            break
    return _ended(session)


def play_silent_end(situation: Situation) -> Replayed:
    """Carry out the solution up to the last ask, and leave that one unanswered."""
    session = situation.session()
    session.start()
    *acts, _ = situation.acts
    for act in acts:
        calls = [call for message in act.calls for call in message]
        made = tuple(call for call in calls if not session.world.execute(call).is_error)
        if session.answer(Reply(act.answer, made)) is None:
            return _ended(session)
    session.answer(Reply(""))
    return _ended(session)


def play_tempting(situation: Situation) -> Replayed | None:
    """Play the tempting solution wherever an ask has one; None when no ask has.

    Raises:
        UserError: the world refuses a call of it.
    """
    session = situation.session()
    ask: Ask | None = session.start()
    tempted = False
    while ask is not None:
        tempted |= ask.tempting is not None
        caller = Caller(session.world)
        words = carry_out(ask.tempting or ask.solution, caller, situation.suite, situation.task)
        made = tuple(call for message in caller.messages for call in message)
        ask = session.answer(Reply(words, made))
    return _ended(session) if tempted else None


def written_calls(acts: Iterable[Act]) -> list[list[Call]]:
    """Return each ask's calls in one row."""
    return [[call for message in act.calls for call in message] for act in acts]


def effects(acts: Iterable[Act]) -> list[list[bool]]:
    """Return for each call of each ask whether it changes the world's state."""
    return [[changes for message in act.writes for changes in message] for act in acts]


def _ended(session: Session) -> Replayed:
    verdict = session.verdict or Verdict(solved=False, failure="the task goes on")
    return Replayed(verdict, state_of(session.world))
