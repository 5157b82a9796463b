"""The classes of the model's own tokens, and the turns in which they stand."""

from enum import StrEnum


class Position(StrEnum):
    """What a token of the model's own is part of; a token belongs to one class."""

    BEFORE = "before"
    """Before the first opener, or anywhere in a message without a call where one is due."""
    OPENER = "opener"
    """What opens a section of calls, or else a call."""
    NAME = "name"
    """The name of a tool, without quotes."""
    KEY = "key"
    """The name of an argument, without quotes."""
    VALUE = "value"
    """The value of an argument as a literal, with its quotes."""
    STRUCTURE = "structure"
    """Everything else between the first opener and the last closer."""
    CLOSER = "closer"
    """What closes a section of calls, or else a call."""
    AFTER = "after"
    """Behind the last closer."""
    END = "end"
    """The token that ends the turn, in a message with calls or where a call is due."""
    NO_CALL = "no_call"
    """A message without a call, its end included, in an ask that is solved without calls."""
    ANSWER = "answer"
    """A message without a call, its end included, behind the calls of an ask."""
    BROKEN = "broken"
    """An attempt to call that cannot be read, from its opener on; no oracle writes one."""


STRUCTURAL = frozenset(
    {Position.OPENER, Position.STRUCTURE, Position.CLOSER, Position.END, Position.AFTER}
)
"""What the format dictates."""
CONTENT = frozenset({Position.NAME, Position.KEY, Position.VALUE})
"""What the ask and the tools dictate."""


class TurnState(StrEnum):
    """What is expected of a message."""

    DUE = "due"
    """A call."""
    MUST_NOT = "must_not"
    """No call: the ask is solved without."""
    DONE = "done"
    """No further call: those of the ask are made."""
    OPEN = "open"
    """Either, behind calls that are the model's own choice; no message of an oracle's."""
