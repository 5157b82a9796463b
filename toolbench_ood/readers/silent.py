"""Messages in which no section opens: plain answers, and calls that lost their envelope."""

import re
from itertools import islice

from toolbench_ood.readers.bare_pairs import bare_pairs
from toolbench_ood.readers.cut_opener import begun_opener, cut_at, cut_opener
from toolbench_ood.readers.encoding import Functions
from toolbench_ood.readers.fault import Fault, RawCall, Span
from toolbench_ood.readers.grammar import CallSpec, JsonObject, PythonKwargs
from toolbench_ood.readers.indexed import Marker
from toolbench_ood.readers.names import SLOT
from toolbench_ood.readers.pairs_spec import Pairs
from toolbench_ood.readers.prose import Gap, fake_result
from toolbench_ood.readers.reader import MOST_FAULTS, Reader
from toolbench_ood.readers.repair import Diagnosis, Repair, fault, insert
from toolbench_ood.readers.scanner import skip_space
from toolbench_ood.readers.spell import spell_call
from toolbench_ood.readers.stray import (
    is_first,
    last_in_a_row,
    misspelt_marker,
    read_first,
    stray_fault,
)
from toolbench_ood.readers.tolerant import tolerate
from toolbench_ood.types.call import Call
from toolbench_ood.types.finding import Code

_BLANKS = r"[ \t\n\r]*"
_FENCED = re.compile(r"```[A-Za-z0-9_+-]*[ \t]*\n")
_WORD_CALL = re.compile(r"(?<![A-Za-z0-9_.])([A-Za-z_][A-Za-z0-9_]*)\(")
_ASSIGNED = re.compile(r"(?:^|\n)[ \t]*([A-Za-z_][A-Za-z0-9_]*)[ \t]*=[ \t]*(?=\{)")
_NAMELESS = re.compile(r"[ \t\n\r]*\([ \t\n\r]*[A-Za-z_][A-Za-z0-9_]*[ \t\n\r]*=(?!=)")
_WRONG = {"(": ")", "{": "}", "<": ">"}
_TOLD = 2
"""Signs of a closer that, after a call expression, tell of a call whatever its name."""


def silent_fault(reader: Reader, text: str, start: int, functions: Functions) -> Diagnosis | None:
    """Return the one fault of a message without a section; None for a plain answer."""
    found = _misspelt(reader, text, start)
    found = found or stray_fault(reader, text, start, functions)
    found = found or _fenced_calls(reader, text, start, functions)
    found = found or _bare(reader, text, start, functions)
    found = found or cut_opener(reader, text, start, functions)
    return found or _result(reader, text, start)


def _fenced_calls(reader: Reader, text: str, start: int, functions: Functions) -> Diagnosis | None:
    """Bodies in Markdown fences instead of in the envelope; the first one is named."""
    section, position = reader.spec.section, start
    first: Span | None = None
    repairs: list[Repair] = []
    for fence in islice(_FENCED.finditer(text, start), MOST_FAULTS):
        if fence.start() < position:
            continue
        try:
            call = reader.encoding.read_call(text, skip_space(text, fence.end()), functions)
        except Fault:
            continue
        end = skip_space(text, call.end)
        if call.call.name not in functions or not text.startswith("```", end):
            continue
        position = end + len("```")
        repairs += (
            Repair(*fence.span(), section.open),
            Repair(end, position, f"{section.close}\n"),
        )
        first = first or (fence.start(), position)
    return fault(Code.E3_EXTRA_TEXT, first, "fence", repairs=tuple(repairs)) if first else None


def _bare(reader: Reader, text: str, start: int, functions: Functions) -> Diagnosis | None:
    """A whole body without any envelope."""
    arguments = reader.spec.arguments
    if isinstance(arguments, PythonKwargs):
        return _bare_expression(reader, text, start, functions)
    if isinstance(arguments, Pairs):
        return bare_pairs(reader, text, start, functions)
    if isinstance(arguments, JsonObject) and arguments.name_key:
        call = read_first(reader, text, start, functions)
        if call and call.call.name in functions:
            last = last_in_a_row(reader, text, call, functions)
            return _bare_kind(reader, text, start, last, call)
        return _headless(arguments, text, start, functions)
    if isinstance(arguments, JsonObject) and reader.spec.call.arguments_first:
        return _name_alone(reader.spec.call, text, start, functions)
    return None


def _name_alone(call: CallSpec, text: str, start: int, functions: Functions) -> Diagnosis | None:
    """A declared tool's name between its delimiters, without an object of arguments before it."""
    closers = Marker(call.name_close).pattern, Marker(call.close).pattern
    named = re.compile(rf"{closers[0]}{_BLANKS}({SLOT.pattern}){_BLANKS}{closers[1]}")
    for match in named.finditer(text, start):
        if match.group(1) in functions:
            return fault(Code.E1_UNBALANCED, match.span(), "inner")
    return None


def _headless(
    arguments: JsonObject, text: str, start: int, functions: Functions
) -> Diagnosis | None:
    """The keys of a call with a declared tool's name, in what is no object that begins a call."""
    name, values = re.escape(arguments.name_key), re.escape(arguments.arguments_key)
    named = rf'"{name}"{_BLANKS}:{_BLANKS}"([^"]+)"|"([^"]+)"{_BLANKS},{_BLANKS}"{values}"'
    for match in re.compile(named).finditer(text, start):
        if (match.group(1) or match.group(2)) in functions:
            return fault(Code.E1_UNBALANCED, match.span(), "inner")
    return None


def _bare_expression(
    reader: Reader, text: str, start: int, functions: Functions
) -> Diagnosis | None:
    """A call expression outside the list, or a list whose call has no name."""
    if nameless := _nameless(reader, text, start):
        return nameless
    close = reader.spec.section.close
    position, first, faults = start, True, 0
    while faults < MOST_FAULTS and (match := _WORD_CALL.search(text, position)):
        position = match.end()
        known = match.group(1) in functions
        if not known and len(close) < _TOLD:
            continue
        try:
            call = reader.encoding.read_call(text, match.start(), functions)
        except Fault as error:
            position, faults = max(position, error.stop.position), faults + 1
            continue
        if not known:
            if text.startswith(close, skip_space(text, call.end)):
                return fault(Code.E1_UNBALANCED, (call.start, call.end + len(close)), "open")
            continue
        last = last_in_a_row(reader, text, call, functions)
        if call.call.arguments or last is not call or (first and _alone(text, start, call)):
            return _bare_kind(reader, text, start, last, call)
        position, first = call.end, False
    assigned = _assigned(reader, text, start, functions)
    return assigned or _run_together(reader, text, start, functions)


def _run_together(reader: Reader, text: str, start: int, functions: Functions) -> Diagnosis | None:
    """A message that opens with a list and a tool's name, with no parenthesis between them."""
    opener, close = reader.spec.section.open, reader.spec.section.close
    begin = skip_space(text, start)
    if not opener or not text.startswith(opener, begin) or not text.rstrip().endswith(close):
        return None
    name = skip_space(text, begin + len(opener))
    if "=" not in text[name:] or not text.startswith(tuple(functions), name):
        return None
    return fault(Code.E1_UNBALANCED, (begin, len(text)), "inner")


def _alone(text: str, start: int, call: RawCall) -> bool:
    rest = text[start : call.start] + text[call.end :]
    return not rest.strip(" \t\n\r()[]{}")


def _bare_kind(reader: Reader, text: str, start: int, last: RawCall, call: RawCall) -> Diagnosis:
    """Tell a missing bracket from a wrong one."""
    before = text[start : call.start].rstrip(" \t\n\r")[-1:]
    position = skip_space(text, last.end)
    after = text[position : position + 1]
    span = (call.start, last.end)
    if before in _WRONG and after == _WRONG[before]:
        return fault(Code.E5_MARKER_TYPO, span, "open", before)
    section = reader.spec.section
    closed = section.close and text.startswith(section.close, position)
    if closed and is_first(reader, text, start, call):
        opener = insert(call.start, section.open)
        return fault(Code.E1_UNBALANCED, span, "open", repairs=opener)
    return fault(Code.E1_UNBALANCED, span, "envelope")


def _nameless(reader: Reader, text: str, start: int) -> Diagnosis | None:
    opener = reader.spec.section.open
    if not opener or reader.spec.call.name_close != "(":
        return None
    match = re.compile(re.escape(opener) + _NAMELESS.pattern).search(text, start)
    if not match:
        return None
    return fault(Code.H1_NAME_MISSING, match.span(), "missing")


def _assigned(reader: Reader, text: str, start: int, functions: Functions) -> Diagnosis | None:
    """Objects assigned to tools' names instead of calls; the first one is named."""
    section = reader.spec.section
    first: Span | None = None
    repairs: list[Repair] = []
    for match in _ASSIGNED.finditer(text, start):
        if match.group(1) not in functions or (repairs and match.start() < repairs[-1].end):
            continue
        read = tolerate(text, match.end(), len(text), "python")
        if not read.complete or not isinstance(read.value, dict):
            break
        span = (match.start(), read.end)
        call = spell_call(reader.spec, Call(match.group(1), read.value), functions) or ""
        repairs.append(Repair(*span, f"\n{section.open}{call}{section.close}"))
        first = first or span
    return fault(Code.A7_KEY_ALIAS, first, "assignment", repairs=tuple(repairs)) if first else None


def _misspelt(reader: Reader, text: str, start: int) -> Diagnosis | None:
    found = misspelt_marker(reader, text, start)
    if not found:
        return None
    begun = begun_opener(reader, text, start)
    if 0 <= begun <= found[0]:
        return cut_at(text, begun)
    span, word = found[:2], found[2]
    return fault(Code.E5_MARKER_TYPO, span, "open", word)


def _result(reader: Reader, text: str, start: int) -> Diagnosis | None:
    at = fake_result(reader, text, [Gap(start, len(text), "before")])
    if at < 0:
        return None
    span = (at, len(text))
    return fault(Code.E4_FAKE_RESULT, span, index=None, repairs=(Repair(*span),))
