"""Names the fault of a section whose strict reading stopped."""

import re
from itertools import pairwise

from toolbench_ood.readers.scan.broken import Attempt, BrokenSection
from toolbench_ood.readers.text.calls import RawCall, Span
from toolbench_ood.readers.text.fault import Repair, Repairs, fault
from toolbench_ood.readers.text.parse_error import ParseStop
from toolbench_ood.readers.text.scanner import SPACE, skip_space, stops_inside
from toolbench_ood.types.finding import NOTHING, Code

_FENCE_OPEN = re.compile(r"```[A-Za-z0-9_+-]*[ \t]*\n")
_FENCE_CLOSE = re.compile(r"[ \t\n\r]*```[ \t\n\r]*")

_BETWEEN = frozenset(
    {"call_open", "name", "name_close", "key", "assign", "separator", "call_close", "value", "body"}
)
"""Where a text that ends was cut short; inside a string the missing quote may be the fault."""


def diagnose(broken: BrokenSection) -> Attempt:
    """Return the attempt with its faults; with calls only where all of them stand complete."""
    if broken.stop.place == "section_close":
        return after_calls(broken)
    position = _call_start(broken)
    found = _empty(broken, position) or _fenced(broken, position) or _cut(broken)
    return found or broken.passage.encoding.diagnose(broken, position)


def _cut(broken: BrokenSection) -> Attempt | None:
    """The text ends where nothing but more text is missing."""
    if not broken.stop.ended or broken.stop.place not in _BETWEEN:
        return None
    return broken.attempt(broken.truncated())


def _call_start(broken: BrokenSection) -> int:
    """Where the call at fault begins: after the calls that were read, or after the opener."""
    text, section = broken.text, broken.spec.section
    if not broken.calls:
        return skip_space(text, broken.body)
    position = skip_space(text, broken.calls[-1].end)
    if section.separator and text.startswith(section.separator, position):
        position = skip_space(text, position + len(section.separator))
    return position


def _empty(broken: BrokenSection, position: int) -> Attempt | None:
    """Nothing stands in the envelope, or after a separator."""
    closed = position < broken.limit
    if closed and broken.find_close(position) != position:
        return None
    span = (broken.start, min(position, len(broken.text)))
    if closed and broken.calls:
        return _trailing_separator(broken, span, position)
    code = Code.E2_TRUNCATED if broken.at_text_end else Code.E1_UNBALANCED
    if closed:
        code, span = Code.H1_NAME_MISSING, (broken.start, broken.extent(position))
    kind = "" if broken.calls else NOTHING
    return broken.attempt(broken.found(code, span, kind), position=position)


def _trailing_separator(broken: BrokenSection, span: Span, position: int) -> Attempt:
    """A separator with no call after it."""
    at = skip_space(broken.text, broken.calls[-1].end)
    cut = (Repair(at, at + len(broken.spec.section.separator)),)
    found = broken.found(Code.A2_ARGS_REPAIRABLE, span, "trailing_comma", repairs=cut)
    return broken.attempt(found, position=position)


def _fenced(broken: BrokenSection, position: int) -> Attempt | None:
    """A Markdown fence around the body, inside the envelope."""
    opening = _FENCE_OPEN.match(broken.text, position)
    if not opening:
        return None
    call = broken.passage.call_at(skip_space(broken.text, opening.end()))
    closing = _FENCE_CLOSE.match(broken.text, call.end) if call else None
    if not call or not closing:
        return None
    if not broken.text.startswith(broken.spec.section.close, closing.end()):
        return None
    span = (position, opening.end())
    repairs = (Repair(*span), Repair(*closing.span()))
    fence = broken.found(Code.E3_EXTRA_TEXT, span, "fence", repairs=repairs)
    return Attempt(broken.start, broken.extent(closing.end()), (call,), (fence,))


def after_calls(broken: BrokenSection) -> Attempt:
    """Name what is wrong where all calls so far are whole and the section does not close."""
    return _cut_next(broken, broken.stop.position) or _not_closed(broken)


def _not_closed(broken: BrokenSection) -> Attempt:
    position = broken.stop.position
    if broken.stop.ended or position >= broken.limit:
        # What is left, if anything, is a beginning of the closer.
        return _unclosed(broken, broken.limit if broken.stop.ended else position)
    encoding = broken.passage.encoding
    if further := _joined(broken, position) or encoding.diagnose_after(broken, position):
        return further
    spec, text = broken.spec, broken.text
    inner = tuple(filter(None, (spec.call.close, getattr(spec.arguments, "close", ""))))
    span = (position, position + 1)
    if text[position] in "}])" or text.startswith(inner, position):
        return broken.attempt(broken.found(Code.E1_UNBALANCED, span, "inner"))
    close = broken.find_close(position)
    if close < 0 or not broken.passage.reader.distinctive:
        return _unclosed(broken, position)
    if spoilt := _spoilt_call(broken, position, close):
        return spoilt
    span, end = (position, close), broken.extent(close)
    extra = broken.found(Code.E3_EXTRA_TEXT, span, "inside", repairs=(Repair(*span),))
    return Attempt(broken.start, end, broken.calls, (extra,), len(broken.calls))


def _spoilt_call(broken: BrokenSection, position: int, close: int) -> Attempt | None:
    """Delimiters, misspelt or not, a call's head or a tool's name in what would be prose inside."""
    text, reader, encoding = broken.text, broken.passage.reader, broken.passage.encoding

    def spoilt(code: Code, span: tuple[int, int], detail: str = "") -> Attempt:
        return broken.attempt(broken.found(code, span, "inner", detail), position=close)

    if any(text.find(name, position, close) >= 0 for name in broken.functions):
        return spoilt(Code.E1_UNBALANCED, (position, close))
    for pattern in filter(None, (reader.distinctive, encoding.bare_head, reader.call_open)):
        if match := pattern.search(text, position, close):
            return spoilt(Code.E1_UNBALANCED, match.span())
    inside = broken.passage.part(position, close)
    if sign := encoding.sign_of_call(inside):
        span = (position + sign.finding.start, position + sign.finding.end)
        return spoilt(Code.E1_UNBALANCED, span)
    if typo := inside.typo():
        return spoilt(Code.E5_MARKER_TYPO, (position + typo[0], position + typo[1]), typo[2])
    return None


def _cut_next(broken: BrokenSection, position: int) -> Attempt | None:
    """The text ends within what may be the opener, or the bare name, of one more call."""
    spec = broken.spec
    further = spec.section.calls == "many" and not spec.section.separator
    if not further or position >= len(broken.text) or not broken.at_text_end:
        return None
    names = (f"{name}{spec.call.name_close}" for name in broken.functions)
    heads = (spec.call.open,) if spec.call.open else names
    begun = any(stops_inside(broken.text, position, head) for head in heads)
    begun = begun or (bool(spec.call.open) and _stops_inside_call(broken, position))
    if not begun and (spec.call.open or not _begins(broken, position)):
        return None
    return broken.attempt(broken.truncated())


def _stops_inside_call(broken: BrokenSection, position: int) -> bool:
    """Whether a call opens at the position and the end of the text cuts it off."""
    read = broken.passage.read_call(position)
    return isinstance(read, ParseStop) and read.ended


def _begins(broken: BrokenSection, position: int) -> bool:
    """Whether all that is left may be the beginning of a call without an opener."""
    return broken.passage.encoding.may_begin(broken.text[position:].rstrip(SPACE))


def _unclosed(broken: BrokenSection, position: int) -> Attempt:
    """Only the section's closer is missing."""
    begun = min(broken.stop.position, position)  # what the end of the text has left of the closer
    repairs = (Repair(begun, position, broken.spec.section.close),)
    span, index = (broken.start, position), max(0, broken.index - 1)
    close = fault(Code.E1_UNBALANCED, span, "close", index=index, repairs=repairs)
    return Attempt(*span, (), (close,), len(broken.calls))


def _joined(broken: BrokenSection, position: int) -> Attempt | None:
    """More whole calls follow in the same section, joined in another way than the format's."""
    calls = list(broken.calls)
    text, close = broken.text, broken.spec.section.close
    any_word_begins = not broken.passage.encoding.head.pattern
    at = position
    while not text.startswith(close, at):
        at = skip_space(text, at + 1) if text[at : at + 1] in (",", ";") else at
        call = broken.passage.call_at(at)
        if call is None or (any_word_begins and call.call.name not in broken.functions):
            return None
        calls.append(call)
        at = skip_space(text, call.end)
    repairs = _rejoined(broken, calls[len(broken.calls) - 1 :])
    joined = broken.found(Code.E6_BATCHING, (position, at), "section", repairs=repairs)
    return Attempt(broken.start, at + len(close), tuple(calls), (joined,), len(calls))


def _rejoined(broken: BrokenSection, calls: list[RawCall]) -> Repairs:
    """Join calls as the format does."""
    between = broken.passage.reader.joint
    return tuple(Repair(one.end, other.start, between) for one, other in pairwise(calls))
