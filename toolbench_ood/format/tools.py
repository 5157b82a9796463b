"""Which tool declarations a format accepts: complete, with unique names and JSON Schemas.

``declare``, ``write`` and ``grammar`` reject others with a one-sentence error. ``read`` is total:
it treats a tool that would be rejected as undeclared.
"""

import json
import marshal
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError

from toolbench_ood.format.checker import Checker
from toolbench_ood.readers.specification.json_types import pointed
from toolbench_ood.types.errors import UserError
from toolbench_ood.types.tool import FunctionSpec, ToolSpec
from toolbench_ood.types.value import encodable

if TYPE_CHECKING:
    import jsonschema_rs

_FORM = '{"type": "function", "function": {"name": …, "description": …, "parameters": {…}}}'
_DATA_WORDS = frozenset({"const", "default", "enum", "examples"})
"""Schema keywords whose values are not schemas."""


class Declared(tuple[ToolSpec, ...]):  # noqa: SLOT001  # cached properties need its __dict__
    """Immutable declarations, so that properties derived from them can be cached.

    The same tools recur in every message of a case and in many cases, so equal ones share an
    instance.
    """

    @classmethod
    def of(cls, tools: Sequence[ToolSpec]) -> "Declared":
        """Return the tools, unchanged if they are already an instance."""
        if isinstance(tools, cls):
            return tools
        try:
            return _kept(marshal.dumps(list(tools), 2))
        except ValueError:  # some tool contains something other than plain data
            return cls(tools)

    @cached_property
    def faults(self) -> Sequence[str]:
        """The fault of each tool; empty text for a valid one."""
        names: list[str] = []
        return tuple(_fault(tool, names) for tool in self)

    @cached_property
    def functions(self) -> Mapping[str, FunctionSpec]:
        """The functions that ``declare`` would accept, by name."""
        sound = (tool for tool, fault in zip(self, self.faults, strict=True) if not fault)
        return {tool["function"]["name"]: tool["function"] for tool in sound}

    @cached_property
    def order(self) -> Mapping[str, tuple[str, ...]]:
        """The parameters of each of these functions, in declared order."""
        return {
            name: tuple(function["parameters"].get("properties", ()))
            for name, function in self.functions.items()
        }

    def checker(self, name: str) -> Checker | None:
        """Return the argument checker of one of these functions; None for any other name."""
        if name not in self._checkers:
            if name not in self.functions:
                return None
            self._checkers[name] = Checker.of(self.functions[name])
        return self._checkers[name]

    @cached_property
    def _checkers(self) -> dict[str, Checker]:
        return {}

    @cached_property
    def text(self) -> str:
        """The complete declarations as JSON."""
        return json.dumps(self)


def checked_functions(tools: Sequence[ToolSpec]) -> Mapping[str, FunctionSpec]:
    """Index declarations by function name; raises UserError for the first invalid one."""
    declared = Declared.of(tools)
    for at, fault in enumerate(declared.faults):
        if fault:
            raise UserError(f"tool {at} of {len(tools)} {fault}")
    return declared.functions


def sound_functions(tools: Sequence[ToolSpec]) -> Mapping[str, FunctionSpec]:
    """Index the valid declarations by function name, and skip the others."""
    return Declared.of(tools).functions


@lru_cache(maxsize=256)
def _kept(content: bytes) -> Declared:
    return Declared(marshal.loads(content))  # noqa: S302 - written only by Declared.of


def _fault(tool: Any, names: list[str]) -> str:
    """Return the fault of a tool, and add its name to the names in use."""
    function = tool.get("function") if isinstance(tool, Mapping) else None
    if not isinstance(function, Mapping) or tool.get("type") != "function":
        return f"is not of the form {_FORM}: {_shown(tool)}"
    name = function.get("name")
    if not isinstance(name, str) or not name or not encodable(name):
        return f"has no name of one or more characters: {_shown(function)}"
    if not isinstance(function.get("description"), str):
        return f"({name!r}) has no description; give it one, as text"
    if name in names:
        return f"has the name {name!r}, as another tool does; rename one of them"
    names.append(name)
    fault = _parameters_fault(function.get("parameters"))
    return f"({name!r}) {fault}" if fault else ""


def _parameters_fault(schema: Any) -> str:
    if not isinstance(schema, Mapping):
        return 'has no parameters; give a JSON Schema, for none {"type": "object"}'
    try:
        return _schema_fault(json.dumps(schema))
    except RecursionError:
        return "has parameters that are nested too deeply"
    except (TypeError, ValueError) as error:
        return f"has parameters that are not JSON: {error}"


_PATTERN = '"pattern'
"""Prefix of keywords with regular expressions: jsonschema compiles them, as Python does."""


@cache
def _schemas() -> "jsonschema_rs.Draft202012Validator":
    """Return a validator that recognises schemas in microseconds; jsonschema takes 4 ms."""
    import jsonschema_rs  # noqa: PLC0415  # most commands check no schema

    return jsonschema_rs.Draft202012Validator(Draft202012Validator.META_SCHEMA)


@lru_cache(maxsize=2048)
def _schema_fault(text: str) -> str:
    """Return the fault of a JSON Schema; the same one recurs in many tools of many formats."""
    schema = json.loads(text)
    try:
        if _PATTERN in text or not _schemas().is_valid(schema):
            Draft202012Validator.check_schema(schema)
        lost = next((each for each in _references(schema) if not _leads_to_one(schema, each)), None)
    except SchemaError as error:
        place = ".".join(map(str, error.absolute_path)) or "the top"
        return f"has parameters that are not a JSON Schema, at {place}: {error.message[:200]}"
    if lost is not None:
        return f"has parameters with the $ref {lost!r}, which does not lead to a schema inside them"
    return ""


def _references(schema: Mapping[str, Any]) -> Iterator[str]:
    """Yield every reference in a schema."""
    pending: list[Any] = [schema]
    while pending:
        part = pending.pop()
        if isinstance(part, Mapping):
            if isinstance(part.get("$ref"), str):
                yield part["$ref"]
            pending.extend(value for word, value in part.items() if word not in _DATA_WORDS)
        elif isinstance(part, list):
            pending.extend(part)


def _leads_to_one(schema: Mapping[str, Any], reference: str) -> bool:
    inside = reference == "#" or reference.startswith("#/")
    return inside and isinstance(pointed(schema, reference), Mapping | bool)


def _shown(value: Any) -> str:
    return repr(value)[:120]
