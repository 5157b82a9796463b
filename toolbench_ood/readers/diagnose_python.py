"""Names the fault of a section whose body should be call expressions."""

import re
from dataclasses import dataclass, field

from toolbench_ood.readers.attempt import Attempt, Broken
from toolbench_ood.readers.departures import departure_findings, stop_finding
from toolbench_ood.readers.diagnose_json import declared_names, positional
from toolbench_ood.readers.grammar import PythonKwargs
from toolbench_ood.readers.literals import python_literal
from toolbench_ood.readers.names import CALLABLE, IDENTIFIER, is_identifier
from toolbench_ood.readers.repair import Diagnosis, Repair, Repairs
from toolbench_ood.readers.scanner import skip_space
from toolbench_ood.readers.shapes import json_object_in
from toolbench_ood.readers.spell import keyword_arguments
from toolbench_ood.readers.tolerant import tolerate
from toolbench_ood.types.finding import Code, Finding, Severity
from toolbench_ood.types.value import Json, same_value

_OPERATOR = re.compile(r"\*\*?|[-+/%@|&^~.(]|if\b|or\b|and\b|for\b|in\b|is\b|==|[<>]=?")
_LITERALS = frozenset({"True", "False", "None", "true", "false", "null", "not", "lambda"})


@dataclass(slots=True)
class _Args:
    """The arguments of one call as far as they could be taken."""

    position: int
    positional: list[Json] = field(default_factory=list)
    keyword: dict[str, Json] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    closed: bool = False


def diagnose_python(broken: Broken, position: int) -> Attempt:
    """Name the fault of the call that starts (or should start) at the position."""
    text = broken.text
    match = CALLABLE.match(text, position, broken.limit)
    call = broken.reader.spec.call
    opening = skip_space(text, match.end()) if match else position
    if not text.startswith(call.name_close, opening):
        return broken.attempt(_no_header(broken, position), position=position)
    name = match.group() if match else ""
    if not match:
        span = (position, opening + len(call.name_close))
        missing = broken.finding(Code.H1_NAME_MISSING, Severity.UNRECOVERABLE, span, "missing")
        return broken.attempt(missing, position=position)
    begin = opening + len(call.name_close)
    taken = _take(broken, begin)
    findings, repairs = taken.findings, taken.repairs
    if taken.positional:
        found = _by_position(broken, name, taken, (position, begin, taken.position))
        findings.append(found.finding)
        repairs.extend(found.repairs)
    if not findings:
        findings.append(_unexplained(broken, taken.position))
    return broken.attempt(*findings, position=taken.position, repairs=tuple(repairs))


def _no_header(broken: Broken, position: int) -> Finding:
    if position >= len(broken.text) or not broken.text[position : broken.limit].strip(" \t\n\r"):
        span = (broken.start, broken.limit)
        return broken.finding(Code.E2_TRUNCATED, Severity.UNRECOVERABLE, span)
    span = (position, min(position + 1, broken.limit))
    return broken.finding(Code.A1_ARGS_SYNTAX, Severity.UNRECOVERABLE, span, "header")


def _unexplained(broken: Broken, position: int) -> Finding:
    span = (position, min(position + 1, broken.limit))
    return broken.finding(Code.A1_ARGS_SYNTAX, Severity.UNRECOVERABLE, span, "syntax")


def _take(broken: Broken, position: int) -> _Args:
    """Take arguments until the call closes or a fault stops it."""
    spec = broken.reader.spec
    arguments = spec.arguments
    separator = getattr(arguments, "separator", ",")
    taken = _Args(skip_space(broken.text, position))
    if broken.text.startswith(spec.call.close, taken.position):
        taken.closed = True
        return taken
    while _take_one(broken, taken):
        if broken.text.startswith(spec.call.close, taken.position):
            taken.closed = True
            break
        if not broken.text.startswith(separator, taken.position):
            taken.findings.append(_after_value(broken, taken.position))
            break
        comma = Repair(taken.position, taken.position + len(separator))
        taken.position = skip_space(broken.text, comma.end)
        if broken.text.startswith(spec.call.close, taken.position):
            span = (taken.position - 1, taken.position)
            taken.findings.append(
                broken.finding(
                    Code.A2_ARGS_REPAIRABLE, Severity.DETERMINISTIC, span, "trailing_comma"
                )
            )
            taken.repairs.append(comma)
            taken.closed = True
            break
    return taken


def _take_one(broken: Broken, taken: _Args) -> bool:
    """Take one argument; False when a fault was noted that nothing can follow."""
    text, start = broken.text, taken.position
    match = IDENTIFIER.match(text, start, broken.limit)
    assign = skip_space(text, match.end()) if match else start
    key = ""
    if match and text.startswith("=", assign) and not text.startswith("==", assign):
        key = match.group()
        start = skip_space(text, assign + 1)
    elif text.startswith("*", start):
        taken.findings.append(_nonliteral(broken, (start, start + 1), "unpacking"))
        return False
    elif match and _runs_on(text, match.group(), match.end(), assign):
        taken.findings.append(_unexplained(broken, assign))
        return False
    read = tolerate(text, start, broken.limit, "python")
    constants = getattr(broken.reader.spec.arguments, "constants", "python")
    departures = departure_findings(broken, read, constants)
    taken.findings.extend(departures)
    if not read.complete:
        taken.findings.append(stop_finding(broken, read))
        taken.position = read.end
        return False
    if departures:
        taken.repairs.append(Repair(start, read.end, python_literal(read.value)))
    taken.position = skip_space(text, read.end)
    return _keep(broken, taken, key, read.value, (start, read.end))


def _runs_on(text: str, word: str, end: int, following: int) -> bool:
    """Whether a word is followed by a value as if an assignment stood between."""
    mark = text[following : following + 1]
    if word in _LITERALS or not mark:
        return False
    return mark in ":{[" or (following > end and (mark.isalnum() or mark in "'\""))


def _keep(broken: Broken, taken: _Args, key: str, value: Json, span: tuple[int, int]) -> bool:
    if not key:
        taken.positional.append(value)
        return True
    if not is_identifier(key):
        taken.findings.append(
            broken.finding(Code.A1_ARGS_SYNTAX, Severity.UNRECOVERABLE, span, "keyword", key)
        )
    elif key in taken.keyword and not same_value(taken.keyword[key], value):
        taken.findings.append(
            broken.finding(Code.A5_DUP_KEY, Severity.JUDGEMENT, span, "conflict", key)
        )
    taken.keyword[key] = value
    return True


def _after_value(broken: Broken, position: int) -> Finding:
    """Neither separator nor close stands after a value."""
    text = broken.text
    if position >= broken.limit:
        if broken.at_text_end:
            span = (broken.start, len(text))
            return broken.finding(Code.E2_TRUNCATED, Severity.UNRECOVERABLE, span)
        span = (position, broken.limit)
        return broken.finding(Code.E1_UNBALANCED, Severity.JUDGEMENT, span, "inner")
    close = broken.reader.spec.section.close
    if close and text.startswith(close, position):
        span = (position, position + len(close))
        return broken.finding(Code.E1_UNBALANCED, Severity.JUDGEMENT, span, "inner")
    if text.startswith("#", position):
        return _nonliteral(broken, (position, position + 1), "comment")
    if _OPERATOR.match(text, position):
        return _nonliteral(broken, (position, position + 1), "expression")
    return _unexplained(broken, position)


def _nonliteral(broken: Broken, span: tuple[int, int], kind: str) -> Finding:
    return broken.finding(Code.A6_NONLITERAL, Severity.JUDGEMENT, span, kind)


def _by_position(
    broken: Broken, name: str, taken: _Args, places: tuple[int, int, int]
) -> Diagnosis:
    """Positional arguments: an object, an object in a string, or values.

    The places are those of the call, of its first argument and of its close.
    """
    begin, inner, end = places
    span = (begin, end)
    alone = taken.closed and len(taken.positional) == 1 and not taken.keyword
    value = taken.positional[0]
    if alone and isinstance(value, dict):
        return Diagnosis(broken.finding(Code.P4_CHIMERA, Severity.JUDGEMENT, span, "json body"))
    held = json_object_in(value) if alone and isinstance(value, str) else None
    if held is not None:
        code, severity = Code.A4_WRONG_CONTAINER, Severity.DETERMINISTIC
        finding = broken.finding(code, severity, span, "string")
        return Diagnosis(finding, _keywords(broken, held, (inner, end)))
    mixed = bool(taken.keyword) or bool(taken.findings)
    finding = positional(broken, name, 0 if mixed else len(taken.positional), span)
    if finding.severity > Severity.DETERMINISTIC:
        return Diagnosis(finding)
    named = dict(zip(declared_names(broken, name), taken.positional, strict=False))
    return Diagnosis(finding, _keywords(broken, named, (inner, end)))


def _keywords(broken: Broken, values: dict[str, Json], span: tuple[int, int]) -> Repairs:
    """Spell the arguments by their names."""
    arguments = broken.reader.spec.arguments
    if not isinstance(arguments, PythonKwargs):
        return ()
    return (Repair(*span, keyword_arguments(arguments, values)),)
