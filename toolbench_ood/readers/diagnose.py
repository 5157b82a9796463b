"""Names the fault of a section whose strict reading stopped."""

import re
from dataclasses import replace
from itertools import pairwise

from toolbench_ood.readers.attempt import Attempt, Broken
from toolbench_ood.readers.bare_pairs import bare_pairs
from toolbench_ood.readers.diagnose_json import diagnose_json
from toolbench_ood.readers.diagnose_pairs import diagnose_pairs
from toolbench_ood.readers.diagnose_python import diagnose_python
from toolbench_ood.readers.diagnose_tags import diagnose_tags
from toolbench_ood.readers.fault import Fault, RawCall, Stop
from toolbench_ood.readers.grammar import JsonObject, PythonKwargs, RawTags
from toolbench_ood.readers.indexed import Marker
from toolbench_ood.readers.mend import Mend, Mends
from toolbench_ood.readers.names import CALLABLE, SLOT
from toolbench_ood.readers.pairs_spec import Pairs
from toolbench_ood.readers.scanner import SPACE, skip_space, stops_inside
from toolbench_ood.readers.shapes import shape_at
from toolbench_ood.readers.spell import call_object, joint
from toolbench_ood.readers.stray import misspelt_marker
from toolbench_ood.readers.strict_json import JsonFault, read_json
from toolbench_ood.types.call import Call
from toolbench_ood.types.finding import NOTHING, Code, Finding, Severity
from toolbench_ood.types.value import Json

_FENCE_OPEN = re.compile(r"```[A-Za-z0-9_+-]*[ \t]*\n")
_FENCE_CLOSE = re.compile(r"[ \t\n\r]*```[ \t\n\r]*")

_BETWEEN = frozenset(
    {"call_open", "name", "name_close", "key", "assign", "call_close", "value", "body"}
)
"""Where a text that ends was cut short; inside a string the missing quote may be the fault."""


def diagnose(broken: Broken) -> Attempt:
    """Return the attempt with its findings; with calls only where all of them stand complete."""
    if broken.fault.place == "section_close":
        return _cut_next(broken, broken.fault.position) or _after_calls(broken)
    position = _call_start(broken)
    found = _empty(broken, position) or _fenced(broken, position) or _cut(broken)
    return found or _by_encoding(broken, position)


def _by_encoding(broken: Broken, position: int) -> Attempt:
    arguments = broken.reader.spec.arguments
    if isinstance(arguments, RawTags):
        return diagnose_tags(broken, arguments)
    if isinstance(arguments, Pairs):
        return diagnose_pairs(broken, arguments)
    if isinstance(arguments, JsonObject):
        return _json(broken, position)
    if shape_at(broken.text, position, broken.limit) in ("json", "tag"):
        return broken.attempt(_chimera(broken, position))
    return diagnose_python(broken, position)


def _cut(broken: Broken) -> Attempt | None:
    """The text ends where nothing but more text is missing."""
    if not broken.fault.ended or broken.fault.place not in _BETWEEN:
        return None
    span = (broken.start, len(broken.text))
    return broken.attempt(broken.finding(Code.E2_TRUNCATED, Severity.UNRECOVERABLE, span))


def _call_start(broken: Broken) -> int:
    """Where the call at fault begins: after the calls that were read, or after the opener."""
    text, section = broken.text, broken.reader.spec.section
    if not broken.calls:
        return skip_space(text, broken.body)
    position = skip_space(text, broken.calls[-1].end)
    if section.separator and text.startswith(section.separator, position):
        position = skip_space(text, position + len(section.separator))
    return position


def _empty(broken: Broken, position: int) -> Attempt | None:
    """Nothing stands in the envelope, or after a separator."""
    closed = position < broken.limit
    if closed and broken.find_close(position) != position:
        return None
    span = (broken.start, min(position, len(broken.text)))
    if closed and broken.calls:
        return _trailing_separator(broken, span, position)
    code, severity = Code.E1_UNBALANCED, Severity.JUDGEMENT
    if closed:
        code, severity = Code.H1_NAME_MISSING, Severity.UNRECOVERABLE
        span = (broken.start, broken.extent(position))
    elif broken.at_text_end:
        code, severity = Code.E2_TRUNCATED, Severity.UNRECOVERABLE
    kind = "" if broken.calls else NOTHING
    return broken.attempt(broken.finding(code, severity, span, kind), position=position)


def _trailing_separator(broken: Broken, span: tuple[int, int], position: int) -> Attempt:
    """A separator with no call after it."""
    code, severity = Code.A2_ARGS_REPAIRABLE, Severity.DETERMINISTIC
    at = skip_space(broken.text, broken.calls[-1].end)
    cut = Mend(at, at + len(broken.reader.spec.section.separator))
    found = broken.finding(code, severity, span, "trailing_comma")
    return broken.attempt(found, position=position, mends=(cut,))


def _chimera(broken: Broken, position: int) -> Finding:
    span = (position, position + 1)
    shape = shape_at(broken.text, position, broken.limit)
    return broken.finding(Code.P4_CHIMERA, Severity.JUDGEMENT, span, shape)


def _json(broken: Broken, position: int) -> Attempt:
    """The body should be JSON, or a name in a slot before or after JSON."""
    spec = broken.reader.spec
    in_slot = isinstance(spec.arguments, JsonObject) and not spec.arguments.names_inside
    if in_slot and broken.fault.place not in ("body", "json"):
        return (_name_last if spec.call.arguments_first else _slot)(broken, position)
    if in_slot and not spec.call.arguments_first:
        position = _after_name(broken, position)
    shape = shape_at(broken.text, position, broken.limit)
    if shape == "json":
        return _listed(broken, position) or diagnose_json(broken, position)
    if shape in ("call", "tag"):
        return broken.attempt(_chimera(broken, position))
    if broken.text.startswith(("[", '"', "'"), position):
        return diagnose_json(broken, position)
    span = (position, position + 1)
    if broken.find_close(position) < 0:
        return broken.attempt(broken.finding(Code.E1_UNBALANCED, Severity.JUDGEMENT, span, "close"))
    return broken.attempt(broken.finding(Code.A1_ARGS_SYNTAX, Severity.UNRECOVERABLE, span, "body"))


def _after_name(broken: Broken, position: int) -> int:
    """Return where the arguments start after the name's closer, which was read."""
    closer = re.compile(Marker(broken.reader.spec.call.name_close).pattern)
    found = closer.search(broken.text, position, broken.limit)
    return skip_space(broken.text, found.end() if found else position)


def _name_last(broken: Broken, start: int) -> Attempt:
    """The name after a JSON object is missing, or not set off."""
    position = broken.fault.position
    span = (start, position + 1)
    nameless = broken.fault.place == "name"
    if nameless and broken.text.startswith(broken.reader.spec.call.close, position):
        missing = broken.finding(Code.H1_NAME_MISSING, Severity.UNRECOVERABLE, span, "empty")
        return broken.attempt(missing)
    return broken.attempt(broken.finding(Code.E1_UNBALANCED, Severity.JUDGEMENT, span, "inner"))


def _slot(broken: Broken, start: int) -> Attempt:
    """The name in front of a JSON object is missing or not closed."""
    if shape_at(broken.text, start, broken.limit) == "call":
        return broken.attempt(_chimera(broken, start))
    position = broken.fault.position
    span = (position, position + 1)
    close = Marker(broken.reader.spec.call.name_close)
    if broken.fault.place == "name" and close.stands(broken.text, position):
        missing = broken.finding(Code.H1_NAME_MISSING, Severity.UNRECOVERABLE, span, "empty")
        return broken.attempt(missing)
    if shape_at(broken.text, position, broken.limit) == "json" and broken.fault.place == "name":
        return broken.attempt(_chimera(broken, position))
    return broken.attempt(broken.finding(Code.E1_UNBALANCED, Severity.JUDGEMENT, span, "inner"))


def _listed(broken: Broken, position: int) -> Attempt | None:
    """A JSON list of whole calls where one call should stand."""
    arguments = broken.reader.spec.arguments
    if not isinstance(arguments, JsonObject) or not arguments.name_key:
        return None
    if not broken.text.startswith("[", position):
        return None
    try:
        read = read_json(broken.text, position)
    except JsonFault:
        return None
    span = (position, read.end)
    found = [_call_of(arguments, item) for item in read.value]
    calls = [RawCall(call, *span, *span) for call in found if call is not None]
    if not calls or len(calls) < len(found):
        return None
    finding = broken.finding(Code.E6_BATCHING, Severity.DETERMINISTIC, span, "list")
    bodies = [call_object(arguments, raw.call.name, raw.call.arguments) for raw in calls]
    mends = (Mend(*span, joint(broken.reader.spec).join(bodies)),)
    end = broken.extent(read.end)
    return Attempt(broken.start, end, tuple(calls), (finding,), len(calls), mends)


def _call_of(arguments: JsonObject, item: Json) -> Call | None:
    """Return the call that an object with exactly the two keys spells."""
    keys = {arguments.name_key, arguments.arguments_key}
    if not isinstance(item, dict) or item.keys() != keys:
        return None
    name, values = item[arguments.name_key], item[arguments.arguments_key]
    whole = isinstance(name, str) and bool(name) and isinstance(values, dict)
    return Call(name, values) if whole else None


def _fenced(broken: Broken, position: int) -> Attempt | None:
    """A Markdown fence around the body, inside the envelope."""
    opening = _FENCE_OPEN.match(broken.text, position)
    if not opening:
        return None
    try:
        call = broken.reader.encoding.read_call(
            broken.text, skip_space(broken.text, opening.end()), broken.functions
        )
    except Fault:
        return None
    closing = _FENCE_CLOSE.match(broken.text, call.end)
    close = broken.reader.spec.section.close
    if not closing or not broken.text.startswith(close, closing.end()):
        return None
    span = (position, opening.end())
    fence = broken.finding(Code.E3_EXTRA_TEXT, Severity.DETERMINISTIC, span, "fence")
    mends = (Mend(*span), Mend(*closing.span()))
    return Attempt(broken.start, broken.extent(closing.end()), (call,), (fence,), mends=mends)


def _after_calls(broken: Broken) -> Attempt:
    """All calls so far are whole, but the section does not close after them."""
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
        return broken.attempt(broken.finding(Code.E1_UNBALANCED, Severity.JUDGEMENT, span, "inner"))
    close = broken.find_close(position)
    if close < 0 or not broken.reader.telling_markers:
        return _unclosed(broken, position)
    if spoilt := _spoilt_call(broken, position, close):
        return spoilt
    span, end = (position, close), broken.extent(close)
    extra = broken.finding(Code.E3_EXTRA_TEXT, Severity.DETERMINISTIC, span, "inside")
    tries = len(broken.calls)
    return Attempt(broken.start, end, broken.calls, (extra,), tries, (Mend(*span),))


def _spoilt_call(broken: Broken, position: int, close: int) -> Attempt | None:
    """Delimiters, misspelt or not, a call's head or a tool's name in what would be prose inside."""
    reader, text = broken.reader, broken.text
    if any(text.find(name, position, close) >= 0 for name in broken.functions):
        span = (position, close)
        named = broken.finding(Code.E1_UNBALANCED, Severity.JUDGEMENT, span, "inner")
        return broken.attempt(named, position=close)
    opening = getattr(reader.encoding, "opening", None)
    for pattern in filter(None, (reader.stray, reader.stray_head, opening)):
        if match := pattern.search(text, position, close):
            stray = broken.finding(Code.E1_UNBALANCED, Severity.JUDGEMENT, match.span(), "inner")
            return broken.attempt(stray, position=close)
    if bare := bare_pairs(reader, text[position:close], 0, broken.functions):
        span = (position + bare.finding.start, position + bare.finding.end)
        lost = broken.finding(Code.E1_UNBALANCED, Severity.JUDGEMENT, span, "inner")
        return broken.attempt(lost, position=close)
    if typo := misspelt_marker(reader, text[position:close], 0):
        span = (position + typo[0], position + typo[1])
        named = broken.finding(Code.E5_MARKER_TYPO, Severity.JUDGEMENT, span, "inner", typo[2])
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
    span = (broken.start, len(broken.text))
    return broken.attempt(broken.finding(Code.E2_TRUNCATED, Severity.UNRECOVERABLE, span))


def _stops_inside_call(broken: Broken, position: int) -> bool:
    """Whether a call opens at the position and the end of the text cuts it off."""
    try:
        broken.reader.encoding.read_call(broken.text, position, broken.functions)
    except Fault as fault:
        return fault.stop.ended
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
    close = Finding(
        Code.E1_UNBALANCED,
        Severity.DETERMINISTIC,
        broken.start,
        position,
        max(0, broken.index - 1),
        "close",
    )
    begun = min(broken.fault.position, position)  # what the end of the text has left of the closer
    mends = (Mend(begun, position, broken.reader.spec.section.close),)
    return Attempt(broken.start, position, (), (close,), len(broken.calls), mends)


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
    span = (position, at)
    finding = broken.finding(Code.E6_BATCHING, Severity.DETERMINISTIC, span, "section")
    mends = _rejoined(broken, calls[len(broken.calls) - 1 :])
    return Attempt(broken.start, at + len(close), tuple(calls), (finding,), len(calls), mends)


def _rejoined(broken: Broken, calls: list[RawCall]) -> Mends:
    """Join calls as the format does."""
    between = joint(broken.reader.spec)
    return tuple(Mend(one.end, other.start, between) for one, other in pairwise(calls))
