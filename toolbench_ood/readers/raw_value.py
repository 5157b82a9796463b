"""What a raw text means under a parameter's schema.

With T the set of types that the schema names (``types.type_set``):

* T is exactly string: the text, verbatim.
* string is not in T: strict JSON; when it is not JSON the argument is the text itself, and either
  a finding (A1, A2, A3, A6) or the schema check (S4) says so.
* string and other types, or no type known: JSON when it is strict JSON for a value that is no
  string and whose type is in T; else the text, verbatim.
"""

import html
import re
from collections.abc import Mapping

from toolbench_ood.readers.strict_json import JsonFault, read_whole_json
from toolbench_ood.readers.tolerant import tolerate
from toolbench_ood.readers.types import TypeSet, allowed, type_set
from toolbench_ood.types.finding import Code, Finding, Severity
from toolbench_ood.types.tool import FunctionSpec
from toolbench_ood.types.value import Json

_ENTITY = re.compile(r"&(?:[A-Za-z]{2,8}|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});")
_EXPRESSION = re.compile(
    r"[-+(]*[0-9][0-9.]*[ \t]*(?:[-+*/%]|\*\*)[ \t]*[-+(0-9.A-Za-z_][-+*/%().0-9A-Za-z_ \t]*"
    r"|[-+]?(?:NaN|Infinity|nan|inf)"
    r"|[A-Za-z_][A-Za-z0-9_.]*\([^\n]*\)"
)


def parameter_types(function: FunctionSpec | None, key: str) -> TypeSet:
    """Return the type set of one parameter; None for an undeclared tool or parameter."""
    if function is None:
        return None
    parameters = function["parameters"]
    properties = parameters.get("properties")
    schema = properties.get(key) if isinstance(properties, Mapping) else None
    return type_set(schema, parameters)


def typed_value(raw: str, types: TypeSet, start: int) -> tuple[Json, tuple[Finding, ...]]:
    """Give a raw text its value; ``start`` is its offset, for findings."""
    if types is not None and "string" in types and len(types) == 1:
        return raw, ()
    end = start + len(raw)
    try:
        read = read_whole_json(raw)
    except JsonFault as fault:
        if types is None or "string" in types:
            return raw, ()
        return raw, _not_json(raw, types, fault, start)
    loose = types is None or "string" in types
    if loose and (isinstance(read.value, str) or not allowed(read.value, types)):
        return raw, ()
    if read.repeated:
        equal = Finding(Code.A5_DUP_KEY, Severity.BENIGN, start, end, kind="equal")
        return read.value, (equal,)
    return read.value, ()


def _not_json(raw: str, types: TypeSet, fault: JsonFault, start: int) -> tuple[Finding, ...]:
    """Classify a text that should be JSON and is not; empty when only its type is wrong."""
    end = start + len(raw)
    if fault.grammatical:
        return (Finding(fault.code, fault.severity, start, end, kind=fault.kind),)
    if _ENTITY.search(raw) and _is_json(html.unescape(raw)):
        return (Finding(Code.A3_ESCAPE, Severity.JUDGEMENT, start, end, kind="entity"),)
    if _EXPRESSION.fullmatch(raw.strip(" \t\n\r")):
        return (Finding(Code.A6_NONLITERAL, Severity.JUDGEMENT, start, end, kind="expression"),)
    result = tolerate(raw, 0, len(raw))
    if result.complete and not raw[result.end :].strip(" \t\n\r") and allowed(result.value, types):
        return (
            Finding(Code.A2_ARGS_REPAIRABLE, Severity.DETERMINISTIC, start, end, kind="literal"),
        )
    if (
        types is not None
        and types & {"array", "object"}
        and raw.lstrip(" \t\n\r")[:1] in ("[", "{")
    ):
        return (Finding(Code.A1_ARGS_SYNTAX, Severity.UNRECOVERABLE, start, end, kind="json"),)
    return ()


def _is_json(text: str) -> bool:
    try:
        read_whole_json(text)
    except JsonFault:
        return False
    return True
