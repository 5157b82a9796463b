"""Calls that stand without the opener that belongs to them."""

from toolbench_ood.readers.scan.passage import Passage
from toolbench_ood.readers.scan.reader import MOST_TRIES
from toolbench_ood.readers.text.calls import RawCall
from toolbench_ood.readers.text.parse_error import ParseStop
from toolbench_ood.readers.text.repair import Diagnosis, fault, insert
from toolbench_ood.readers.text.scanner import skip_space
from toolbench_ood.types.finding import Code


def lone_delimiter(passage: Passage) -> Diagnosis | None:
    """Name a delimiter of the format that stands without the opener that belongs to it."""
    distinctive, text = passage.reader.distinctive, passage.text
    match = distinctive.search(text, passage.start) if distinctive else None
    if not match:
        return None
    call, section = passage.first_call(), passage.spec.section
    if call is None:
        cut = _cut_call(passage, match.start())
        return cut or fault(Code.E1_UNBALANCED, match.span(), "stray", match.group())
    last = passage.last_in_a_row(call)
    closed = bool(section.close) and text.startswith(section.close, skip_space(text, last.end))
    closed = closed and match.start() >= call.start and passage.is_first(call)
    repairs = insert(call.start, section.open) if closed else ()
    return fault(Code.E1_UNBALANCED, (call.start, last.end), "open", repairs=repairs)


def unopened_call(passage: Passage) -> Diagnosis | None:
    """Name the whole body of a call that lost its opener, where no closer tells of it."""
    if passage.spec.section.close or not passage.spec.arguments.names_inside:
        return None
    call = passage.first_call()
    if call is None or call.call.name not in passage.functions:
        return None
    return fault(Code.E1_UNBALANCED, (call.start, call.end), "open")


def bare_call(passage: Passage) -> RawCall | None:
    """Return the first whole call of a declared tool in what would be prose."""
    encoding, text, position = passage.encoding, passage.text, passage.start
    if not encoding.may_stand_bare:
        return None
    for _ in range(MOST_TRIES):
        match = encoding.bare_head.search(text, position)
        if match is None:
            break
        read = passage.read_call(skip_space(text, match.start()))
        if isinstance(read, ParseStop):
            position = max(match.start() + 1, read.position)
            continue
        if read.call.name in passage.functions and encoding.is_meant(read):
            return read
        position = max(match.start() + 1, read.end)
    return None


def _cut_call(passage: Passage, position: int) -> Diagnosis | None:
    """A call without opener that the end of the text cuts off, or one without a name."""
    stop = passage.read_call(position)
    if not isinstance(stop, ParseStop):
        return None
    if stop.ended:
        return fault(Code.E2_TRUNCATED, (position, len(passage.text)), "open")
    if _nameless(passage, stop):
        return fault(Code.H1_NAME_MISSING, (position, stop.position), "empty")
    return None


def _nameless(passage: Passage, stop: ParseStop) -> bool:
    """Whether a call without a section of its own opens and has no name."""
    section, call = passage.spec.section, passage.spec.call
    shown = not section.open and bool(call.open) and bool(call.name_close)
    return (
        shown and stop.place == "name" and passage.text.startswith(call.name_close, stop.position)
    )
