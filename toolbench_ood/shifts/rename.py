"""``rename``: tools and arguments have synonymous names."""

import tomllib
from collections.abc import Collection, Mapping
from functools import cache
from importlib.resources import files
from random import Random

from toolbench_ood.shifts.layer import Layer, Tools
from toolbench_ood.shifts.renaming import Names, Renaming
from toolbench_ood.shifts.shift import Shift
from toolbench_ood.task.situation import Situation


def _make(situation: Situation, tools: Tools, rng: Random) -> Layer:
    del situation, rng
    taken = {tool["function"]["name"] for tool in tools}
    names = {}
    for tool in tools:
        function = tool["function"]
        new = _fresh(function["name"], synonymous_tool(function["name"]), taken)
        taken.add(new)
        names[function["name"]] = Names(new, _arguments(function["parameters"]["properties"]))
    return Renaming(tools, names)


def _arguments(old: Collection[str]) -> dict[str, str]:
    new: dict[str, str] = {}
    for name in old:
        new[name] = _fresh(name, synonymous_argument(name), {*old, *new.values()})
    return new


def _fresh(name: str, synonym: str, taken: Collection[str]) -> str:
    """Return a synonym that nothing else is called; the name itself where there is none."""
    return name if synonym in taken else synonym


def synonymous_tool(name: str) -> str:
    """Return the synonym of a tool that ships; of another, of the words of its name."""
    return _table()["tools"].get(name) or synonymous(name)


def synonymous_argument(name: str) -> str:
    """Return the synonym of an argument that ships; of another, of the words of its name."""
    return _table()["arguments"].get(name) or synonymous(name)


def synonymous(name: str) -> str:
    """Replace every word of a name that has a synonym; the words stand between underscores."""
    words = _table()["words"]
    return "_".join(words.get(word, word) for word in name.split("_"))


def _obstacle(situation: Situation) -> str | None:
    if any(synonymous_tool(name) != name for name in situation.suite.world.tools()):
        return None
    return "no word of its tools' names has a synonym in shifts/synonyms.toml"


@cache
def _table() -> Mapping[str, Mapping[str, str]]:
    text = files("toolbench_ood.shifts").joinpath("synonyms.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


RENAME = Shift(
    "rename",
    changes="tools and arguments have synonymous names",
    holds="descriptions, types, asks, results, and which calls solve the task",
    make=_make,
    obstacle=_obstacle,
    data=("synonyms.toml",),
)
