"""Where a strict grammar stops: raised and caught inside the readers, never outside them."""

from dataclasses import dataclass
from typing import TypeAlias

from toolbench_ood.readers.repair import Diagnosis
from toolbench_ood.types.call import Call

Span: TypeAlias = tuple[int, int]
"""Offset of the first character, and the offset after the last one."""


@dataclass(frozen=True, slots=True)
class Stop:
    """The point where a strict grammar stopped, without the exception that told of it."""

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


class Fault(Exception):  # noqa: N818 - it says where a grammar stops; it never reaches a caller
    """The text cannot go on like this from ``position``."""

    def __init__(
        self, position: int, place: str, *, ended: bool = False, start: int = -1, item: int = -1
    ) -> None:
        super().__init__(place)
        self.stop = Stop(position, place, ended, start, item)


@dataclass(frozen=True, slots=True)
class ArgumentSpan:
    """Where one argument stands in the text."""

    key: Span
    """Its name without quotes; empty where the format writes no names."""
    value: Span
    """Its value as a literal, with the quotes that belong to it."""


@dataclass(frozen=True, slots=True)
class RawCall:
    """One call as a strict grammar read it."""

    call: Call
    start: int
    end: int
    name_start: int
    name_end: int
    faults: tuple[Diagnosis, ...] = ()
    """Faults of single values; the call index is filled in later."""
    arguments: tuple[ArgumentSpan, ...] = ()
    """Where the arguments stand; empty for a JSON object, in which ``call_parts`` finds them."""


@dataclass(frozen=True, slots=True)
class Section:
    """One attempt to call: a whole section, or the point where it stopped being one."""

    start: int
    end: int
    """Just after the section's close, or the fault's position."""
    calls: tuple[RawCall, ...] = ()
    fault: Stop | None = None
