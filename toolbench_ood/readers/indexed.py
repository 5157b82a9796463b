"""Delimiters that hold the index of their call: ``:{i}<|sep|>`` stands for ``:0<|sep|>``.

A reader takes whatever word stands for the index, and none, so that a call whose index is wrong
can still be read; ``wrong_indices`` says what is wrong with the indices of a message. Within one
call every delimiter holds the same index.
"""

import re
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from toolbench_ood.readers.fault import Fault, RawCall, Span
from toolbench_ood.readers.scanner import expect

INDEX = "{i}"
"""What stands for the index in a delimiter of ``format.toml``."""

_WORD = "[A-Za-z0-9_.-]{0,32}"
"""What a reader takes for an index, right or wrong."""

_NUMBER = re.compile("0|[1-9][0-9]{0,8}")
_LONGEST = 32


def filled(marker: str, number: int | str) -> str:
    """Return a delimiter with this index in it."""
    return marker.replace(INDEX, str(number))


def literals(marker: str) -> tuple[str, ...]:
    """Return the fixed texts of a delimiter, those around its index apart."""
    return tuple(part for part in marker.split(INDEX) if part)


class Marker:
    """A delimiter as a reader takes it; at most one index stands in it."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._before, self.indexed, self._after = _parted(text)

    @cached_property
    def pattern(self) -> str:
        """A regular expression of the delimiter, with any index or none; it has no groups."""
        return self._pattern(_WORD)

    @cached_property
    def grouped(self) -> str:
        """The same with one group, which is the index."""
        return self._pattern(f"({_WORD})")

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.grouped)

    def _pattern(self, word: str) -> str:
        if not self.indexed:
            return re.escape(self._text)
        return f"(?:{re.escape(self._before)}{word})?{re.escape(self._after)}"

    def take(
        self, text: str, position: int, place: str, index: str | None = None
    ) -> tuple[int, str | None]:
        """Return the offset after the delimiter and the call's index; raises Fault.

        ``index`` is the call's index where an earlier delimiter told it.
        """
        if not self.indexed or index is not None:
            return expect(text, position, filled(self._text, index or ""), place), index
        match = self._compiled.match(text, position)
        if not match:
            raise Fault(position, place, ended=self.stops_inside(text, position))
        return match.end(), match.group(1) or None

    def stands(self, text: str, position: int) -> bool:
        """Whether the delimiter stands at the position, with any word for its index."""
        if not self.indexed:
            return text.startswith(self._text, position)
        word = re.compile(f"{re.escape(self._before)}{_WORD}{re.escape(self._after)}")
        return word.match(text, position) is not None

    def stops_inside(self, text: str, position: int) -> bool:
        """Whether the text ends before the delimiter could be told."""
        rest = text[position : position + len(self._text) + _LONGEST]
        if position + len(rest) < len(text):
            return False
        if not self.indexed or self._before.startswith(rest):
            return self._text.startswith(rest)
        tail = re.sub(f"^{re.escape(self._before)}{_WORD}", "", rest)
        return self._after.startswith(tail)


class WrongIndex(NamedTuple):
    """What is wrong with the index of one call."""

    call: int
    """Which call attempt of the message it is."""
    span: Span
    """Where its name stands."""
    kind: str
    """``missing``, ``malformed``, ``duplicate`` or ``order``."""
    index: str
    """What stands for the index."""


def _parted(text: str) -> tuple[str, bool, str]:
    before, place, after = text.partition(INDEX)
    return before, bool(place), after


def wrong_indices(
    calls: Sequence[tuple[int, RawCall]], first: int, *, restarts: bool
) -> list[WrongIndex]:
    """Return each call whose index is missing, no number, or out of the message's order.

    The indices of a message rise by one, from ``first`` on where they restart in every message.
    """
    wrong: list[WrongIndex] = []
    start = first if restarts else None
    seen: set[int] = set()
    for place, raw in calls:
        number = _number(raw.call.id)
        if start is None and number is not None:
            start = number - place
        kind = _fault(raw.call.id, number, start, place, seen)
        if kind:
            span = (raw.name_start, raw.name_end)
            wrong.append(WrongIndex(place, span, kind, raw.call.id or ""))
        seen.update([] if number is None else [number])
    return wrong


def _number(index: str | None) -> int | None:
    return int(index) if index is not None and _NUMBER.fullmatch(index) else None


def _fault(
    index: str | None, number: int | None, start: int | None, place: int, seen: set[int]
) -> str:
    """Say what is wrong with one index; empty when nothing is."""
    if number is None:
        return "missing" if index is None else "malformed"
    if number in seen:
        return "duplicate"
    return "" if start is None or number == start + place else "order"
