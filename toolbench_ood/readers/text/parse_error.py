"""Where a strict grammar stops: raised and caught inside the readers, never outside them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ParseStop:
    """The point where a strict grammar stopped, without the exception that says so."""

    position: int
    """First offset that the grammar cannot take; everything before it was taken."""
    place: str
    """What was expected there: a state of the grammar, such as ``name`` or ``close``."""
    ended: bool
    """Whether the text just ended, so that a longer text might have been right."""
    start: int = -1
    """Where the value at fault begins; -1 where the fault is in no value."""
    item: int = -1
    """Where the pair of that value begins."""


class ParseError(Exception):
    """The text cannot go on like this from ``position``."""

    def __init__(
        self, position: int, place: str, *, ended: bool = False, start: int = -1, item: int = -1
    ) -> None:
        super().__init__(place)
        self.stop = ParseStop(position, place, ended, start, item)
