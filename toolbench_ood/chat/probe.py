"""Known calls and tools for probing how a chat template renders them."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from toolbench_ood.types.call import Call
from toolbench_ood.types.tool import ToolSpec
from toolbench_ood.types.value import Json

PROBE_CALLS = (
    Call("get_weather", {"city": "Paris", "days": 3}),
    Call("get_time", {"place": "Oslo", "hours": 12}),
)
PROBE_QUESTION = "What is the weather in Paris, and what time is it in Oslo?"
PROBE_KEY = "setting"
"""The argument of the calls that :func:`kind_calls` returns."""

KINDS: Mapping[str, Json] = MappingProxyType(
    {
        "texts": "two words",
        "texts that spell a number": "007",
        "integers": 7,
        "decimals": 2.5,
        "true": True,
        "false": False,
        "null": None,
        "lists": ["one", "two"],
        "objects": {"inner": "text", "flag": True},
    }
)
"""One value of every kind that an argument can have, by what the kind is called."""

_TYPES = {str: "string", int: "integer", float: "number", bool: "boolean"}


def kind_calls() -> Mapping[str, Call]:
    """Return a call for each kind of value, by the name of the kind."""
    return {kind: Call("set_value", {PROBE_KEY: value}) for kind, value in KINDS.items()}


def probe_tools(calls: Sequence[Call] = PROBE_CALLS) -> list[ToolSpec]:
    """Declare the tools used by the calls."""
    return [_tool(call) for call in calls]


def _tool(call: Call) -> ToolSpec:
    properties = {
        name: {**_schema(value), "description": f"The {name}."}
        for name, value in call.arguments.items()
    }
    return {
        "type": "function",
        "function": {
            "name": call.name,
            "description": "Answers a question.",
            "parameters": {
                "type": "object",
                "properties": properties,
                "required": list(call.arguments),
            },
        },
    }


def _schema(value: Json) -> dict[str, Json]:
    if value is None:
        return {"type": ["integer", "null"]}
    if isinstance(value, list):
        return {"type": "array", "items": {"type": "string"}}
    if isinstance(value, dict):
        inner: dict[str, Json] = {key: _schema(item) for key, item in value.items()}
        return {"type": "object", "properties": inner}
    return {"type": _TYPES[type(value)]}
