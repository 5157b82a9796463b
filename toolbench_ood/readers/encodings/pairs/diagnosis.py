"""Names the fault of a section whose body should be a call with pairs of names and values."""

import re

from toolbench_ood.readers.encodings.departures import departures_of, stop_of
from toolbench_ood.readers.encodings.pairs.grammar import PairGrammar
from toolbench_ood.readers.literals.tolerant import tolerate
from toolbench_ood.readers.scan.broken import Attempt, BrokenSection
from toolbench_ood.readers.scan.shapes import shape_at, tag_word
from toolbench_ood.readers.text.fault import Fault, Repair, Repairs
from toolbench_ood.readers.text.marker import MarkerPattern, loose
from toolbench_ood.readers.text.marker_typos import resembles
from toolbench_ood.readers.text.scanner import skip_space
from toolbench_ood.types.finding import Code
from toolbench_ood.types.value import Json

_OPERATOR = re.compile(r"[ \t]*(?:\*\*?|[-+/%@|^~.(]|==|[<>]=?)")
_QUOTE_INSIDE = re.compile(r"""["'][\w"']""")
"""A quote that a string goes on after, at once."""

_CLOSING = frozenset(")]}>")


def diagnose_pairs(encoding: PairGrammar, broken: BrokenSection) -> Attempt:
    """Name the fault by the state in which the strict grammar stopped."""
    stop = broken.stop
    if stop.ended and (stop.start < 0 or broken.at_text_end):
        return broken.attempt(broken.truncated())
    if stop.start >= 0:
        return broken.attempt(*_in_value(broken, encoding), position=stop.position)
    return broken.attempt(_in_structure(broken, encoding))


def _without_trailing(broken: BrokenSection, encoding: PairGrammar) -> Repairs:
    """Cut a separator that nothing follows."""
    text = broken.text
    begun = broken.calls[-1].end if broken.calls else broken.body
    separator = encoding.words_at(text, skip_space(text, begun)).separator
    found = list(re.compile(loose(separator)).finditer(text, begun, broken.stop.position))
    return (Repair(*found[-1].span()),) if found else ()


_BY_PLACE = {
    "duplicate": (Code.A5_DUP_KEY, "conflict"),
    "assign": (Code.A1_ARGS_SYNTAX, "assign"),
}


def _in_structure(broken: BrokenSection, encoding: PairGrammar) -> Fault:
    place, position = broken.stop.place, broken.stop.position
    span = (position, min(position + 1, broken.limit))
    if place == "name" and _name_closes(broken, encoding, position):
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


def _name_closes(broken: BrokenSection, encoding: PairGrammar, position: int) -> bool:
    """Whether what follows a name stands where the name should."""
    spec = broken.spec
    if spec.call.name_close:
        return MarkerPattern(spec.call.name_close).stands(broken.text, position)
    opens = (form.open for form in encoding.pairs.forms)
    return broken.text.startswith(tuple(filter(None, opens)), position)


def _in_header(broken: BrokenSection, span: tuple[int, int], shape: str) -> Fault:
    """The call does not open, or its name is missing or not closed."""
    place, call = broken.stop.place, broken.spec.call
    if place == "call_open" and shape == "tag":
        return _other_tag(broken, span, call.open)
    if place == "call_open" and shape == "call":
        return broken.found(Code.P4_CHIMERA, span, shape)
    if place == "name":
        return broken.found(Code.H1_NAME_MISSING, span, "missing")
    return broken.found(Code.E1_UNBALANCED, span, "inner")


def _other_tag(broken: BrokenSection, span: tuple[int, int], marker: str) -> Fault:
    word = tag_word(broken.text, span[0], broken.limit)
    span = (span[0], span[0] + len(word) + 1)
    if word in broken.functions:
        return broken.found(Code.P4_CHIMERA, span, "name as tag", word)
    if resembles(word, marker):
        return broken.found(Code.E5_MARKER_TYPO, span, "open", word)
    return broken.found(Code.A7_KEY_ALIAS, span, "tag", word)


def _between_pairs(
    broken: BrokenSection, encoding: PairGrammar, span: tuple[int, int], shape: str
) -> Fault:
    """Neither a pair nor the end of the call stands where one of them should."""
    text, position = broken.text, span[0]
    spec = broken.spec
    outer = (spec.section.open, spec.section.close, spec.call.open)
    own = tuple(filter(None, (*outer, *(form.close for form in encoding.pairs.forms))))
    if text.startswith(own, position):
        return broken.found(Code.E1_UNBALANCED, span, "inner")
    if shape == "tag":
        markers = (spec.call.close, *(form.open for form in encoding.pairs.forms))
        word = tag_word(text, position, broken.limit)
        if any(resembles(word, marker) for marker in markers):
            return broken.found(Code.E5_MARKER_TYPO, span, "inner", word)
        return broken.found(Code.A7_KEY_ALIAS, span, "tag", word)
    if position < len(text) and text[position] in _CLOSING:
        return broken.found(Code.E1_UNBALANCED, span, "inner")
    return broken.found(Code.A1_ARGS_SYNTAX, span, "pair")


def _in_value(broken: BrokenSection, encoding: PairGrammar) -> list[Fault]:
    """A value is not written as its form asks, or its form is not closed."""
    stop = broken.stop
    span = (stop.start, max(stop.start, min(stop.position, broken.limit)))
    if stop.place == "duplicate":
        return [broken.found(Code.A5_DUP_KEY, span, "conflict")]
    if stop.place == "depth":
        return [broken.found(Code.A1_ARGS_SYNTAX, span, "depth")]
    if stop.place == "after_value":
        return [_after_value(broken, span)]
    return _written_otherwise(broken, encoding, span)


def _after_value(broken: BrokenSection, span: tuple[int, int]) -> Fault:
    """Something stands between a value and what closes its form."""
    text, position = broken.text, broken.stop.position
    if text.startswith(broken.spec.markers(), position):
        return broken.found(Code.E1_UNBALANCED, span, "inner")
    if _QUOTE_INSIDE.match(text, position - 1):
        return broken.found(Code.A3_ESCAPE, span, "unescaped_quote")
    if _OPERATOR.match(text, position):
        return broken.found(Code.A6_NONLITERAL, span, "expression")
    return broken.found(Code.A1_ARGS_SYNTAX, span, "value")


def _written_otherwise(
    broken: BrokenSection, encoding: PairGrammar, span: tuple[int, int]
) -> list[Fault]:
    """The value is written in another way: as JSON or Python would, or as nothing known."""
    read = tolerate(broken.text, span[0], broken.limit, "json")
    if not read.complete:
        return [*departures_of(broken, read, "json"), stop_of(broken, read)]
    whole, repairs = (span[0], read.end), _written_anew(broken, encoding, read.value, read.end)
    kind = "form" if broken.stop.place == "form" else "spelling"
    other = broken.found(Code.A2_ARGS_REPAIRABLE, whole, kind, repairs=repairs)
    return departures_of(broken, read, "json", repairs) or [other]


def _written_anew(broken: BrokenSection, encoding: PairGrammar, value: Json, end: int) -> Repairs:
    """Write the pair at fault in the form of its value's type."""
    begin = broken.stop.item
    start = broken.calls[-1].end if broken.calls else broken.body
    index = encoding.index_at(broken.text, skip_space(broken.text, start))
    key, form = encoding.pair_at(broken.text, begin, index)
    after = skip_space(broken.text, end)
    if form.close and broken.text.startswith(form.close, after):
        end = after + len(form.close)
    return (Repair(begin, end, encoding.write_pair(key, value, index)),)
