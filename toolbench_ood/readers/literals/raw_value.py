"""What a raw text means under a parameter's schema.

With T the set of types that the schema names (``json_types.type_set``):

* T is exactly string: the text, verbatim.
* string is not in T: strict JSON; when it is not JSON the argument is the text itself, and either
  a finding (A1, A2, A3, A6) or the schema check (S4) says so.
* string and other types, or no type known: JSON when it is strict JSON for a value that is no
  string and whose type is in T; else the text, verbatim.
"""

import html
import re
from collections.abc import Mapping
from typing import NamedTuple

from toolbench_ood.readers.literals.as_text import json_text
from toolbench_ood.readers.literals.strict_json import JsonFault, read_whole_json
from toolbench_ood.readers.literals.tolerant import tolerate
from toolbench_ood.readers.specification.json_types import TypeSet, allowed, type_set
from toolbench_ood.readers.text.fault import Fault, Repair, fault
from toolbench_ood.types.finding import Code
from toolbench_ood.types.tool import FunctionSpec
from toolbench_ood.types.value import Json

_ENTITY = re.compile(r"&(?:[A-Za-z]{2,8}|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});")
_EXPRESSION = re.compile(
    r"[-+(]*[0-9][0-9.]*[ \t]*(?:[-+*/%]|\*\*)[ \t]*[-+(0-9.A-Za-z_][-+*/%().0-9A-Za-z_ \t]*"
    r"|[-+]?(?:NaN|Infinity|nan|inf)"
    r"|[A-Za-z_][A-Za-z0-9_.]*\([^\n]*\)"
)


class Typed(NamedTuple):
    """What a raw text means."""

    value: Json
    fault: Fault | None = None


def parameter_types(function: FunctionSpec | None, key: str) -> TypeSet:
    """Return the type set of one parameter; None for an undeclared tool or parameter."""
    if function is None:
        return None
    parameters = function["parameters"]
    properties = parameters.get("properties")
    schema = properties.get(key) if isinstance(properties, Mapping) else None
    return type_set(schema, parameters)


def typed_value(raw: str, types: TypeSet, start: int) -> Typed:
    """Give a raw text its value; ``start`` is its offset, for findings."""
    if types is not None and "string" in types and len(types) == 1:
        return Typed(raw)
    end = start + len(raw)
    try:
        read = read_whole_json(raw)
    except JsonFault as error:
        if types is None or "string" in types:
            return Typed(raw)
        return Typed(raw, _not_json(raw, types, error, (start, end)))
    loose = types is None or "string" in types
    if loose and (isinstance(read.value, str) or not allowed(read.value, types)):
        return Typed(raw)
    if read.repeated:
        return Typed(read.value, fault(Code.A5_DUP_KEY, (start, end), "equal"))
    return Typed(read.value)


def _not_json(raw: str, types: TypeSet, error: JsonFault, span: tuple[int, int]) -> Fault | None:
    """Classify a text that should be JSON and is not; None when only its type is wrong."""
    if error.grammatical:
        return fault(error.code, span, error.kind)
    if _ENTITY.search(raw) and _is_json(html.unescape(raw)):
        return fault(Code.A3_ESCAPE, span, "entity")
    if _EXPRESSION.fullmatch(raw.strip(" \t\n\r")):
        return fault(Code.A6_NONLITERAL, span, "expression")
    result = tolerate(raw, 0, len(raw))
    if result.complete and not raw[result.end :].strip(" \t\n\r") and allowed(result.value, types):
        written = (Repair(*span, json_text(result.value)),)
        return fault(Code.A2_ARGS_REPAIRABLE, span, "literal", repairs=written)
    compound = types is not None and types & {"array", "object"}
    if compound and raw.lstrip(" \t\n\r")[:1] in ("[", "{"):
        return fault(Code.A1_ARGS_SYNTAX, span, "json")
    return None


def _is_json(text: str) -> bool:
    try:
        read_whole_json(text)
    except JsonFault:
        return False
    return True
