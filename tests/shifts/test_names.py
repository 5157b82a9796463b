"""The shifts that give other names: everywhere, one to one, and the same for the same thing."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from shipped_formats import LIBRARY
from task.suites import write_suite

from toolbench_ood.shifts.obstacles import find_obstacles
from toolbench_ood.shifts.renaming import Names, Renaming
from toolbench_ood.shifts.surface import Surface
from toolbench_ood.shifts.vocabulary import argument_names
from toolbench_ood.tasks.case import Case
from toolbench_ood.tasks.collect import shipped_suites
from toolbench_ood.tasks.load import load_suite
from toolbench_ood.tasks.suite import Suite
from toolbench_ood.types.call import Call
from toolbench_ood.types.errors import UserError
from toolbench_ood.types.tool import ToolSpec


def a_case(suite: Suite, shift: str) -> Case:
    return Case(suite, next(iter(suite.tasks)), LIBRARY.load("hermes"), 0, shift)


def shifted(suite: Suite, shift: str) -> Mapping[str, ToolSpec]:
    """The declarations of a suite's tools in a shift, by the name in the world."""
    surface = Surface(a_case(suite, shift))
    return {surface.inward(Call(tool["function"]["name"])).name: tool for tool in surface.tools}


def pairs(old: Any, new: Any) -> Iterator[tuple[str, str]]:
    """Iterate over the names in a schema and what they are in another of the same build."""
    if isinstance(old, Mapping):
        inner, outer = old.get("properties", {}), new.get("properties", {})
        yield from zip(inner, outer, strict=True)
        for one, other in zip(inner.values(), outer.values(), strict=True):
            yield from pairs(one, other)
        for key in old.keys() - {"properties", "default"}:
            yield from pairs(old[key], new[key])
    elif isinstance(old, list):
        for one, other in zip(old, new, strict=True):
            yield from pairs(one, other)


def test_names_are_other_ones_throughout() -> None:
    """No tool, argument or nested key keeps its name; one name has one new name in a suite."""
    for suite in shipped_suites():
        for shift in ("rename", "opaque"):
            new = shifted(suite, shift)
            tools = {name: new[name]["function"]["name"] for name in suite.world.tools()}
            assert not tools.keys() & set(tools.values()), suite.name
            assert len(set(tools.values())) == len(tools), suite.name
            found: set[tuple[str, str]] = set()
            for tool in suite.world.specs():
                function = tool["function"]
                other = new[function["name"]]["function"]
                found |= set(pairs(function["parameters"], other["parameters"]))
                assert function["description"] == other["description"]
            old = argument_names(suite.world.specs())
            assert {one for one, _ in found} == set(old)
            same = sorted(one for one, other in found if other in old)
            assert not same, f"{suite.name}/synonyms.toml needs another name for {same}"
            assert len({other for _, other in found}) == len(found) == len(old), suite.name


def test_opaque_names_say_nothing() -> None:
    """Tools are fn_ and a number, arguments p and one; added tools share the numbers."""
    suite = next(suite for suite in shipped_suites() if suite.name == "library")
    for shift in ("opaque", "distract+opaque"):
        tools = Surface(a_case(suite, shift)).tools
        assert all(tool["function"]["name"].startswith("fn_") for tool in tools)
        names = argument_names(tools)
        assert set(names) == {f"p{nth + 1}" for nth in range(len(names))}


def test_added_tools_are_renamed_as_in_their_own_suite() -> None:
    """What distract adds has the synonyms that its own suite gives."""
    suites = {suite.name: shifted(suite, "rename") for suite in shipped_suites()}
    known = {name: tool["function"] for tools in suites.values() for name, tool in tools.items()}
    for suite in shipped_suites():
        for name, tool in shifted(suite, "distract+rename").items():
            if name in known:
                assert tool["function"] == known[name], (suite.name, name)


_TOOL: ToolSpec = {
    "type": "function",
    "function": {
        "name": "file",
        "description": "File something.",
        "parameters": {
            "type": "object",
            "properties": {
                "at": {
                    "anyOf": [
                        {
                            "type": "object",
                            "properties": {"day": {"type": "string"}, "at": {"type": "integer"}},
                            "required": ["day"],
                            "additionalProperties": False,
                        },
                        {"type": "null"},
                    ],
                    "default": {"day": "2026-01-01"},
                },
                "rows": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "additionalProperties": {
                            "type": "object",
                            "properties": {"day": {"type": "string"}},
                            "additionalProperties": False,
                        },
                    },
                },
            },
            "required": ["rows"],
            "additionalProperties": False,
        },
    },
}


def test_keys_within_arguments_are_carried_along() -> None:
    """Keys that a schema names are renamed in calls and defaults; keys that are data stay."""
    layer = Renaming(
        (_TOOL,), {"file": Names("store", {"at": "when", "day": "date", "rows": "at"})}
    )
    inner = Call("file", {"at": {"day": "x", "at": 3}, "rows": [{"day": {"day": "day"}}]})
    outer = Call("store", {"when": {"date": "x", "when": 3}, "at": [{"day": {"date": "day"}}]})
    assert layer.outward(inner) == outer
    assert layer.inward(outer) == inner
    assert layer.outward(Call("file", {"at": None, "rows": []})).arguments == {
        "when": None,
        "at": [],
    }
    parameters = layer.tools[0]["function"]["parameters"]
    assert parameters["properties"]["when"]["default"] == {"date": "2026-01-01"}
    assert parameters["required"] == ["at"]
    Draft202012Validator(parameters).validate(dict(outer.arguments))


def test_a_wrong_synonym_is_refused(tmp_path: Path) -> None:
    """The sentence names the file, what is wrong and what there is."""
    wrong = {
        '[tools]\nflip = "toggle"': "renames flip, which is not one of the tools of suite lamps",
        '[arguments]\nnope = "x"': "renames nope, which is not one of the arguments of suite lamps",
        '[arguments]\nlamp = "on"': "renames lamp to on, which is another argument of suite lamps",
        '[arguments]\na = "x"\nb = "x"': "gives a and b the same synonym x",
        '[tools]\na = "from"': "the synonym 'from', which is not a valid Python name",
        '[words]\na = "x"': "synonyms.toml: words: Extra inputs",
        "tools = 3": "synonyms.toml: tools: ",
        "nonsense": "cannot be read",
    }
    for nth, (text, words) in enumerate(wrong.items()):
        folder = write_suite(tmp_path / str(nth) / "lamps")
        (folder / "synonyms.toml").write_text(text)
        with pytest.raises(UserError) as caught:
            find_obstacles([load_suite(folder)], ["rename"])
        assert words in str(caught.value), text
        assert str(folder / "synonyms.toml") in str(caught.value)
