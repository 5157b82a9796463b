"""Which code each departure from a literal's grammar is, and how severe."""

from toolbench_ood.readers.attempt import Broken
from toolbench_ood.readers.tolerant import Departure, Kind, Tolerated
from toolbench_ood.types.finding import Code, Finding, Severity

_CODES: dict[Kind, tuple[Code, Severity]] = {
    "single_quote": (Code.A2_ARGS_REPAIRABLE, Severity.DETERMINISTIC),
    "trailing_comma": (Code.A2_ARGS_REPAIRABLE, Severity.DETERMINISTIC),
    "python_literal": (Code.A2_ARGS_REPAIRABLE, Severity.DETERMINISTIC),
    "json_literal": (Code.A2_ARGS_REPAIRABLE, Severity.DETERMINISTIC),
    "raw_control": (Code.A2_ARGS_REPAIRABLE, Severity.DETERMINISTIC),
    "equal_key": (Code.A5_DUP_KEY, Severity.BENIGN),
    "duplicate_key": (Code.A5_DUP_KEY, Severity.JUDGEMENT),
    "escape": (Code.A3_ESCAPE, Severity.JUDGEMENT),
    "unescaped_quote": (Code.A3_ESCAPE, Severity.JUDGEMENT),
    "expression": (Code.A6_NONLITERAL, Severity.JUDGEMENT),
    "word": (Code.A6_NONLITERAL, Severity.JUDGEMENT),
    "constant": (Code.A6_NONLITERAL, Severity.JUDGEMENT),
    "comment": (Code.A6_NONLITERAL, Severity.JUDGEMENT),
    "number": (Code.A1_ARGS_SYNTAX, Severity.UNRECOVERABLE),
    "syntax": (Code.A1_ARGS_SYNTAX, Severity.UNRECOVERABLE),
    "depth": (Code.A1_ARGS_SYNTAX, Severity.UNRECOVERABLE),
}


def departure_findings(broken: Broken, read: Tolerated, dialect: str) -> list[Finding]:
    """Name each departure that was read over; literals at home in the dialect are none."""
    at_home: Kind = "json_literal" if dialect == "json" else "python_literal"
    return [named(broken, met) for met in read.departures if met.kind != at_home]


def named(broken: Broken, met: Departure) -> Finding:
    """Turn one departure into a finding."""
    code, severity = _CODES[met.kind]
    return broken.finding(code, severity, (met.start, met.end), met.kind)


def stop_finding(broken: Broken, read: Tolerated) -> Finding:
    """Say why a tolerant reading stopped."""
    stop = read.stop or Departure("syntax", read.end, read.end)
    close = broken.reader.spec.section.close
    if stop.kind == "end":
        return _ended(broken, stop)
    if stop.kind == "syntax" and close and broken.text.startswith(close, stop.start):
        return broken.finding(
            Code.E1_UNBALANCED, Severity.JUDGEMENT, (stop.start, stop.start + len(close)), "inner"
        )
    return named(broken, stop)


def _ended(broken: Broken, stop: Departure) -> Finding:
    """The literal never ends: cut short, a string without its quote, or a closer missing."""
    if broken.find_close(stop.start) >= 0:
        return broken.finding(
            Code.A1_ARGS_SYNTAX, Severity.UNRECOVERABLE, (stop.start, stop.end), "unterminated"
        )
    if broken.at_text_end:
        return broken.finding(
            Code.E2_TRUNCATED, Severity.UNRECOVERABLE, (broken.start, len(broken.text))
        )
    return broken.finding(
        Code.E1_UNBALANCED, Severity.JUDGEMENT, (stop.start, broken.limit), "inner"
    )
