"""Why a case is not solved: the earliest stage that failed in the first ask not fulfilled."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from toolbench_ood.rollout.limits import Stop
from toolbench_ood.rollout.record import AskEntry, Record
from toolbench_ood.score.turn import AttemptStage, ModelTurn, turns_of
from toolbench_ood.tasks.session import AskEnd


class FailureClass(StrEnum):
    """Why a case is not solved; one a case."""

    NEVER_ATTEMPTED = "never_attempted"
    """The ask needs calls and was answered without an attempt at one."""
    ATTEMPT_BROKEN = "attempt_broken"
    """The last attempt in the ask cannot be read."""
    REFUSED_BY_SCHEMA = "refused_by_schema"
    """The last attempt can be read, and a call of it breaks its tool's schema."""
    WRONG_ACTION = "wrong_action"
    """Something that the solution changes was not as the solution leaves it when the ask was
    answered, or calls were made where the solution makes none."""
    COLLATERAL_DAMAGE = "collateral_damage"
    """Everything that the solution changes was so, and something else had changed too."""
    WRONG_ANSWER = "wrong_answer"
    """The world was as the solution leaves it, and a check failed all the same: the answer is
    wrong, perhaps because too little was read."""
    RAN_OUT = "ran_out"
    """The ask was not answered, though its last attempt, if any, was valid: messages, tokens or
    context were used up, the last message did not end within its budget, or the same valid call was
    repeated until the case was ended."""
    ENGINE = "engine"
    """The engine failed; the case is not scored."""
    PROGRAM = "program"
    """The program failed; the case is not scored."""


_NOT_SCORED = {
    Stop.ENGINE_ERROR: FailureClass.ENGINE,
    Stop.PROGRAM_ERROR: FailureClass.PROGRAM,
}
UNSOLVED = tuple(each for each in FailureClass if each not in _NOT_SCORED.values())
"""The classes of cases that are scored, the earliest stage first."""

_ATTEMPT = {
    AttemptStage.BROKEN: FailureClass.ATTEMPT_BROKEN,
    AttemptStage.REFUSED: FailureClass.REFUSED_BY_SCHEMA,
}


@dataclass(frozen=True, slots=True)
class Failure:
    """Where and why a case failed."""

    ask: int
    """Index of the first ask that was not fulfilled."""
    attempt: AttemptStage
    """How far the last attempt in that ask got."""
    reason: FailureClass


def failure_of(record: Record) -> Failure | None:
    """Return where and why a case failed; None if it is solved."""
    if record.solved:
        return None
    at = _first_unfulfilled(record.asks)
    turns = [turn for turn in turns_of(record) if turn.ask == at]
    attempts = [turn.attempt for turn in turns if turn.attempt is not AttemptStage.NONE]
    attempt = attempts[-1] if attempts else AttemptStage.NONE
    not_scored = _NOT_SCORED.get(record.stop)
    return Failure(at, attempt, not_scored or _class(record.asks[at], attempt, turns))


def _first_unfulfilled(asks: Sequence[AskEntry]) -> int:
    """Return the index of the first ask not fulfilled.

    It is the one whose check failed, or an earlier one from which on the world was never as the
    solution leaves it: the checks of some tasks come after later asks.
    """
    at = next((nth for nth, ask in enumerate(asks) if ask.end is not AskEnd.PASSED), len(asks) - 1)
    while at > 0 and asks[at].done is False and asks[at - 1].done is False:
        at -= 1
    return at


def _class(ask: AskEntry, attempt: AttemptStage, turns: Sequence[ModelTurn]) -> FailureClass:
    if ask.end is AskEnd.OPEN:
        cut = bool(turns) and turns[-1].entry.finish == "length"
        return FailureClass.RAN_OUT if cut else _ATTEMPT.get(attempt, FailureClass.RAN_OUT)
    if ask.calls:
        if attempt is AttemptStage.NONE:
            return FailureClass.NEVER_ATTEMPTED
        if attempt in _ATTEMPT:
            return _ATTEMPT[attempt]
    if not ask.done:
        return FailureClass.WRONG_ACTION
    if ask.end is AskEnd.DAMAGE:
        return FailureClass.COLLATERAL_DAMAGE
    called = any(turn.attempt > AttemptStage.BROKEN for turn in turns)
    return FailureClass.WRONG_ANSWER if ask.calls or not called else FailureClass.WRONG_ACTION
