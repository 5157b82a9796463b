"""``nest``: a tool's arguments stand in one object."""

from dataclasses import replace
from random import Random

from toolbench_ood.shifts.layer import Layer, Tools
from toolbench_ood.shifts.shift import Shift, own_tools
from toolbench_ood.tasks.situation import Situation
from toolbench_ood.types.call import Call
from toolbench_ood.types.tool import ToolSpec

_OBJECT = "request"
_FEWEST = 2
"""A single argument is left as it is."""


class _Nested(Layer):
    def __init__(self, tools: Tools) -> None:
        super().__init__(tuple(_nested(tool) if _fits(tool) else tool for tool in tools))
        self._nested = {tool["function"]["name"] for tool in tools if _fits(tool)}

    def inward(self, call: Call) -> Call:
        if call.name not in self._nested:
            return call
        return replace(call, arguments=dict(call.arguments.get(_OBJECT, {})))

    def outward(self, call: Call) -> Call:
        if call.name not in self._nested:
            return call
        return replace(call, arguments={_OBJECT: dict(call.arguments)})


def _fits(tool: ToolSpec) -> bool:
    return len(tool["function"]["parameters"]["properties"]) >= _FEWEST


def _nested(tool: ToolSpec) -> ToolSpec:
    function = tool["function"]
    own = {word: fact for word, fact in function["parameters"].items() if fact != []}
    inner = {**own, "description": "The arguments."}
    parameters = {"type": "object", "properties": {_OBJECT: inner}, "required": [_OBJECT]}
    return {"type": "function", "function": {**function, "parameters": parameters}}


def _make(situation: Situation, tools: Tools, rng: Random) -> Layer:
    del situation, rng
    return _Nested(tools)


def _obstacle(situation: Situation, tools: Tools) -> str | None:
    if any(map(_fits, own_tools(situation, tools))):
        return None
    return "none of its tools takes two arguments"


NEST = Shift(
    "nest",
    changes=f"a tool with two or more arguments takes them in one object, {_OBJECT}",
    holds="names, types and descriptions of the arguments, asks, results, the effect of a call",
    make=_make,
    obstacle=_obstacle,
)
