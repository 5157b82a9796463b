"""What is wrong with the indices of the calls of one message."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from toolbench_ood.readers.text.calls import RawCall, Span

_NUMBER = re.compile("0|[1-9][0-9]{0,8}")


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
