"""Where a control token stands in the text of a message."""

from typing import NamedTuple


class ControlSpan(NamedTuple):
    """One control token that a model wrote; its text is the message's between the offsets."""

    start: int
    """Character offset in the message's text where the token begins."""
    end: int
    """Character offset just after it."""
    token: int
    """Its id."""
