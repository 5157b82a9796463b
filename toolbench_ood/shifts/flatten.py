"""``flatten``: the members of an object are arguments of their own."""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from toolbench_ood.shifts.layer import Layer, Tools
from toolbench_ood.shifts.shift import Shift, own_tools
from toolbench_ood.tasks.situation import Situation
from toolbench_ood.types.call import Call
from toolbench_ood.types.tool import ToolSpec
from toolbench_ood.types.value import Json


@dataclass(frozen=True, slots=True)
class _Member:
    """One member of an object that is an argument."""

    argument: str
    key: str

    @property
    def name(self) -> str:
        return f"{self.argument}_{self.key}"


class _Flat(Layer):
    def __init__(self, tools: Tools) -> None:
        self._members = {tool["function"]["name"]: members(tool) for tool in tools}
        self._needed = {tool["function"]["name"]: _lifted_and_required(tool) for tool in tools}
        super().__init__(tuple(_flat(tool) for tool in tools))

    def inward(self, call: Call) -> Call:
        arguments: dict[str, Json] = {
            **call.arguments,
            **{name: {} for name in self._needed[call.name]},
        }
        for name, member in self._members[call.name].items():
            if name in arguments:
                arguments.setdefault(member.argument, {})[member.key] = arguments.pop(name)
        return replace(call, arguments=arguments)

    def outward(self, call: Call) -> Call:
        lifted = {member.argument for member in self._members[call.name].values()}
        arguments: dict[str, Json] = {}
        for name, value in call.arguments.items():
            if name in lifted:
                arguments |= {_Member(name, key).name: child for key, child in value.items()}
            else:
                arguments[name] = value
        return replace(call, arguments=arguments)


def members(tool: ToolSpec) -> Mapping[str, _Member]:
    """Return the members that can be lifted by their new names; empty where there are none."""
    properties = tool["function"]["parameters"]["properties"]
    found: dict[str, _Member] = {}
    for argument, schema in properties.items():
        new = {each.name: each for each in _members(argument, schema)}
        if not new.keys() & (properties.keys() | found.keys()):
            found |= new
    return found


def _members(argument: str, schema: Mapping[str, Any]) -> Iterator[_Member]:
    """An object can be lifted when it is closed and can be told from an absent one."""
    if schema.get("type") == "object" and not schema.get("additionalProperties"):
        yield from (_Member(argument, key) for key in schema.get("properties", ()))


def _lifted_and_required(tool: ToolSpec) -> AbstractSet[str]:
    """Return the objects that a call must give, though none of their members may be needed."""
    lifted = {member.argument for member in members(tool).values()}
    return lifted & set(tool["function"]["parameters"]["required"])


def _flat(tool: ToolSpec) -> ToolSpec:
    function = tool["function"]
    parameters = function["parameters"]
    properties: dict[str, Any] = {}
    required: list[str] = []
    lifted = {member.argument for member in members(tool).values()}
    for name, schema in parameters["properties"].items():
        if name in lifted:
            properties |= {
                _Member(name, key).name: _described(schema, child)
                for key, child in schema["properties"].items()
            }
            if name in parameters["required"]:
                required += [_Member(name, key).name for key in schema.get("required", ())]
        else:
            properties[name] = schema
            required += [name] if name in parameters["required"] else []
    flat = {**parameters, "properties": properties, "required": required}
    return {"type": "function", "function": {**function, "parameters": flat}}


def _described(schema: Mapping[str, Any], child: Mapping[str, Any]) -> dict[str, Any]:
    """Put its object's description before a member's own."""
    texts = (schema.get("description"), child.get("description"))
    return {**child, "description": " ".join(text for text in texts if text)}


def _make(situation: Situation, tools: Tools, rng: Random) -> Layer:
    del situation, rng
    return _Flat(tools)


def _obstacle(situation: Situation, tools: Tools) -> str | None:
    if any(map(members, own_tools(situation, tools))):
        return None
    return "none of its tools takes an object whose members could be arguments of their own"


FLATTEN = Shift(
    "flatten",
    changes="the members of object arguments become arguments themselves",
    holds="the members' types, asks, results, and the effect of a call",
    make=_make,
    obstacle=_obstacle,
)
