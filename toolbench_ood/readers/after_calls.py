"""Names what stands after the whole calls of a section that does not close there."""

from dataclasses import replace
from itertools import pairwise

from toolbench_ood.readers.attempt import Attempt, Broken
from toolbench_ood.readers.bare_pairs import bare_pairs
from toolbench_ood.readers.diagnose_tags import diagnose_tags
from toolbench_ood.readers.fault import Fault, RawCall, Stop
from toolbench_ood.readers.grammar import JsonObject, PythonKwargs, RawTags
from toolbench_ood.readers.names import CALLABLE, SLOT
from toolbench_ood.readers.repair import Repair, Repairs, fault
from toolbench_ood.readers.scanner import SPACE, skip_space, stops_inside
from toolbench_ood.readers.spell import joint
from toolbench_ood.readers.stray import misspelt_marker
from toolbench_ood.types.finding import Code


def after_calls(broken: Broken) -> Attempt:
    """Name what is wrong where all calls so far are whole and the section does not close."""
    return _cut_next(broken, broken.fault.position) or _not_closed(broken)


def _not_closed(broken: Broken) -> Attempt:
    position = broken.fault.position
    if broken.fault.ended or position >= broken.limit:
        # What is left, if anything, is a beginning of the closer.
        return _unclosed(broken, broken.limit if broken.fault.ended else position)
    if further := _joined(broken, position) or _in_last_call(broken, position):
        return further
    spec, text = broken.reader.spec, broken.text
    inner = tuple(filter(None, (spec.call.close, getattr(spec.arguments, "close", ""))))
    span = (position, position + 1)
    if text[position] in "}])" or text.startswith(inner, position):
        return broken.attempt(broken.found(Code.E1_UNBALANCED, span, "inner"))
    close = broken.find_close(position)
    if close < 0 or not broken.reader.telling_markers:
        return _unclosed(broken, position)
    if spoilt := _spoilt_call(broken, position, close):
        return spoilt
    span, end = (position, close), broken.extent(close)
    extra = broken.found(Code.E3_EXTRA_TEXT, span, "inside", repairs=(Repair(*span),))
    return Attempt(broken.start, end, broken.calls, (extra,), len(broken.calls))


def _spoilt_call(broken: Broken, position: int, close: int) -> Attempt | None:
    """Delimiters, misspelt or not, a call's head or a tool's name in what would be prose inside."""
    reader, text = broken.reader, broken.text
    if any(text.find(name, position, close) >= 0 for name in broken.functions):
        named = broken.found(Code.E1_UNBALANCED, (position, close), "inner")
        return broken.attempt(named, position=close)
    for pattern in filter(None, (reader.stray, reader.stray_head, reader.call_open)):
        if match := pattern.search(text, position, close):
            stray = broken.found(Code.E1_UNBALANCED, match.span(), "inner")
            return broken.attempt(stray, position=close)
    if bare := bare_pairs(reader, text[position:close], 0, broken.functions):
        span = (position + bare.finding.start, position + bare.finding.end)
        lost = broken.found(Code.E1_UNBALANCED, span, "inner")
        return broken.attempt(lost, position=close)
    if typo := misspelt_marker(reader, text[position:close], 0):
        span = (position + typo[0], position + typo[1])
        named = broken.found(Code.E5_MARKER_TYPO, span, "inner", typo[2])
        return broken.attempt(named, position=close)
    return None


def _in_last_call(broken: Broken, position: int) -> Attempt | None:
    """Something that is no argument, where only the section's close ends the arguments."""
    spec = broken.reader.spec
    if not isinstance(spec.arguments, RawTags) or not spec.close_ends_arguments:
        return None
    stop = Stop(position, "parameter", ended=False)
    return diagnose_tags(replace(broken, calls=broken.calls[:-1], fault=stop), spec.arguments)


def _cut_next(broken: Broken, position: int) -> Attempt | None:
    """The text ends within what may be the opener, or the bare name, of one more call."""
    spec = broken.reader.spec
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


def _stops_inside_call(broken: Broken, position: int) -> bool:
    """Whether a call opens at the position and the end of the text cuts it off."""
    try:
        broken.reader.encoding.read_call(broken.text, position, broken.functions)
    except Fault as error:
        return error.stop.ended
    return False


def _begins(broken: Broken, position: int) -> bool:
    """Whether all that is left may be the beginning of a call without an opener."""
    arguments = broken.reader.spec.arguments
    if isinstance(arguments, JsonObject) and arguments.names_inside:
        return broken.text.startswith("{", position)
    name = CALLABLE if isinstance(arguments, PythonKwargs) else SLOT
    return name.fullmatch(broken.text.rstrip(SPACE), position) is not None


def _unclosed(broken: Broken, position: int) -> Attempt:
    """Only the section's closer is missing."""
    begun = min(broken.fault.position, position)  # what the end of the text has left of the closer
    repairs = (Repair(begun, position, broken.reader.spec.section.close),)
    span, index = (broken.start, position), max(0, broken.index - 1)
    close = fault(Code.E1_UNBALANCED, span, "close", index=index, repairs=repairs)
    return Attempt(*span, (), (close,), len(broken.calls))


def _joined(broken: Broken, position: int) -> Attempt | None:
    """More whole calls follow in the same section, joined in another way than the format's."""
    calls = list(broken.calls)
    text, close = broken.text, broken.reader.spec.section.close
    at = position
    while not text.startswith(close, at):
        at = skip_space(text, at + 1) if text[at : at + 1] in (",", ";") else at
        try:
            call = broken.reader.encoding.read_call(text, at, broken.functions)
        except Fault:
            return None
        if not broken.reader.encoding.head.pattern and call.call.name not in broken.functions:
            return None  # any word begins such a call
        calls.append(call)
        at = skip_space(text, call.end)
    repairs = _rejoined(broken, calls[len(broken.calls) - 1 :])
    joined = broken.found(Code.E6_BATCHING, (position, at), "section", repairs=repairs)
    return Attempt(broken.start, at + len(close), tuple(calls), (joined,), len(calls))


def _rejoined(broken: Broken, calls: list[RawCall]) -> Repairs:
    """Join calls as the format does."""
    between = joint(broken.reader.spec)
    return tuple(Repair(one.end, other.start, between) for one, other in pairwise(calls))
