"""``rename``: tools and arguments have the names that another designer would have chosen."""

from collections.abc import Iterator, Mapping
from itertools import groupby
from random import Random

from toolbench_ood.shifts.layer import Layer, Tools
from toolbench_ood.shifts.renaming import Names, Renaming
from toolbench_ood.shifts.shift import Shift, own_tools
from toolbench_ood.shifts.vocabulary import (
    argument_names,
    require_known,
    synonymous_arguments,
    synonymous_tools,
)
from toolbench_ood.tasks.collect import shipped_suites
from toolbench_ood.tasks.situation import Situation
from toolbench_ood.tasks.suite import Suite
from toolbench_ood.types.tool import ToolSpec


def _make(situation: Situation, tools: Tools, rng: Random) -> Layer:
    del rng
    suites = {name: suite for suite in _suites(situation, tools) for name in _tools_of(suite)}
    by_suite = sorted(tools, key=lambda tool: suites[_name(tool)].name)
    names: dict[str, Names] = {}
    for _, group in groupby(by_suite, key=lambda tool: suites[_name(tool)].name):
        own = list(group)
        names |= _renamed(suites[_name(own[0])], own, names)
    return Renaming(tools, names)


def _renamed(
    suite: Suite, tools: list[ToolSpec], before: Mapping[str, Names]
) -> Iterator[tuple[str, Names]]:
    """Name the tools of one suite; an argument of one name has one synonym in all of them."""
    arguments = synonymous_arguments(argument_names(tools), suite.synonyms.arguments)
    new = synonymous_tools(list(map(_name, tools)), suite.synonyms.tools)
    taken = {each.tool for each in before.values()}
    for old, name in new.items():
        yield old, Names(old if name in taken else name, arguments)


def _suites(situation: Situation, tools: Tools) -> Iterator[Suite]:
    """Iterate over the suites of the tools: its own, and those of tools that were added."""
    own = situation.suite
    if not {_name(tool) for tool in tools} <= _tools_of(own):
        yield from shipped_suites()
    yield own


def _tools_of(suite: Suite) -> frozenset[str]:
    return frozenset({*suite.world.tools(), *suite.decoys})


def _name(tool: ToolSpec) -> str:
    return tool["function"]["name"]


def _obstacle(situation: Situation, tools: Tools) -> str | None:
    names = list(map(_name, own_tools(situation, tools)))
    new = synonymous_tools(names, situation.suite.synonyms.tools)
    if any(name != old for old, name in new.items()):
        return None
    return (
        "no tool has a synonym in its suite's synonyms.toml, and no word of their names is common"
    )


RENAME = Shift(
    "rename",
    changes="tools, arguments and the keys within them have other plausible names",
    holds="descriptions, types, asks, results, and which calls solve the task",
    make=_make,
    obstacle=_obstacle,
    check=require_known,
    data=("synonyms.toml",),
)
