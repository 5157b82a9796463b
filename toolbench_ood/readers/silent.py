"""Messages in which no section opens: plain answers, and calls that lost their envelope."""

import re
from collections.abc import Iterable
from itertools import islice

from toolbench_ood.readers.encoding import Functions
from toolbench_ood.readers.fault import Fault, RawCall
from toolbench_ood.readers.grammar import JsonObject, PythonKwargs
from toolbench_ood.readers.prose import Gap, fake_result
from toolbench_ood.readers.reader import MOST_FAULTS, Reader
from toolbench_ood.readers.scanner import skip_space
from toolbench_ood.readers.stray import (
    MIN_PREFIX,
    begun_opener,
    last_in_a_row,
    misspelt_marker,
    read_first,
    stray_fault,
)
from toolbench_ood.readers.tolerant import tolerate
from toolbench_ood.types.finding import Code, Finding, Severity

_BLANKS = r"[ \t\n\r]*"
_FENCED = re.compile(r"```[A-Za-z0-9_+-]*[ \t]*\n")
_WORD_CALL = re.compile(r"(?<![A-Za-z0-9_.])([A-Za-z_][A-Za-z0-9_]*)\(")
_ASSIGNED = re.compile(r"(?:^|\n)[ \t]*([A-Za-z_][A-Za-z0-9_]*)[ \t]*=[ \t]*(?=\{)")
_NAMELESS = re.compile(r"[ \t\n\r]*\([ \t\n\r]*[A-Za-z_][A-Za-z0-9_]*[ \t\n\r]*=(?!=)")
_WRONG = {"(": ")", "{": "}", "<": ">"}


def silent_fault(reader: Reader, text: str, start: int, functions: Functions) -> Finding | None:
    """Return the one fault of a message without a section; None for a plain answer."""
    found = _misspelt(reader, text, start)
    found = found or stray_fault(reader, text, start, functions)
    found = found or _fenced_call(reader, text, start, functions)
    found = found or _bare(reader, text, start, functions)
    found = found or _cut_opener(reader, text, start, functions)
    return found or _result(reader, text, start)


def _fenced_call(reader: Reader, text: str, start: int, functions: Functions) -> Finding | None:
    """A body in a Markdown fence instead of in the envelope."""
    for fence in islice(_FENCED.finditer(text, start), MOST_FAULTS):
        try:
            call = reader.encoding.read_call(text, skip_space(text, fence.end()), functions)
        except Fault:
            continue
        end = skip_space(text, call.end)
        if call.call.name in functions and text.startswith("```", end):
            return Finding(
                Code.E3_EXTRA_TEXT, Severity.DETERMINISTIC, fence.start(), end + 3, 0, "fence"
            )
    return None


def _bare(reader: Reader, text: str, start: int, functions: Functions) -> Finding | None:
    """A whole body without any envelope."""
    arguments = reader.spec.arguments
    if isinstance(arguments, PythonKwargs):
        return _bare_expression(reader, text, start, functions)
    if isinstance(arguments, JsonObject) and arguments.name_key:
        call = read_first(reader, text, start, functions)
        if call and call.call.name in functions:
            last = last_in_a_row(reader, text, call, functions)
            return _bare_kind(reader, text, start, last, call)
        return _headless(arguments, text, start, functions)
    return None


def _headless(arguments: JsonObject, text: str, start: int, functions: Functions) -> Finding | None:
    """The keys of a call with a declared tool's name, in what is no object that begins a call."""
    name, values = re.escape(arguments.name_key), re.escape(arguments.arguments_key)
    named = rf'"{name}"{_BLANKS}:{_BLANKS}"([^"]+)"|"([^"]+)"{_BLANKS},{_BLANKS}"{values}"'
    for match in re.compile(named).finditer(text, start):
        if (match.group(1) or match.group(2)) in functions:
            return Finding(Code.E1_UNBALANCED, Severity.JUDGEMENT, *match.span(), 0, "inner")
    return None


def _bare_expression(reader: Reader, text: str, start: int, functions: Functions) -> Finding | None:
    """A call expression outside the list, or a list whose call has no name."""
    if nameless := _nameless(reader, text, start):
        return nameless
    position, first, faults = start, True, 0
    while faults < MOST_FAULTS and (match := _WORD_CALL.search(text, position)):
        position = match.end()
        if match.group(1) not in functions:
            continue
        try:
            call = reader.encoding.read_call(text, match.start(), functions)
        except Fault as fault:
            position, faults = max(position, fault.stop.position), faults + 1
            continue
        last = last_in_a_row(reader, text, call, functions)
        if call.call.arguments or last is not call or (first and _alone(text, start, call)):
            return _bare_kind(reader, text, start, last, call)
        position, first = call.end, False
    return _assigned(text, start, functions) or _run_together(reader, text, start, functions)


def _run_together(reader: Reader, text: str, start: int, functions: Functions) -> Finding | None:
    """A message that opens with a list and a tool's name, with no parenthesis between them."""
    opener, close = reader.spec.section.open, reader.spec.section.close
    begin = skip_space(text, start)
    if not opener or not text.startswith(opener, begin) or not text.rstrip().endswith(close):
        return None
    name = skip_space(text, begin + len(opener))
    if "=" not in text[name:] or not text.startswith(tuple(functions), name):
        return None
    return Finding(Code.E1_UNBALANCED, Severity.JUDGEMENT, begin, len(text), 0, "inner")


def _alone(text: str, start: int, call: RawCall) -> bool:
    rest = text[start : call.start] + text[call.end :]
    return not rest.strip(" \t\n\r()[]{}")


def _bare_kind(reader: Reader, text: str, start: int, last: RawCall, call: RawCall) -> Finding:
    """Tell a missing bracket from a wrong one."""
    before = text[start : call.start].rstrip(" \t\n\r")[-1:]
    position = skip_space(text, last.end)
    after = text[position : position + 1]
    span = (call.start, last.end)
    if before in _WRONG and after == _WRONG[before]:
        return Finding(Code.E5_MARKER_TYPO, Severity.JUDGEMENT, *span, 0, "open", before)
    close = reader.spec.section.close
    closed = bool(close) and text.startswith(close, position)
    severity = Severity.DETERMINISTIC if closed else Severity.JUDGEMENT
    return Finding(Code.E1_UNBALANCED, severity, *span, 0, "open" if closed else "envelope")


def _nameless(reader: Reader, text: str, start: int) -> Finding | None:
    opener = reader.spec.section.open
    if not opener or reader.spec.call.name_close != "(":
        return None
    match = re.compile(re.escape(opener) + _NAMELESS.pattern).search(text, start)
    if not match:
        return None
    return Finding(Code.H1_NAME_MISSING, Severity.UNRECOVERABLE, *match.span(), 0, "missing")


def _assigned(text: str, start: int, functions: Functions) -> Finding | None:
    """An object assigned to a tool's name instead of a call."""
    for match in _ASSIGNED.finditer(text, start):
        if match.group(1) not in functions:
            continue
        read = tolerate(text, match.end(), len(text), "python")
        if read.complete and isinstance(read.value, dict):
            return Finding(
                Code.A7_KEY_ALIAS, Severity.DETERMINISTIC, match.start(), read.end, 0, "assignment"
            )
        return None
    return None


def _misspelt(reader: Reader, text: str, start: int) -> Finding | None:
    found = misspelt_marker(reader, text, start)
    if not found:
        return None
    begun = begun_opener(reader, text, start, MIN_PREFIX)
    if 0 <= begun <= found[0]:
        return _cut(text, begun)
    return Finding(Code.E5_MARKER_TYPO, Severity.JUDGEMENT, found[0], found[1], 0, "open", found[2])


def _cut_opener(reader: Reader, text: str, start: int, functions: Functions) -> Finding | None:
    """The text ends within the opener, or within the name after a weak opener."""
    begun = begun_opener(reader, text, start, MIN_PREFIX)
    if begun >= 0:
        return _cut(text, begun)
    opener = reader.spec.section.open
    at = _last_line_start(text, start, opener or "{")
    if reader.weak_open is None or at < 0:
        return None
    head = "".join(text[at + len(opener) :].split())
    fits = head not in ("", "{") and any(
        whole.startswith(head) for whole in _heads(reader, functions)
    )
    return _cut(text, at) if fits else None


def _last_line_start(text: str, start: int, opener: str) -> int:
    """Return where the opener last begins a line, or -1."""
    at = max(text.rfind("\n" + opener, start) + 1, start)
    return at if text.startswith(opener, at) else -1


def _heads(reader: Reader, functions: Functions) -> Iterable[str]:
    """What a call begins with, white space aside: a brace and a key, or a tool's name."""
    arguments = reader.spec.arguments
    if isinstance(arguments, JsonObject) and arguments.name_key:
        return [f'{{"{key}"' for key in (arguments.name_key, arguments.arguments_key)]
    return functions


def _cut(text: str, start: int) -> Finding:
    return Finding(Code.E2_TRUNCATED, Severity.UNRECOVERABLE, start, len(text), 0, "opener")


def _result(reader: Reader, text: str, start: int) -> Finding | None:
    at = fake_result(reader, text, [Gap(start, len(text), "before")])
    if at < 0:
        return None
    return Finding(Code.E4_FAKE_RESULT, Severity.DETERMINISTIC, at, len(text))
