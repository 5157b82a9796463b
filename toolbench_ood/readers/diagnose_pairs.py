"""Names the fault of a section whose body should be a call with pairs of names and values."""

import re

from toolbench_ood.readers.attempt import Attempt, Broken
from toolbench_ood.readers.departures import departures_of, stop_of
from toolbench_ood.readers.indexed import Marker
from toolbench_ood.readers.pair_words import loose
from toolbench_ood.readers.pairs import PairsEncoding
from toolbench_ood.readers.repair import Diagnosis, Repair, Repairs
from toolbench_ood.readers.scanner import skip_space
from toolbench_ood.readers.shapes import shape_at, tag_word
from toolbench_ood.readers.spelling import same_marker
from toolbench_ood.readers.tolerant import tolerate
from toolbench_ood.types.finding import Code
from toolbench_ood.types.value import Json

_OPERATOR = re.compile(r"[ \t]*(?:\*\*?|[-+/%@|^~.(]|==|[<>]=?)")
_QUOTE_INSIDE = re.compile(r"""["'][\w"']""")
"""A quote that a string goes on after, at once."""

_CLOSING = frozenset(")]}>")


def diagnose_pairs(broken: Broken, encoding: PairsEncoding) -> Attempt:
    """Name the fault by the state in which the strict grammar stopped."""
    fault = broken.fault
    if fault.ended and (fault.start < 0 or broken.at_text_end):
        return broken.attempt(broken.truncated())
    if fault.start >= 0:
        return broken.attempt(*_in_value(broken, encoding), position=fault.position)
    return broken.attempt(_in_structure(broken, encoding))


def _without_trailing(broken: Broken, encoding: PairsEncoding) -> Repairs:
    """Cut a separator that nothing follows."""
    text = broken.text
    begun = broken.calls[-1].end if broken.calls else broken.body
    separator = encoding.words_at(text, skip_space(text, begun)).separator
    found = list(re.compile(loose(separator)).finditer(text, begun, broken.fault.position))
    return (Repair(*found[-1].span()),) if found else ()


_BY_PLACE = {
    "duplicate": (Code.A5_DUP_KEY, "conflict"),
    "assign": (Code.A1_ARGS_SYNTAX, "assign"),
}


def _in_structure(broken: Broken, encoding: PairsEncoding) -> Diagnosis:
    place, position = broken.fault.place, broken.fault.position
    span = (position, min(position + 1, broken.limit))
    if place == "name" and _name_closes(broken, position):
        return broken.found(Code.H1_NAME_MISSING, span, "empty")
    shape = shape_at(broken.text, position, broken.limit)
    if shape == "json" and place in ("call_open", "name", "pair", "key", "parameter"):
        return broken.found(Code.P4_CHIMERA, span, "json")
    if place in ("call_open", "name", "name_close"):
        return _in_header(broken, span, shape)
    if place == "trailing":
        cut = _without_trailing(broken, encoding)
        return broken.found(Code.A2_ARGS_REPAIRABLE, span, "trailing_comma", repairs=cut)
    if place in _BY_PLACE:
        code, kind = _BY_PLACE[place]
        return broken.found(code, span, kind)
    return _between_pairs(broken, encoding, span, shape)


def _name_closes(broken: Broken, position: int) -> bool:
    """Whether what follows a name stands where the name should."""
    spec = broken.reader.spec
    if spec.call.name_close:
        return Marker(spec.call.name_close).stands(broken.text, position)
    opens = (form.open for form in getattr(spec.arguments, "forms", ()))
    return broken.text.startswith(tuple(filter(None, opens)), position)


def _in_header(broken: Broken, span: tuple[int, int], shape: str) -> Diagnosis:
    """The call does not open, or its name is missing or not closed."""
    place, call = broken.fault.place, broken.reader.spec.call
    if place == "call_open" and shape == "tag":
        return _other_tag(broken, span, call.open)
    if place == "call_open" and shape == "call":
        return broken.found(Code.P4_CHIMERA, span, shape)
    if place == "name":
        return broken.found(Code.H1_NAME_MISSING, span, "missing")
    return broken.found(Code.E1_UNBALANCED, span, "inner")


def _other_tag(broken: Broken, span: tuple[int, int], marker: str) -> Diagnosis:
    word = tag_word(broken.text, span[0], broken.limit)
    span = (span[0], span[0] + len(word) + 1)
    if word in broken.functions:
        return broken.found(Code.P4_CHIMERA, span, "name as tag", word)
    if same_marker(word, marker):
        return broken.found(Code.E5_MARKER_TYPO, span, "open", word)
    return broken.found(Code.A7_KEY_ALIAS, span, "tag", word)


def _between_pairs(
    broken: Broken, encoding: PairsEncoding, span: tuple[int, int], shape: str
) -> Diagnosis:
    """Neither a pair nor the end of the call stands where one of them should."""
    text, position = broken.text, span[0]
    spec = broken.reader.spec
    outer = (spec.section.open, spec.section.close, spec.call.open)
    own = tuple(filter(None, (*outer, *(form.close for form in encoding.pairs.forms))))
    if text.startswith(own, position):
        return broken.found(Code.E1_UNBALANCED, span, "inner")
    if shape == "tag":
        markers = (spec.call.close, *(form.open for form in encoding.pairs.forms))
        word = tag_word(text, position, broken.limit)
        if any(same_marker(word, marker) for marker in markers):
            return broken.found(Code.E5_MARKER_TYPO, span, "inner", word)
        return broken.found(Code.A7_KEY_ALIAS, span, "tag", word)
    if position < len(text) and text[position] in _CLOSING:
        return broken.found(Code.E1_UNBALANCED, span, "inner")
    return broken.found(Code.A1_ARGS_SYNTAX, span, "pair")


def _in_value(broken: Broken, encoding: PairsEncoding) -> list[Diagnosis]:
    """A value is not written as its form asks, or its form is not closed."""
    fault = broken.fault
    span = (fault.start, max(fault.start, min(fault.position, broken.limit)))
    if fault.place == "duplicate":
        return [broken.found(Code.A5_DUP_KEY, span, "conflict")]
    if fault.place == "depth":
        return [broken.found(Code.A1_ARGS_SYNTAX, span, "depth")]
    if fault.place == "after_value":
        return [_after_value(broken, span)]
    return _written_otherwise(broken, encoding, span)


def _after_value(broken: Broken, span: tuple[int, int]) -> Diagnosis:
    """Something stands between a value and what closes its form."""
    text, position = broken.text, broken.fault.position
    if text.startswith(broken.reader.spec.markers(), position):
        return broken.found(Code.E1_UNBALANCED, span, "inner")
    if _QUOTE_INSIDE.match(text, position - 1):
        return broken.found(Code.A3_ESCAPE, span, "unescaped_quote")
    if _OPERATOR.match(text, position):
        return broken.found(Code.A6_NONLITERAL, span, "expression")
    return broken.found(Code.A1_ARGS_SYNTAX, span, "value")


def _written_otherwise(
    broken: Broken, encoding: PairsEncoding, span: tuple[int, int]
) -> list[Diagnosis]:
    """The value is written in another way: as JSON or Python would, or as nothing known."""
    read = tolerate(broken.text, span[0], broken.limit, "json")
    if not read.complete:
        return [*departures_of(broken, read, "json"), stop_of(broken, read)]
    whole, repairs = (span[0], read.end), _spelt_anew(broken, encoding, read.value, read.end)
    kind = "form" if broken.fault.place == "form" else "spelling"
    other = broken.found(Code.A2_ARGS_REPAIRABLE, whole, kind, repairs=repairs)
    return departures_of(broken, read, "json", repairs) or [other]


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
