"""Names the fault of a section whose body should be a call with pairs of names and values."""

import re

from toolbench_ood.readers.attempt import Attempt, Broken
from toolbench_ood.readers.departures import departure_findings, stop_finding
from toolbench_ood.readers.indexed import Marker
from toolbench_ood.readers.pair_words import loose
from toolbench_ood.readers.pairs import PairsEncoding
from toolbench_ood.readers.repair import Repair, Repairs
from toolbench_ood.readers.scanner import skip_space
from toolbench_ood.readers.shapes import shape_at, tag_word
from toolbench_ood.readers.spelling import same_marker
from toolbench_ood.readers.tolerant import tolerate
from toolbench_ood.types.finding import Code, Finding, Severity
from toolbench_ood.types.value import Json

_OPERATOR = re.compile(r"[ \t]*(?:\*\*?|[-+/%@|^~.(]|==|[<>]=?)")
_QUOTE_INSIDE = re.compile(r"""["'][\w"']""")
"""A quote that a string goes on after, at once."""

_CLOSING = frozenset(")]}>")


def diagnose_pairs(broken: Broken, encoding: PairsEncoding) -> Attempt:
    """Name the fault by the state in which the strict grammar stopped."""
    fault = broken.fault
    if fault.ended and (fault.start < 0 or broken.at_text_end):
        span = (broken.start, len(broken.text))
        return broken.attempt(broken.finding(Code.E2_TRUNCATED, Severity.UNRECOVERABLE, span))
    if fault.start >= 0:
        found, repairs = _in_value(broken, encoding)
        return broken.attempt(*found, position=fault.position, repairs=repairs)
    return broken.attempt(
        _in_structure(broken, encoding), repairs=_without_trailing(broken, encoding)
    )


def _without_trailing(broken: Broken, encoding: PairsEncoding) -> Repairs:
    """Cut a separator that nothing follows."""
    if broken.fault.place != "trailing":
        return ()
    text = broken.text
    begun = broken.calls[-1].end if broken.calls else broken.body
    separator = encoding.words_at(text, skip_space(text, begun)).separator
    found = list(re.compile(loose(separator)).finditer(text, begun, broken.fault.position))
    return (Repair(*found[-1].span()),) if found else ()


_BY_PLACE = {
    "trailing": (Code.A2_ARGS_REPAIRABLE, Severity.DETERMINISTIC, "trailing_comma"),
    "duplicate": (Code.A5_DUP_KEY, Severity.JUDGEMENT, "conflict"),
    "assign": (Code.A1_ARGS_SYNTAX, Severity.UNRECOVERABLE, "assign"),
}


def _in_structure(broken: Broken, encoding: PairsEncoding) -> Finding:
    place, position = broken.fault.place, broken.fault.position
    span = (position, min(position + 1, broken.limit))
    if place == "name" and _name_closes(broken, position):
        return broken.finding(Code.H1_NAME_MISSING, Severity.UNRECOVERABLE, span, "empty")
    shape = shape_at(broken.text, position, broken.limit)
    if shape == "json" and place in ("call_open", "name", "pair", "key", "parameter"):
        return broken.finding(Code.P4_CHIMERA, Severity.JUDGEMENT, span, "json")
    if place in ("call_open", "name", "name_close"):
        return _in_header(broken, span, shape)
    if place in _BY_PLACE:
        code, severity, kind = _BY_PLACE[place]
        return broken.finding(code, severity, span, kind)
    return _between_pairs(broken, encoding, span, shape)


def _name_closes(broken: Broken, position: int) -> bool:
    """Whether what follows a name stands where the name should."""
    spec = broken.reader.spec
    if spec.call.name_close:
        return Marker(spec.call.name_close).stands(broken.text, position)
    opens = (form.open for form in getattr(spec.arguments, "forms", ()))
    return broken.text.startswith(tuple(filter(None, opens)), position)


def _in_header(broken: Broken, span: tuple[int, int], shape: str) -> Finding:
    """The call does not open, or its name is missing or not closed."""
    place, call = broken.fault.place, broken.reader.spec.call
    if place == "call_open" and shape == "tag":
        return _other_tag(broken, span, call.open)
    if place == "call_open" and shape == "call":
        return broken.finding(Code.P4_CHIMERA, Severity.JUDGEMENT, span, shape)
    if place == "name":
        return broken.finding(Code.H1_NAME_MISSING, Severity.UNRECOVERABLE, span, "missing")
    return broken.finding(Code.E1_UNBALANCED, Severity.JUDGEMENT, span, "inner")


def _other_tag(broken: Broken, span: tuple[int, int], marker: str) -> Finding:
    word = tag_word(broken.text, span[0], broken.limit)
    span = (span[0], span[0] + len(word) + 1)
    if word in broken.functions:
        return broken.finding(Code.P4_CHIMERA, Severity.JUDGEMENT, span, "name as tag", word)
    if same_marker(word, marker):
        return broken.finding(Code.E5_MARKER_TYPO, Severity.JUDGEMENT, span, "open", word)
    return broken.finding(Code.A7_KEY_ALIAS, Severity.DETERMINISTIC, span, "tag", word)


def _between_pairs(
    broken: Broken, encoding: PairsEncoding, span: tuple[int, int], shape: str
) -> Finding:
    """Neither a pair nor the end of the call stands where one of them should."""
    text, position = broken.text, span[0]
    spec = broken.reader.spec
    outer = (spec.section.open, spec.section.close, spec.call.open)
    own = tuple(filter(None, (*outer, *(form.close for form in encoding.pairs.forms))))
    if text.startswith(own, position):
        return broken.finding(Code.E1_UNBALANCED, Severity.JUDGEMENT, span, "inner")
    if shape == "tag":
        markers = (spec.call.close, *(form.open for form in encoding.pairs.forms))
        word = tag_word(text, position, broken.limit)
        if any(same_marker(word, marker) for marker in markers):
            return broken.finding(Code.E5_MARKER_TYPO, Severity.JUDGEMENT, span, "inner", word)
        return broken.finding(Code.A7_KEY_ALIAS, Severity.DETERMINISTIC, span, "tag", word)
    if position < len(text) and text[position] in _CLOSING:
        return broken.finding(Code.E1_UNBALANCED, Severity.JUDGEMENT, span, "inner")
    return broken.finding(Code.A1_ARGS_SYNTAX, Severity.UNRECOVERABLE, span, "pair")


def _in_value(broken: Broken, encoding: PairsEncoding) -> tuple[list[Finding], Repairs]:
    """A value is not written as its form asks, or its form is not closed."""
    fault = broken.fault
    span = (fault.start, max(fault.start, min(fault.position, broken.limit)))
    if fault.place == "duplicate":
        return [broken.finding(Code.A5_DUP_KEY, Severity.JUDGEMENT, span, "conflict")], ()
    if fault.place == "depth":
        return [broken.finding(Code.A1_ARGS_SYNTAX, Severity.UNRECOVERABLE, span, "depth")], ()
    if fault.place == "after_value":
        return [_after_value(broken, span)], ()
    return _misspelt(broken, encoding, span)


def _after_value(broken: Broken, span: tuple[int, int]) -> Finding:
    """Something stands between a value and what closes its form."""
    text, position = broken.text, broken.fault.position
    if text.startswith(broken.reader.spec.markers(), position):
        return broken.finding(Code.E1_UNBALANCED, Severity.JUDGEMENT, span, "inner")
    if _QUOTE_INSIDE.match(text, position - 1):
        return broken.finding(Code.A3_ESCAPE, Severity.JUDGEMENT, span, "unescaped_quote")
    if _OPERATOR.match(text, position):
        return broken.finding(Code.A6_NONLITERAL, Severity.JUDGEMENT, span, "expression")
    return broken.finding(Code.A1_ARGS_SYNTAX, Severity.UNRECOVERABLE, span, "value")


def _misspelt(
    broken: Broken, encoding: PairsEncoding, span: tuple[int, int]
) -> tuple[list[Finding], Repairs]:
    """The value is written in another way: as JSON or Python would, or as nothing known."""
    read = tolerate(broken.text, span[0], broken.limit, "json")
    met = departure_findings(broken, read, "json")
    if not read.complete:
        return [*met, stop_finding(broken, read)], ()
    whole = (span[0], read.end)
    kind = "form" if broken.fault.place == "form" else "spelling"
    other = broken.finding(Code.A2_ARGS_REPAIRABLE, Severity.DETERMINISTIC, whole, kind)
    return met or [other], _spelt_anew(broken, encoding, read.value, read.end)


def _spelt_anew(broken: Broken, encoding: PairsEncoding, value: Json, end: int) -> Repairs:
    """Spell the pair at fault in the form of its value's type."""
    begin = broken.fault.item
    start = broken.calls[-1].end if broken.calls else broken.body
    index = encoding.index_at(broken.text, skip_space(broken.text, start))
    key, form = encoding.pair_at(broken.text, begin, index)
    after = skip_space(broken.text, end)
    if form.close and broken.text.startswith(form.close, after):
        end = after + len(form.close)
    return (Repair(begin, end, encoding.spelt_pair(key, value, index)),)
