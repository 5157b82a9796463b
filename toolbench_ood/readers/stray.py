"""Delimiters of a format that stand where no section of it is."""

import re

from toolbench_ood.readers.encoding import Functions
from toolbench_ood.readers.fault import Fault, RawCall
from toolbench_ood.readers.mend import Diagnosis, insert
from toolbench_ood.readers.reader import Reader
from toolbench_ood.readers.scanner import skip_space
from toolbench_ood.types.finding import Code, Finding, Severity


def stray_fault(reader: Reader, text: str, start: int, functions: Functions) -> Diagnosis | None:
    """Name a delimiter of the format that stands without the opener that belongs to it."""
    match = reader.stray.search(text, start) if reader.stray else None
    if not match:
        return None
    close = reader.spec.section.close
    call = read_first(reader, text, start, functions)
    if call is None:
        cut = _cut_call(reader, text, match.start(), functions)
        return Diagnosis(cut or _stray(match))
    last = last_in_a_row(reader, text, call, functions)
    closed = bool(close) and text.startswith(close, skip_space(text, last.end))
    severity = Severity.DETERMINISTIC if closed else Severity.JUDGEMENT
    finding = Finding(Code.E1_UNBALANCED, severity, call.start, last.end, 0, "open")
    return Diagnosis(finding, insert(call.start, reader.spec.section.open) if closed else ())


def _stray(match: re.Match[str]) -> Finding:
    severity = Severity.JUDGEMENT
    return Finding(Code.E1_UNBALANCED, severity, *match.span(), 0, "stray", match.group())


def read_first(reader: Reader, text: str, start: int, functions: Functions) -> RawCall | None:
    """Read the first thing that looks like the body of a call."""
    match = reader.stray_head.search(text, start)
    if not match:
        return None
    try:
        return reader.encoding.read_call(text, skip_space(text, match.start()), functions)
    except Fault:
        return None


def last_in_a_row(reader: Reader, text: str, call: RawCall, functions: Functions) -> RawCall:
    """Return the last of the calls that follow each other as in one section."""
    while (position := reader.next_call(text, skip_space(text, call.end))) >= 0:
        try:
            call = reader.encoding.read_call(text, position, functions)
        except Fault:
            break
    return call


def misspelt_marker(reader: Reader, text: str, start: int) -> tuple[int, int, str] | None:
    """Return span and wording of the first misspelling of an outer delimiter."""
    return reader.spelling.find(text, start)


def _cut_call(reader: Reader, text: str, position: int, functions: Functions) -> Finding | None:
    """A call without opener that the end of the text cuts off."""
    try:
        reader.encoding.read_call(text, position, functions)
    except Fault as fault:
        if fault.stop.ended:
            return Finding(
                Code.E2_TRUNCATED, Severity.UNRECOVERABLE, position, len(text), 0, "open"
            )
    return None
