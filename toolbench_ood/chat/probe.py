"""Known calls and tools for probing how a chat template renders them."""

from collections.abc import Sequence

from toolbench_ood.types.call import Call
from toolbench_ood.types.tool import ToolSpec

PROBE_CALLS = (
    Call("get_weather", {"city": "Paris", "days": 3}),
    Call("get_time", {"place": "Oslo", "exact": True}),
)
PROBE_QUESTION = "What is the weather in Paris, and what time is it in Oslo?"

_KINDS = {str: "string", int: "integer", bool: "boolean"}


def probe_tools(calls: Sequence[Call] = PROBE_CALLS) -> list[ToolSpec]:
    """Declare the tools used by the calls."""
    return [_tool(call) for call in calls]


def _tool(call: Call) -> ToolSpec:
    properties = {
        name: {"type": _KINDS[type(value)], "description": f"The {name}."}
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
