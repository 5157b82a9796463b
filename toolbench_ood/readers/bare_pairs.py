"""Calls in pairs that lost their opener, where the opener alone would not betray a call."""

import re

from toolbench_ood.readers.encoding import Functions
from toolbench_ood.readers.fault import Fault
from toolbench_ood.readers.reader import Reader
from toolbench_ood.readers.scanner import skip_space
from toolbench_ood.types.finding import Code, Finding, Severity


def bare_pairs(reader: Reader, text: str, start: int, functions: Functions) -> Finding | None:
    """Return E1 for the first declared tool's name that whole arguments follow."""
    if not functions:
        return None
    listed = "|".join(map(re.escape, sorted(functions, key=len, reverse=True)))
    position = start
    for match in re.compile(rf"(?<!\w)(?:{listed})(?!\w)").finditer(text, start):
        if match.start() < position:
            continue
        found, position = _at(reader, text, match.start(), functions)
        if found:
            return found
    return None


def _at(
    reader: Reader, text: str, position: int, functions: Functions
) -> tuple[Finding | None, int]:
    """Return the fault of a call whose name stands here, and where to look on."""
    spec = reader.spec
    opened = position - len(spec.call.open) if spec.call.open else position
    begin = opened if text.startswith(spec.call.open, max(0, opened)) else -1
    if begin < 0:
        return None, position
    try:
        raw = reader.encoding.read_call(text, begin, functions)
    except Fault as fault:
        return None, fault.stop.position
    if not raw.call.arguments:
        return None, raw.end
    closed = text.startswith(spec.section.close, skip_space(text, raw.end))
    severity = Severity.DETERMINISTIC if closed else Severity.JUDGEMENT
    return Finding(Code.E1_UNBALANCED, severity, begin, raw.end, 0, "open"), raw.end
