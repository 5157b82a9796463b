"""The short way of checking arguments says what the whole validator says."""

import json
from collections.abc import Mapping
from random import Random
from typing import Any

from jsonschema import Draft202012Validator

from toolbench_ood.format.checker import Checker
from toolbench_ood.policy.guess import guess
from toolbench_ood.tasks.collect import shipped_suites
from toolbench_ood.types.value import Json

ODD: tuple[Json, ...] = (
    None,
    True,
    0,
    1,
    -1,
    1.0,
    1.5,
    "",
    "x",
    "2031-01-06",
    [],
    ["x"],
    {},
    {"a": 1},
    {"c": 1},
    {"c": 1, "d": 2},
    [{"c": 1, "d": 2}],
)
OPEN: tuple[dict[str, Any], ...] = (
    {"type": "object"},
    {"type": "object", "properties": {"a": {"type": ["string", "null"]}, "b": True}},
    {"type": "object", "properties": {"a": {"type": "number", "enum": [1, 2.0]}}},
    {
        "type": "object",
        "properties": {"a": {"type": "string", "enum": ["x", 1]}},
        "required": ["b"],
    },
    {"type": "object", "properties": {"a": {}}, "additionalProperties": {"type": "string"}},
    {
        "type": "object",
        "properties": {"a": {"$ref": "#/$defs/d"}},
        "$defs": {"d": {"type": "null"}},
    },
    {"type": "object", "properties": {"a": {"type": "integer"}}, "minProperties": 1},
    {"properties": {"a": {"type": "boolean"}}},
    {
        "type": "object",
        "properties": {
            "a": {"type": "array", "items": {"type": "object", "properties": {"c": {}}}},
            "b": {"type": "object", "properties": {"c": {}}, "additionalProperties": True},
        },
    },
)


def test_the_short_way_agrees_with_the_validator() -> None:
    """Every shipped tool and some odd schemas, with fitting arguments and ones spoilt at random."""
    rng = Random(7)
    schemas = [
        spec["function"]["parameters"] for suite in shipped_suites() for spec in suite.world.specs()
    ]
    for schema in (*schemas, *OPEN):
        checker = Checker.of({"name": "t", "description": "", "parameters": dict(schema)})
        for arguments in _arguments(schema, rng):
            found = sorted(error.message for error in checker.errors(arguments))
            assert found == _errors(schema, arguments), (schema, arguments)


def _arguments(schema: Mapping[str, Any], rng: Random) -> list[dict[str, Json]]:
    known = {*schema.get("required", ())} <= {*schema.get("properties", ())}
    fitting: dict[str, Json] = dict(guess(schema)) if known and "type" in schema else {}
    found = [fitting, {}, {**fitting, "unheard_of": 1}]
    for name in (*schema.get("properties", {}), "a", "b"):
        found += [{**fitting, name: odd} for odd in rng.sample(ODD, 6)]
    return found


def _closed(schema: Any) -> Any:
    """The schema, in which objects with listed properties take no others unless it says so."""
    if isinstance(schema, dict) and "properties" in schema:
        properties = {name: _closed(child) for name, child in schema["properties"].items()}
        return {"additionalProperties": False, **schema, "properties": properties}
    if isinstance(schema, dict) and "items" in schema:
        return {**schema, "items": _closed(schema["items"])}
    return schema


def _errors(schema: Mapping[str, Any], arguments: Mapping[str, Json]) -> list[str]:
    closed = _closed(json.loads(json.dumps(schema)))
    checker = Draft202012Validator(closed, format_checker=Draft202012Validator.FORMAT_CHECKER)
    return sorted(error.message for error in checker.iter_errors(dict(arguments)))
