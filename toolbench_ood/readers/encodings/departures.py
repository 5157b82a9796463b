"""Which code each departure from a literal's grammar is, and how severe."""

from toolbench_ood.readers.literals.tolerant import Departure, DepartureKind, Tolerated
from toolbench_ood.readers.scan.broken import BrokenSection
from toolbench_ood.readers.text.fault import Fault, Repairs
from toolbench_ood.types.finding import Code

_CODES: dict[DepartureKind, Code] = {
    "single_quote": Code.A2_ARGS_REPAIRABLE,
    "trailing_comma": Code.A2_ARGS_REPAIRABLE,
    "python_literal": Code.A2_ARGS_REPAIRABLE,
    "json_literal": Code.A2_ARGS_REPAIRABLE,
    "raw_control": Code.A2_ARGS_REPAIRABLE,
    "equal_key": Code.A5_DUP_KEY,
    "duplicate_key": Code.A5_DUP_KEY,
    "escape": Code.A3_ESCAPE,
    "unescaped_quote": Code.A3_ESCAPE,
    "expression": Code.A6_NONLITERAL,
    "word": Code.A6_NONLITERAL,
    "constant": Code.A6_NONLITERAL,
    "comment": Code.A6_NONLITERAL,
    "number": Code.A1_ARGS_SYNTAX,
    "syntax": Code.A1_ARGS_SYNTAX,
    "depth": Code.A1_ARGS_SYNTAX,
}


def departures_of(
    broken: BrokenSection, read: Tolerated, dialect: str, repairs: Repairs = ()
) -> list[Fault]:
    """Name each departure that was read over; literals at home in the dialect are none.

    ``repairs`` write the value anew, where all of it was read.
    """
    at_home: DepartureKind = "json_literal" if dialect == "json" else "python_literal"
    met = [one for one in read.departures if one.kind != at_home]
    return [_named(broken, one, () if one.kind == "equal_key" else repairs) for one in met]


def _named(broken: BrokenSection, met: Departure, repairs: Repairs = ()) -> Fault:
    return broken.found(_CODES[met.kind], (met.start, met.end), met.kind, repairs=repairs)


def stop_of(broken: BrokenSection, read: Tolerated) -> Fault:
    """Say why a tolerant reading stopped."""
    stop = read.stop or Departure("syntax", read.end, read.end)
    close = broken.spec.section.close
    if stop.kind == "end":
        return _ended(broken, stop)
    if stop.kind == "syntax" and close and broken.text.startswith(close, stop.start):
        return broken.found(Code.E1_UNBALANCED, (stop.start, stop.start + len(close)), "inner")
    return _named(broken, stop)


def _ended(broken: BrokenSection, stop: Departure) -> Fault:
    """The literal never ends: cut short, a string without its quote, or a closer missing."""
    if broken.find_close(stop.start) >= 0:
        return broken.found(Code.A1_ARGS_SYNTAX, (stop.start, stop.end), "unterminated")
    if broken.at_text_end:
        return broken.truncated()
    return broken.found(Code.E1_UNBALANCED, (stop.start, broken.limit), "inner")
