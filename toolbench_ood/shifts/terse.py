"""``terse``: the docstrings are cut."""

import re
from random import Random
from typing import Any

from toolbench_ood.shifts.layer import Layer, Tools
from toolbench_ood.shifts.shift import Shift
from toolbench_ood.tasks.situation import Situation
from toolbench_ood.types.tool import ToolSpec
from toolbench_ood.types.value import Json

_CLAUSE = re.compile(r"[,;:.]|\s(?:and|with|which|that|so|as)\s")


def _make(situation: Situation, tools: Tools, rng: Random) -> Layer:
    del situation, rng
    return Layer(tuple(map(_cut, tools)))


def _cut(tool: ToolSpec) -> ToolSpec:
    function = tool["function"]
    parameters: dict[str, Any] = {
        **function["parameters"],
        "properties": {
            name: _undescribed(schema)
            for name, schema in function["parameters"]["properties"].items()
        },
    }
    clause = _CLAUSE.split(function["description"], maxsplit=1)[0].strip()
    return {
        "type": "function",
        "function": {"name": function["name"], "description": clause, "parameters": parameters},
    }


def _undescribed(schema: Json) -> Json:
    """Drop descriptions from a schema and those within it, but no property of that name."""
    if isinstance(schema, list):
        return [_undescribed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: (
            {name: _undescribed(child) for name, child in value.items()}
            if key == "properties"
            else _undescribed(value)
        )
        for key, value in schema.items()
        if key != "description"
    }


TERSE = Shift(
    "terse",
    changes="tool descriptions are cut to their first clause, argument descriptions are removed",
    holds="names, types, asks, results, and which calls solve the task",
    make=_make,
)
