"""Layers that call tools and their arguments by other names."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from toolbench_ood.shifts.layer import Layer, Tools
from toolbench_ood.types.call import Call
from toolbench_ood.types.tool import FunctionSpec, ToolSpec
from toolbench_ood.types.value import Json


@dataclass(frozen=True, slots=True)
class Names:
    """The new names of one tool."""

    tool: str
    arguments: Mapping[str, str]
    """New name by old name, of arguments and of the keys within them; one to one."""


class Renaming(Layer):
    """Calls tools and their arguments, keys within them included, by other names."""

    def __init__(self, tools: Tools, names: Mapping[str, Names]) -> None:
        """Take the new names of each tool by its old name."""
        super().__init__(tuple(_renamed(tool, names[tool["function"]["name"]]) for tool in tools))
        self._names = names
        self._inside = _parameters(tools)
        self._outside = _parameters(self.tools)
        self._old = {new.tool: old for old, new in names.items()}

    def inward(self, call: Call) -> Call:
        """Give tool, arguments and keys their old names back."""
        old = self._old[call.name]
        back = {new: name for name, new in self._names[old].arguments.items()}
        arguments = _renamed_value(call.arguments, self._outside[call.name], back)
        return replace(call, name=old, arguments=arguments)

    def outward(self, call: Call) -> Call:
        """Give tool, arguments and keys their new names."""
        names = self._names[call.name]
        arguments = _renamed_value(call.arguments, self._inside[call.name], names.arguments)
        return replace(call, name=names.tool, arguments=arguments)


def _parameters(tools: Tools) -> Mapping[str, Json]:
    return {tool["function"]["name"]: tool["function"]["parameters"] for tool in tools}


def _renamed(tool: ToolSpec, names: Names) -> ToolSpec:
    function = tool["function"]
    renamed: FunctionSpec = {
        "name": names.tool,
        "description": function["description"],
        "parameters": _renamed_schema(function["parameters"], names.arguments),
    }
    return {"type": "function", "function": renamed}


def _renamed_schema(schema: Any, names: Mapping[str, str]) -> Any:
    """Rename the properties of a schema and of those within it."""
    if isinstance(schema, list):
        return [_renamed_schema(each, names) for each in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        keyword: _renamed_keyword(keyword, value, schema, names)
        for keyword, value in schema.items()
    }


def _renamed_keyword(keyword: str, value: Any, schema: Json, names: Mapping[str, str]) -> Any:
    if keyword == "properties":
        return {names[key]: _renamed_schema(one, names) for key, one in value.items()}
    if keyword == "required":
        return [names[key] for key in value]
    if keyword in {"default", "const"}:
        return _renamed_value(value, schema, names)
    if keyword in {"enum", "examples"}:
        return [_renamed_value(one, schema, names) for one in value]
    return _renamed_schema(value, names)


def _renamed_value(value: Any, schema: Any, names: Mapping[str, str]) -> Any:
    """Rename the keys of a value that its schema names; keys of open objects are data."""
    if not isinstance(schema, Mapping):
        return value
    for branch in schema.get("anyOf", ()):
        if _may_describe(branch, value):
            return _renamed_value(value, branch, names)
    if isinstance(value, list):
        return [_renamed_value(each, schema.get("items"), names) for each in value]
    if not isinstance(value, Mapping):
        return value
    known, others = schema.get("properties", {}), schema.get("additionalProperties")
    return {
        names[key] if key in known else key: _renamed_value(each, known.get(key, others), names)
        for key, each in value.items()
    }


def _may_describe(schema: Mapping[str, Json], value: Json) -> bool:
    """Whether a member of a union is the one that a value with keys in it follows."""
    if isinstance(value, Mapping):
        return (
            schema.get("type") == "object" and value.keys() <= schema.get("properties", {}).keys()
        )
    return isinstance(value, list) and schema.get("type") == "array"
