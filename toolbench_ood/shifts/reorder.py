"""``reorder``: tools and arguments are declared in another order."""

from random import Random

from toolbench_ood.shifts.layer import Layer, Tools
from toolbench_ood.shifts.shift import Shift, in_a_seed
from toolbench_ood.tasks.situation import Situation
from toolbench_ood.types.tool import ToolSpec


def _make(situation: Situation, tools: Tools, rng: Random) -> Layer:
    del situation
    return Layer(tuple(_shuffled(tool, rng) for tool in rng.sample(tools, len(tools))))


def _shuffled(tool: ToolSpec, rng: Random) -> ToolSpec:
    function = tool["function"]
    properties = function["parameters"]["properties"]
    order = rng.sample(list(properties), len(properties))
    parameters = {
        **function["parameters"],
        "properties": {name: properties[name] for name in order},
    }
    return {"type": "function", "function": {**function, "parameters": parameters}}


REORDER = Shift(
    "reorder",
    changes="tools, and the arguments of each, are declared in another order",
    holds="every name and word, asks, results, and which calls solve the task",
    make=_make,
    declared_alike=in_a_seed,
    draws_alike=in_a_seed,
)
