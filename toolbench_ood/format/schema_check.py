"""The schema layer: whether a readable call conforms to the tool that it names (S1 to S5)."""

from collections.abc import Iterable

from jsonschema.exceptions import ValidationError

from toolbench_ood.format.checker import Checker
from toolbench_ood.readers.literals.strict_json import JsonFault, read_whole_json
from toolbench_ood.readers.specification.json_types import allowed, json_type, type_set
from toolbench_ood.types.call import Call
from toolbench_ood.types.finding import Code, Finding, Severity
from toolbench_ood.types.tool import FunctionSpec
from toolbench_ood.types.value import Json


def schema_findings(
    call: Call,
    function: FunctionSpec | None,
    span: tuple[int, int],
    call_index: int,
    checker: Checker | None = None,
) -> tuple[Finding, ...]:
    """Return the schema violations of a call; empty if there are none.

    ``function`` is None if no tool of that name is declared (S1). ``checker`` is the function's
    checker, if available.
    """
    if function is None:
        unknown = Finding(
            Code.S1_NAME_UNKNOWN, Severity.UNRECOVERABLE, *span, call_index, detail=call.name
        )
        return (unknown,)
    try:
        errors = (checker or Checker.of(function)).errors(dict(call.arguments))
    except RecursionError:
        return (_endless(span, call_index),)
    found = [_finding(error, function, span, call_index) for error in errors]
    return tuple(sorted(found, key=lambda finding: (finding.code, finding.detail)))


def _endless(span: tuple[int, int], call_index: int) -> Finding:
    """Report a schema that refers to itself endlessly, or a value too deep for a recursive one."""
    detail = (
        "the arguments cannot be checked, because the schema of the tool refers to itself too often"
    )
    return Finding(
        Code.S5_CONSTRAINT, Severity.UNRECOVERABLE, *span, call_index, "recursion", detail
    )


def _finding(
    error: ValidationError, function: FunctionSpec, span: tuple[int, int], call_index: int
) -> Finding:
    code, severity, kind = _classify(error, function)
    place = ".".join(str(step) for step in error.absolute_path)
    detail = f"{place}: {error.message}" if place else error.message
    return Finding(code, severity, *span, call_index, kind, detail[:200])


def _classify(error: ValidationError, function: FunctionSpec) -> tuple[Code, Severity, str]:
    word = str(error.validator)
    if word in ("required", "dependentRequired"):
        return Code.S2_MISSING_REQUIRED, Severity.UNRECOVERABLE, word
    if word in ("additionalProperties", "unevaluatedProperties"):
        return Code.S3_UNKNOWN_ARG, Severity.JUDGEMENT, word
    if _is_of_type(error, function):
        return Code.S5_CONSTRAINT, Severity.UNRECOVERABLE, word
    if _coercible(error, function):
        return Code.S4_TYPE, Severity.DETERMINISTIC, "coercible"
    return Code.S4_TYPE, Severity.UNRECOVERABLE, "fatal"


def _is_of_type(error: ValidationError, function: FunctionSpec) -> bool:
    """Whether the failing schema allows the value's type, so that the type is not at fault."""
    if error.validator == "type":
        return False
    types = type_set(error.schema, function["parameters"])
    return allowed(error.instance, types)


def _coercible(error: ValidationError, function: FunctionSpec) -> bool:
    """Whether the intended value is unambiguous: ``"2"`` for 2, ``3`` for ``"3"``."""
    types = type_set(error.schema, function["parameters"]) or frozenset()
    value = error.instance
    if isinstance(value, str):
        return _spells(value, types)
    return "string" in types and json_type(value) in ("integer", "number")


def _spells(text: str, types: Iterable[str]) -> bool:
    try:
        value: Json = read_whole_json(text).value
    except JsonFault:
        return False
    return not isinstance(value, str) and allowed(value, frozenset(types))
