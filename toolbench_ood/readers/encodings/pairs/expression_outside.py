"""Call expressions in messages that have no section."""

import re

from toolbench_ood.readers.encodings.bare_kind import bare_kind
from toolbench_ood.readers.literals.tolerant import tolerate
from toolbench_ood.readers.scan.passage import Passage
from toolbench_ood.readers.scan.reader import MOST_FAULTS
from toolbench_ood.readers.text.calls import RawCall, Span
from toolbench_ood.readers.text.fault import Fault, Repair, fault
from toolbench_ood.readers.text.parse_error import ParseStop
from toolbench_ood.readers.text.scanner import skip_space
from toolbench_ood.types.call import Call
from toolbench_ood.types.finding import Code

_WORD_CALL = re.compile(r"(?<![A-Za-z0-9_.])([A-Za-z_][A-Za-z0-9_]*)\(")
_ASSIGNED = re.compile(r"(?:^|\n)[ \t]*([A-Za-z_][A-Za-z0-9_]*)[ \t]*=[ \t]*(?=\{)")
_NAMELESS = r"[ \t\n\r]*\([ \t\n\r]*[A-Za-z_][A-Za-z0-9_]*[ \t\n\r]*=(?!=)"
_TELLING = 2
"""Signs of a closer that, after a call expression, tell of a call whatever its name."""


def outside_expression(passage: Passage) -> Fault | None:
    """Return a call expression outside the list, or a list whose call has no name."""
    found = _nameless(passage) or _expression(passage)
    return found or _assigned(passage) or _run_together(passage)


def _expression(passage: Passage) -> Fault | None:
    text, close = passage.text, passage.spec.section.close
    position, first, faults = passage.start, True, 0
    while faults < MOST_FAULTS and (match := _WORD_CALL.search(text, position)):
        position = match.end()
        known = match.group(1) in passage.functions
        if not known and len(close) < _TELLING:
            continue
        call = passage.read_call(match.start())
        if isinstance(call, ParseStop):
            position, faults = max(position, call.position), faults + 1
            continue
        if not known:
            if text.startswith(close, skip_space(text, call.end)):
                return fault(Code.E1_UNBALANCED, (call.start, call.end + len(close)), "open")
            continue
        last = passage.last_in_a_row(call)
        if call.call.arguments or last is not call or (first and _stands_alone(passage, call)):
            return bare_kind(passage, call, last)
        position, first = call.end, False
    return None


def _stands_alone(passage: Passage, call: RawCall) -> bool:
    rest = passage.text[passage.start : call.start] + passage.text[call.end :]
    return not rest.strip(" \t\n\r()[]{}")


def _run_together(passage: Passage) -> Fault | None:
    """A message that opens with a list and a tool's name, with no parenthesis between them."""
    text, section = passage.text, passage.spec.section
    opener, close = section.open, section.close
    begin = skip_space(text, passage.start)
    if not opener or not text.startswith(opener, begin) or not text.rstrip().endswith(close):
        return None
    name = skip_space(text, begin + len(opener))
    if "=" not in text[name:] or not text.startswith(tuple(passage.functions), name):
        return None
    return fault(Code.E1_UNBALANCED, (begin, len(text)), "inner")


def _nameless(passage: Passage) -> Fault | None:
    opener = passage.spec.section.open
    if not opener or passage.spec.call.name_close != "(":
        return None
    match = re.compile(re.escape(opener) + _NAMELESS).search(passage.text, passage.start)
    return fault(Code.H1_NAME_MISSING, match.span(), "missing") if match else None


def _assigned(passage: Passage) -> Fault | None:
    """Objects assigned to tools' names instead of calls; the first one is named."""
    text, section = passage.text, passage.spec.section
    first: Span | None = None
    repairs: list[Repair] = []
    for match in _ASSIGNED.finditer(text, passage.start):
        name = match.group(1)
        if name not in passage.functions or (repairs and match.start() < repairs[-1].end):
            continue
        read = tolerate(text, match.end(), len(text), "python")
        if not read.complete or not isinstance(read.value, dict):
            break
        span = (match.start(), read.end)
        call = passage.encoding.write_call(Call(name, read.value), passage.functions)
        repairs.append(Repair(*span, f"\n{section.open}{call}{section.close}"))
        first = first or span
    return fault(Code.A7_KEY_ALIAS, first, "assignment", repairs=tuple(repairs)) if first else None
