"""What the strict scan finds: calls, and the sections that hold them."""

from dataclasses import dataclass
from typing import TypeAlias

from toolbench_ood.readers.text.fault import Fault
from toolbench_ood.readers.text.parse_error import ParseStop
from toolbench_ood.types.call import Call

Span: TypeAlias = tuple[int, int]
"""Offset of the first character, and the offset after the last one."""


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
    faults: tuple[Fault, ...] = ()
    """Faults of single values; the call index is filled in later."""
    arguments: tuple[ArgumentSpan, ...] = ()
    """Where the arguments stand; empty for a JSON object, in which ``call_parts`` finds them."""


@dataclass(frozen=True, slots=True)
class Section:
    """One attempt to call: a whole section, or the point where it stopped being one."""

    start: int
    end: int
    """Just after the section's close, or where it stopped."""
    calls: tuple[RawCall, ...] = ()
    stop: ParseStop | None = None


@dataclass(frozen=True, slots=True)
class CallParts:
    """The parts of a call that depend on what is called."""

    name: Span
    """The tool's name without quotes."""
    arguments: tuple[ArgumentSpan, ...]
