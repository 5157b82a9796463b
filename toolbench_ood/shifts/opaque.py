"""``opaque``: names say nothing."""

from random import Random

from toolbench_ood.shifts.layer import Layer, Tools
from toolbench_ood.shifts.renaming import Names, Renaming
from toolbench_ood.shifts.shift import Shift, in_a_seed
from toolbench_ood.shifts.vocabulary import argument_names
from toolbench_ood.tasks.situation import Situation

_DIGITS = range(100, 1000)


def _make(situation: Situation, tools: Tools, rng: Random) -> Layer:
    del situation
    numbers = rng.sample(_DIGITS, len(tools))
    old = sorted(argument_names(tools))
    order = rng.sample(range(len(old)), len(old))
    arguments = {name: f"p{nth + 1}" for name, nth in zip(old, order, strict=True)}
    names = {
        tool["function"]["name"]: Names(f"fn_{number}", arguments)
        for tool, number in zip(tools, numbers, strict=True)
    }
    return Renaming(tools, names)


OPAQUE = Shift(
    "opaque",
    changes="tools are named fn_ and a number, arguments and the keys within them p and a number",
    holds="descriptions, types, asks, results, and which calls solve the task",
    make=_make,
    declared_alike=in_a_seed,
    draws_alike=in_a_seed,
)
