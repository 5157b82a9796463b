"""Messages in which no section opens: plain answers, and calls that lost their envelope."""

import re
from dataclasses import replace
from itertools import islice

from toolbench_ood.readers.outside.gaps import Gap, fake_result
from toolbench_ood.readers.scan.passage import Passage
from toolbench_ood.readers.scan.reader import MOST_FAULTS, MOST_TRIES, Reader
from toolbench_ood.readers.text.calls import RawCall, Span
from toolbench_ood.readers.text.fault import Fault, Repair, fault, insert
from toolbench_ood.readers.text.parse_error import ParseStop
from toolbench_ood.readers.text.scanner import skip_space
from toolbench_ood.types.finding import Code

_FENCED = re.compile(r"```[A-Za-z0-9_+-]*[ \t]*\n")


def outside_fault(passage: Passage) -> Fault | None:
    """Return the one fault of a message without a section; None for a plain answer."""
    found = _typo(passage) or lone_delimiter(passage) or _fenced_calls(passage)
    found = found or passage.encoding.outside(passage) or cut_opener(passage)
    return found or _result(passage) or _without_opener(passage)


def _without_opener(passage: Passage) -> Fault | None:
    """Name a message that is a whole section of declared tools but for its opener."""
    section, start = passage.spec.section, skip_space(passage.text, passage.start)
    body = passage.text[start:].rstrip()
    if not section.open or not section.close or not body.endswith(section.close):
        return None
    read = replace(passage, text=section.open + body, start=0).scan()
    if len(read) != 1 or read[0].stop or read[0].end != len(section.open + body):
        return None
    if not all(raw.call.name in passage.functions for raw in read[0].calls):
        return None
    span, repairs = (start, start + len(body)), insert(start, section.open)
    return fault(Code.E1_UNBALANCED, span, "open", repairs=repairs)


def _typo(passage: Passage) -> Fault | None:
    typo = passage.typo()
    if not typo:
        return None
    begun = begun_opener(passage)
    if 0 <= begun <= typo[0]:
        return cut_at(passage.text, begun)
    return fault(Code.E5_MARKER_TYPO, typo[:2], "open", typo[2])


def _fenced_calls(passage: Passage) -> Fault | None:
    """Bodies in Markdown fences instead of in the envelope; the first one is named."""
    text, section, position = passage.text, passage.spec.section, passage.start
    first: Span | None = None
    repairs: list[Repair] = []
    for fence in islice(_FENCED.finditer(text, position), MOST_FAULTS):
        if fence.start() < position:
            continue
        call = passage.call_at(skip_space(text, fence.end()))
        end = skip_space(text, call.end) if call else 0
        named = call is not None and call.call.name in passage.functions
        if not named or not text.startswith("```", end):
            continue
        position = end + len("```")
        repairs += (
            Repair(*fence.span(), section.open),
            Repair(end, position, f"{section.close}\n"),
        )
        first = first or (fence.start(), position)
    return fault(Code.E3_EXTRA_TEXT, first, "fence", repairs=tuple(repairs)) if first else None


def _result(passage: Passage) -> Fault | None:
    span = (passage.start, len(passage.text))
    at = fake_result(passage, [Gap(*span, "before")])
    if at < 0:
        return None
    cut = (at, len(passage.text))
    return fault(Code.E4_FAKE_RESULT, cut, index=None, repairs=(Repair(*cut),))


def lone_delimiter(passage: Passage) -> Fault | None:
    """Name a delimiter of the format that stands without the opener that belongs to it."""
    distinctive, text = passage.reader.distinctive, passage.text
    match = distinctive.search(text, passage.start) if distinctive else None
    if not match:
        return None
    call, section = passage.first_call, passage.spec.section
    if call is None:
        cut = _cut_call(passage, match.start())
        return cut or fault(Code.E1_UNBALANCED, match.span(), "stray", match.group())
    last = passage.last_in_a_row(call)
    closed = bool(section.close) and text.startswith(section.close, skip_space(text, last.end))
    closed = closed and match.start() >= call.start and passage.is_first(call)
    repairs = insert(call.start, section.open) if closed else ()
    return fault(Code.E1_UNBALANCED, (call.start, last.end), "open", repairs=repairs)


def unopened_call(passage: Passage) -> Fault | None:
    """Name the whole body of a call that lost its opener, where no closer tells of it."""
    if passage.spec.section.close or not passage.spec.arguments.names_inside:
        return None
    call = passage.first_call
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


def _cut_call(passage: Passage, position: int) -> Fault | None:
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


MIN_PREFIX = 3
"""How much of an opener must stand at the end of other text to be a beginning of it."""


def cut_opener(passage: Passage) -> Fault | None:
    """The text ends within the opener, or within the name after an ambiguous opener."""
    begun = begun_opener(passage)
    if begun >= 0:
        return cut_at(passage.text, begun)
    opener = passage.spec.section.open
    at = _last_line_start(passage, opener or "{")
    if passage.reader.ambiguous_open is None or at < 0:
        return None
    head = "".join(passage.text[at + len(opener) :].split())
    heads = passage.encoding.heads(passage.functions)
    fits = head not in ("", "{") and any(whole.startswith(head) for whole in heads)
    return cut_at(passage.text, at) if fits else None


def first_opener(reader: Reader) -> str:
    """Return what a section begins with: its own opener, or that of its first call."""
    bare = "{" if reader.spec.call.arguments_first else ""
    return reader.spec.section.open or reader.spec.call.open or bare


def begun_opener(passage: Passage) -> int:
    """Return where the text ends within the opener of a section or a bare call, or -1."""
    opener, text = first_opener(passage.reader), passage.text
    if text[-1:] not in opener:
        return -1
    for length in range(min(len(opener) - 1, len(text) - passage.start), MIN_PREFIX - 1, -1):
        if text.endswith(opener[:length]):
            return len(text) - length
    return -1


def _last_line_start(passage: Passage, opener: str) -> int:
    """Return where the opener last begins a line, or -1."""
    text, start = passage.text, passage.start
    at = max(text.rfind("\n" + opener, start) + 1, start)
    return at if text.startswith(opener, at) else -1


def cut_at(text: str, start: int) -> Fault:
    """Say that the text ends within an opener that begins there."""
    return fault(Code.E2_TRUNCATED, (start, len(text)), "opener")
