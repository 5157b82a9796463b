"""What a whole call's name, index and container say once the tools are known."""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from toolbench_ood.readers.scan.passage import Passage
from toolbench_ood.readers.scan.shapes import wrapped_key
from toolbench_ood.readers.specification.grammar import CallSpec
from toolbench_ood.readers.specification.names import undecorated
from toolbench_ood.readers.text.calls import RawCall, Span
from toolbench_ood.readers.text.fault import Fault, Repair, Repairs, fault
from toolbench_ood.types.call import Call
from toolbench_ood.types.finding import Code


def header_fault(passage: Passage, raw: RawCall, index: int) -> Fault | None:
    """Return H2 for a decorated name, H1 for one that the format does not have, or A4.

    A4 is for arguments wrapped in one more key.
    """
    encoding, functions = passage.encoding, passage.functions
    name, span = raw.call.name, (raw.name_start, raw.name_end)
    fits = encoding.name_fits(name)
    if name in functions and fits:
        return _container(passage, raw, index)
    meant = undecorated(name, functions)
    if meant is None:
        return None if fits else fault(Code.H1_NAME_MISSING, span, "invalid", index=index)
    repairs = encoding.renamed(raw, meant, functions)
    return fault(Code.H2_NAME_DECORATED, span, "decorated", meant, index=index, repairs=repairs)


def _container(passage: Passage, raw: RawCall, index: int) -> Fault | None:
    declared = passage.functions[raw.call.name]["parameters"].get("properties", {})
    key = wrapped_key(raw.call.arguments, declared)
    if not key:
        return None
    span, repairs = (raw.start, raw.end), _unwrapped(passage, raw, key)
    return fault(Code.A4_WRONG_CONTAINER, span, "key", key, index=index, repairs=repairs)


def _unwrapped(passage: Passage, raw: RawCall, key: str) -> Repairs:
    """Take the arguments out of the key that wraps them."""
    bare = Call(raw.call.name, raw.call.arguments[key])
    text = passage.encoding.write_call(bare, passage.functions)
    return () if text is None else (Repair(raw.start, raw.end, text),)


_NUMBER = re.compile("0|[1-9][0-9]{0,8}")


class WrongIndex(NamedTuple):
    """What is wrong with the index of one call."""

    call: int
    """Which call attempt of the message it is."""
    span: Span
    """Where its name stands."""
    kind: str
    """``missing``, ``malformed``, ``duplicate`` or ``order``."""
    text: str
    """What stands for the index."""


def wrong_indices(calls: Sequence[tuple[int, RawCall]], spec: CallSpec) -> list[WrongIndex]:
    """Return each call whose index is missing, malformed, or out of the message's order.

    The indices of a message rise by one, from ``first_index`` on where they restart in every
    message; ids of a fixed length only differ.
    """
    wrong: list[WrongIndex] = []
    start: int | None = spec.first_index if spec.index_restarts else None
    seen: set[int | str] = set()
    for place, raw in calls:
        number = _word(raw.call.id, spec.id_length) if spec.id_length else _number(raw.call.id)
        if start is None and isinstance(number, int):
            start = number - place
        kind = _fault(raw.call.id, number, start, place, seen)
        if kind:
            span = (raw.name_start, raw.name_end)
            wrong.append(WrongIndex(place, span, kind, raw.call.id or ""))
        seen.update([] if number is None else [number])
    return wrong


def _word(index: str | None, length: int) -> str | None:
    whole = index is not None and len(index) == length and index.isascii() and index.isalnum()
    return index if whole else None


def _number(index: str | None) -> int | None:
    return int(index) if index is not None and _NUMBER.fullmatch(index) else None


def _fault(
    index: str | None,
    number: int | str | None,
    start: int | None,
    place: int,
    seen: AbstractSet[int | str],
) -> str:
    """Say what is wrong with one index; empty when nothing is."""
    if number is None:
        return "missing" if index is None else "malformed"
    if number in seen:
        return "duplicate"
    return "" if start is None or isinstance(number, str) or number == start + place else "order"
