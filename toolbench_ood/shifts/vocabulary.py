"""Synonyms of names: those that a suite gives, and of common words in all other names."""

import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from toolbench_ood.tasks.suite import Suite
from toolbench_ood.tasks.synonyms import SYNONYMS
from toolbench_ood.types.errors import UserError, choices
from toolbench_ood.types.tool import ToolSpec


def synonymous_tools(names: Collection[str], given: Mapping[str, str]) -> dict[str, str]:
    """Return another name for each tool, or its own where there is none; no two are alike."""
    return _one_to_one(names, given, whole={})


def synonymous_arguments(names: Collection[str], given: Mapping[str, str]) -> dict[str, str]:
    """Return another name for each argument and key; its own where there is none.

    Args:
        names: of the arguments of one suite's tools, and of keys at any depth.
        given: synonyms that the suite gives itself.
    """
    return _one_to_one(names, given, whole=_table()["names"])


def argument_names(tools: Sequence[ToolSpec]) -> list[str]:
    """List the names of all arguments and of keys at any depth, each once."""
    schemas = (tool["function"]["parameters"] for tool in tools)
    return list(dict.fromkeys(name for schema in schemas for name in _keys(schema)))


def require_known(suite: Suite) -> None:
    """Refuse synonyms of what the suite doesn't have, or that it has itself (UserError)."""
    tools = (*suite.world.specs(), *(decoy.tool.spec for decoy in suite.decoys.values()))
    kinds = (
        ("tool", suite.synonyms.tools, [*suite.world.tools(), *suite.decoys]),
        ("argument", suite.synonyms.arguments, argument_names(tools)),
    )
    for kind, given, names in kinds:
        for name, synonym in given.items():
            file = suite.folder / SYNONYMS
            if name not in names:
                raise UserError(
                    f"{file} renames {name}, which is not one of the {kind}s of suite "
                    f"{suite.name}: {choices(names)}"
                )
            if synonym in names:
                raise UserError(
                    f"{file} renames {name} to {synonym}, which is another {kind} of suite "
                    f"{suite.name}; choose a name that it doesn't have"
                )


def _one_to_one(
    names: Collection[str], given: Mapping[str, str], whole: Mapping[str, str]
) -> dict[str, str]:
    taken = {*names, *given.values()}
    new: dict[str, str] = {}
    for name in names:
        synonym = given.get(name) or whole.get(name) or _by_words(name, given)
        new[name] = synonym if name in given or synonym not in taken else name
        taken.add(new[name])
    return new


def _by_words(name: str, given: Mapping[str, str]) -> str:
    """Replace the words of a name that have a synonym, as many together as have one together."""
    known = {**_table()["words"], **given}
    words, new = name.split("_"), []
    while words:
        longest = next(
            (size for size in range(len(words), 1, -1) if "_".join(words[:size]) in known), 1
        )
        run, words = "_".join(words[:longest]), words[longest:]
        new.append(known.get(run, run))
    return "_".join(new)


def _keys(schema: Any) -> Iterator[str]:
    if isinstance(schema, Mapping):
        yield from schema.get("properties", {})
    if isinstance(schema, Mapping | list):
        for child in schema.values() if isinstance(schema, Mapping) else schema:
            yield from _keys(child)


@cache
def _table() -> Mapping[str, Mapping[str, str]]:
    text = files("toolbench_ood.shifts").joinpath("synonyms.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
