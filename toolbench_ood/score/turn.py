"""The model's messages in a record, each with what is counted of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from toolbench_ood.rollout.record import CallEntry, MessageEntry, Record
from toolbench_ood.score.state import State, message_states
from toolbench_ood.types.finding import REASONING, Code


class AttemptStage(IntEnum):
    """How far the attempt to call in a message gets, in rising order."""

    NONE = 0
    """There is none."""
    BROKEN = 1
    """It cannot be read."""
    REFUSED = 2
    """Its calls can be read, and one of them breaks its tool's schema."""
    VALID = 3
    """Its calls can be read and obey their tools' schemas."""


@dataclass(frozen=True, slots=True)
class ModelTurn:
    """One message of the model's."""

    entry: MessageEntry
    ask: int
    """Index of the ask in which it was written."""
    state: State
    attempt: AttemptStage
    number: int
    """Messages of the model's before it."""
    calls_before: int
    """Calls that could be read from the case's messages before it."""
    in_reasoning: bool
    """Whether a call stands in its reasoning."""
    unclosed_thought: bool
    """Whether its reasoning never ends."""

    @property
    def broken(self) -> bool:
        """Whether it is polluted or collapsed."""
        return self.state in {State.POLLUTED, State.COLLAPSED}


def turns_of(record: Record) -> Iterator[ModelTurn]:
    """Yield the model's messages in order."""
    states = message_states(record)
    ask = number = calls_before = 0
    for index, entry in enumerate(record.messages):
        if entry.role != "assistant":
            continue
        calls = [call for call in record.calls if call.message == index]
        found = [(one.code, one.kind) for one in record.findings if one.message == index]
        state = next(states)
        yield ModelTurn(
            entry,
            ask,
            state,
            _attempt(record, index, calls),
            number,
            calls_before,
            any(code == Code.P2_WRONG_CHANNEL for code, _ in found),
            (Code.E1_UNBALANCED, REASONING) in found,
        )
        number += 1
        calls_before += len(calls)
        ask += ask + 1 < len(record.asks) and record.asks[ask].closed_by == index


def _attempt(record: Record, index: int, calls: list[CallEntry]) -> AttemptStage:
    if any(found.message == index and found.pollutes for found in record.findings):
        return AttemptStage.BROKEN
    if any(call.status == "refused" for call in calls):
        return AttemptStage.REFUSED
    return AttemptStage.VALID if calls else AttemptStage.NONE
