"""Names the fault of a section whose body should be call expressions."""

import re
from dataclasses import dataclass, field

from toolbench_ood.readers.encodings.departures import departures_of, stop_of
from toolbench_ood.readers.encodings.pairs.expression import ExpressionGrammar
from toolbench_ood.readers.literals.tolerant import tolerate
from toolbench_ood.readers.scan.broken import Attempt, BrokenSection
from toolbench_ood.readers.scan.shapes import json_object_in, shape_at
from toolbench_ood.readers.specification.names import CALLABLE, IDENTIFIER, is_identifier
from toolbench_ood.readers.text.calls import Span
from toolbench_ood.readers.text.fault import Fault, Repair, Repairs
from toolbench_ood.readers.text.scanner import skip_space
from toolbench_ood.types.finding import Code
from toolbench_ood.types.value import Json, same_value

_OPERATOR = re.compile(r"\*\*?|[-+/%@|&^~.(]|if\b|or\b|and\b|for\b|in\b|is\b|==|[<>]=?")
_LITERALS = frozenset({"True", "False", "None", "true", "false", "null", "not", "lambda"})


@dataclass(slots=True)
class _Args:
    """The arguments of one call as far as they could be taken."""

    position: int
    positional: list[Json] = field(default_factory=list)
    keyword: dict[str, Json] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    closed: bool = False


def diagnose_expression(
    grammar: ExpressionGrammar, broken: BrokenSection, position: int
) -> Attempt:
    """Name the fault of the call that starts (or should start) at the position."""
    text = broken.text
    if shape_at(text, position, broken.limit) in ("json", "tag"):
        return broken.attempt(broken.chimera(position))
    match = CALLABLE.match(text, position, broken.limit)
    call = broken.spec.call
    opening = skip_space(text, match.end()) if match else position
    if not text.startswith(call.name_close, opening):
        return broken.attempt(_no_header(broken, position), position=position)
    name = match.group() if match else ""
    if not match:
        span = (position, opening + len(call.name_close))
        missing = broken.found(Code.H1_NAME_MISSING, span, "missing")
        return broken.attempt(missing, position=position)
    begin = opening + len(call.name_close)
    taken = _take(grammar, broken, begin)
    faults = taken.faults
    if taken.positional:
        faults.append(_by_position(grammar, broken, name, taken, (position, begin, taken.position)))
    if not faults:
        faults.append(_unexplained(broken, taken.position))
    return broken.attempt(*faults, position=taken.position)


def _no_header(broken: BrokenSection, position: int) -> Fault:
    if position >= len(broken.text) or not broken.text[position : broken.limit].strip(" \t\n\r"):
        return broken.found(Code.E2_TRUNCATED, (broken.start, broken.limit))
    return _unexplained(broken, position, "header")


def _unexplained(broken: BrokenSection, position: int, kind: str = "syntax") -> Fault:
    span = (position, min(position + 1, broken.limit))
    return broken.found(Code.A1_ARGS_SYNTAX, span, kind)


def _take(grammar: ExpressionGrammar, broken: BrokenSection, position: int) -> _Args:
    """Take arguments until the call closes or a fault stops it."""
    spec, separator = broken.spec, grammar.pairs.separator
    taken = _Args(skip_space(broken.text, position))
    if broken.text.startswith(spec.call.close, taken.position):
        taken.closed = True
        return taken
    while _take_one(grammar, broken, taken):
        if broken.text.startswith(spec.call.close, taken.position):
            taken.closed = True
            break
        if not broken.text.startswith(separator, taken.position):
            taken.faults.append(_after_value(broken, taken.position))
            break
        comma = Repair(taken.position, taken.position + len(separator))
        taken.position = skip_space(broken.text, comma.end)
        if broken.text.startswith(spec.call.close, taken.position):
            span = (taken.position - 1, taken.position)
            code = Code.A2_ARGS_REPAIRABLE
            taken.faults.append(broken.found(code, span, "trailing_comma", repairs=(comma,)))
            taken.closed = True
            break
    return taken


def _take_one(grammar: ExpressionGrammar, broken: BrokenSection, taken: _Args) -> bool:
    """Take one argument; False when a fault was noted that nothing can follow."""
    text, start = broken.text, taken.position
    match = IDENTIFIER.match(text, start, broken.limit)
    assign = skip_space(text, match.end()) if match else start
    key = ""
    if match and text.startswith("=", assign) and not text.startswith("==", assign):
        key = match.group()
        start = skip_space(text, assign + 1)
    elif text.startswith("*", start):
        taken.faults.append(broken.found(Code.A6_NONLITERAL, (start, start + 1), "unpacking"))
        return False
    elif match and _runs_on(text, match.group(), match.end(), assign):
        taken.faults.append(_unexplained(broken, assign))
        return False
    read = tolerate(text, start, broken.limit, "python")
    home = grammar.pairs.literal.constants
    if not read.complete:
        taken.faults += [*departures_of(broken, read, home), stop_of(broken, read)]
        taken.position = read.end
        return False
    written = (Repair(start, read.end, grammar.codec(grammar.pairs.forms[0]).write(read.value)),)
    taken.faults += departures_of(broken, read, home, written)
    taken.position = skip_space(text, read.end)
    return _keep(broken, taken, key, read.value, (start, read.end))


def _runs_on(text: str, word: str, end: int, following: int) -> bool:
    """Whether a word is followed by a value as if an assignment stood between."""
    mark = text[following : following + 1]
    if word in _LITERALS or not mark:
        return False
    return mark in ":{[" or (following > end and (mark.isalnum() or mark in "'\""))


def _keep(broken: BrokenSection, taken: _Args, key: str, value: Json, span: Span) -> bool:
    if not key:
        taken.positional.append(value)
        return True
    if not is_identifier(key):
        taken.faults.append(broken.found(Code.A1_ARGS_SYNTAX, span, "keyword", key))
    elif key in taken.keyword and not same_value(taken.keyword[key], value):
        taken.faults.append(broken.found(Code.A5_DUP_KEY, span, "conflict", key))
    taken.keyword[key] = value
    return True


def _after_value(broken: BrokenSection, position: int) -> Fault:
    """Neither separator nor close stands after a value."""
    text = broken.text
    if position >= broken.limit:
        if broken.at_text_end:
            return broken.truncated()
        span = (position, broken.limit)
        return broken.found(Code.E1_UNBALANCED, span, "inner")
    close = broken.spec.section.close
    if close and text.startswith(close, position):
        span = (position, position + len(close))
        return broken.found(Code.E1_UNBALANCED, span, "inner")
    span = (position, position + 1)
    if text.startswith("#", position):
        return broken.found(Code.A6_NONLITERAL, span, "comment")
    if _OPERATOR.match(text, position):
        return broken.found(Code.A6_NONLITERAL, span, "expression")
    return _unexplained(broken, position)


def _by_position(
    grammar: ExpressionGrammar,
    broken: BrokenSection,
    name: str,
    taken: _Args,
    places: tuple[int, int, int],
) -> Fault:
    """Positional arguments: an object, an object in a string, or values.

    The places are those of the call, of its first argument and of its close.
    """
    begin, inner, end = places
    span = (begin, end)
    alone = taken.closed and len(taken.positional) == 1 and not taken.keyword
    value = taken.positional[0]
    if alone and isinstance(value, dict):
        return broken.found(Code.P4_CHIMERA, span, "json body")
    held = json_object_in(value) if alone and isinstance(value, str) else None
    if held is not None:
        repairs = _keywords(grammar, held, (inner, end))
        return broken.found(Code.A4_WRONG_CONTAINER, span, "string", repairs=repairs)
    mixed = bool(taken.keyword) or bool(taken.faults)
    named = {} if mixed else broken.by_declared_order(name, taken.positional)
    repairs = _keywords(grammar, named, (inner, end)) if named else ()
    return broken.found(Code.A6_NONLITERAL, span, "positional", repairs=repairs)


def _keywords(grammar: ExpressionGrammar, values: dict[str, Json], span: Span) -> Repairs:
    """Write the arguments by their names."""
    return (Repair(*span, grammar.write_arguments(values)),)
