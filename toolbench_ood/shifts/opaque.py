"""``opaque``: names say nothing."""

from random import Random

from toolbench_ood.shifts.layer import Layer, Tools
from toolbench_ood.shifts.renaming import Names, Renaming
from toolbench_ood.shifts.shift import Shift
from toolbench_ood.task.situation import Situation

_DIGITS = range(100, 1000)


def _make(situation: Situation, tools: Tools, rng: Random) -> Layer:
    del situation
    numbers = rng.sample(_DIGITS, len(tools))
    names = {}
    for tool, number in zip(tools, numbers, strict=True):
        function = tool["function"]
        arguments = list(function["parameters"]["properties"])
        order = rng.sample(range(len(arguments)), len(arguments))
        new = {name: f"p{nth + 1}" for name, nth in zip(arguments, order, strict=True)}
        names[function["name"]] = Names(f"fn_{number}", new)
    return Renaming(tools, names)


OPAQUE = Shift(
    "opaque",
    changes="tools are called fn_ and a number, arguments p and a number",
    holds="descriptions, types, asks, results, and which calls solve the task",
    make=_make,
)
