"""The places at which control tokens are looked at."""

from collections.abc import Iterator, Mapping
from enum import StrEnum

from toolbench_ood.probe.controls import Control, ControlKind
from toolbench_ood.probe.conversation import OwnMessage, ProbedConversation
from toolbench_ood.probe.position import Position, TurnState


class ProbePlace(StrEnum):
    """Where a prediction is made."""

    DUE = "start_due"
    """The first token of a message in which a call is due."""
    MUST_NOT = "start_must_not"
    """The first token of a message in an ask that is solved without calls."""
    DONE = "start_done"
    """The first token of a message behind the last call of an ask."""
    OPEN = "start_open"
    """The first token of a message behind calls of the model's own choice (own prefixes only)."""
    OPENED = "opened"
    """Right behind an opener."""
    INSIDE = "inside"
    """Every token from behind the opener to the first of the closer."""
    COMPLETE = "complete"
    """Right behind the last closer of a message."""


_STARTS: Mapping[TurnState, ProbePlace] = {
    TurnState.DUE: ProbePlace.DUE,
    TurnState.MUST_NOT: ProbePlace.MUST_NOT,
    TurnState.DONE: ProbePlace.DONE,
    TurnState.OPEN: ProbePlace.OPEN,
}
_INSIDE = frozenset({Position.NAME, Position.KEY, Position.VALUE, Position.STRUCTURE})
_AT: Mapping[ControlKind, frozenset[ProbePlace]] = {
    ControlKind.OPENER: frozenset({*_STARTS.values(), ProbePlace.COMPLETE}),
    ControlKind.CLOSER: frozenset({ProbePlace.OPENED}),
    ControlKind.NAMED: frozenset(set(ProbePlace) - {ProbePlace.INSIDE}),
}
"""Where a control of several tokens is looked at; each place costs a computation of its own."""
_WORDS = frozenset({ProbePlace.OPENED})
"""Where a role's word is no word of the message's own."""


def find_places(conversation: ProbedConversation) -> Mapping[ProbePlace, tuple[int, ...]]:
    """Return the positions of each place, rising; a position may have several places."""
    found: dict[ProbePlace, list[int]] = {place: [] for place in ProbePlace}
    for message in conversation.messages:
        for place, position in _places(message):
            found[place].append(position)
    return {place: tuple(positions) for place, positions in found.items()}


def _places(message: OwnMessage) -> Iterator[tuple[ProbePlace, int]]:
    if not message.classes:
        return
    yield _STARTS[message.turn], message.start
    before: Position | None = None
    complete = -1
    for position, now in enumerate(message.classes, message.start):
        if before is Position.OPENER and now is not Position.OPENER:
            yield ProbePlace.OPENED, position
        if now in _INSIDE or (now is Position.CLOSER and before is not Position.CLOSER):
            yield ProbePlace.INSIDE, position
        if before is Position.CLOSER and now is not Position.CLOSER:
            complete = position
        before = now
    if complete >= 0 and message.classes[complete - message.start] in (
        Position.END,
        Position.AFTER,
    ):
        yield ProbePlace.COMPLETE, complete


def looked_at(control: Control, place: ProbePlace) -> bool:
    """Whether a control is followed at a place; words, and several tokens, are at some only."""
    if control.kind is ControlKind.ROLE_WORD:
        return place in _WORDS
    return control.is_single or place in _AT.get(control.kind, frozenset())
