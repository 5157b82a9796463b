"""The schema layer and the typing of raw values."""

import timeit
from typing import Any

from cases import for_each

from toolbench_ood.format.hard_values import probe_tool
from toolbench_ood.format.schema_check import schema_findings
from toolbench_ood.readers.literals.raw_value import typed_value
from toolbench_ood.readers.specification.json_types import type_set
from toolbench_ood.types.call import Call
from toolbench_ood.types.finding import Code, Severity
from toolbench_ood.types.tool import FunctionSpec
from toolbench_ood.types.value import Json, same_value

D, U = Severity.DETERMINISTIC, Severity.UNRECOVERABLE


def _function(schema: dict[str, Any], **more: Any) -> FunctionSpec:
    function = probe_tool("probe", {"value": schema})["function"]
    function["parameters"].update(more)
    return function


@for_each(
    ("schema", "value", "code", "severity"),
    [
        ({"type": "integer"}, "2", Code.S4_TYPE, D),
        ({"type": "integer"}, "two", Code.S4_TYPE, U),
        ({"type": "integer"}, True, Code.S4_TYPE, U),
        ({"type": "integer"}, 1.5, Code.S4_TYPE, U),
        ({"type": "string"}, 5, Code.S4_TYPE, D),
        ({"type": "string"}, [5], Code.S4_TYPE, U),
        ({"type": "boolean"}, "true", Code.S4_TYPE, D),
        ({"type": "boolean"}, "yes", Code.S4_TYPE, U),
        ({"type": "array"}, "[1]", Code.S4_TYPE, D),
        ({"type": "array", "items": {"type": "integer"}}, ["x"], Code.S4_TYPE, U),
        ({"enum": ["a", "b"]}, "c", Code.S5_CONSTRAINT, U),
        ({"enum": [1, 2]}, "1", Code.S4_TYPE, D),
        ({"type": "integer", "minimum": 3}, 2, Code.S5_CONSTRAINT, U),
        ({"type": "string", "pattern": "^a"}, "b", Code.S5_CONSTRAINT, U),
        ({"type": "string", "maxLength": 1}, "bb", Code.S5_CONSTRAINT, U),
        ({"type": "string", "format": "date"}, "2026-13-01", Code.S5_CONSTRAINT, U),
        ({"type": "string", "format": "date-time"}, "tomorrow", Code.S5_CONSTRAINT, U),
        ({"anyOf": [{"type": "integer"}, {"type": "null"}]}, "x", Code.S4_TYPE, U),
        (
            {"anyOf": [{"type": "integer", "minimum": 5}, {"type": "null"}]},
            1,
            Code.S5_CONSTRAINT,
            U,
        ),
    ],
)
def test_a_value_that_does_not_fit(
    schema: dict[str, Any], value: Json, code: Code, severity: Severity
) -> None:
    """Wrong type is S4, coercible when the meaning is plain; everything else about it is S5."""
    found = schema_findings(Call("probe", {"value": value}), _function(schema), (3, 9), 1)
    assert [(one.code, one.severity, one.start, one.end, one.call_index) for one in found] == [
        (code, severity, 3, 9, 1)
    ]


@for_each(
    ("schema", "value"),
    [
        ({"type": "integer"}, 2),
        ({"type": "number"}, 2),
        ({}, "anything"),
        ({"type": "string", "format": "date"}, "2026-12-01"),
        ({"type": "string", "format": "date-time"}, "2026-12-01T10:00:00Z"),
        ({"type": "string", "format": "time"}, "10:00:00+01:00"),
        ({"type": ["string", "null"]}, None),
    ],
)
def test_a_value_that_fits(schema: dict[str, Any], value: Json) -> None:
    """A call that fits its schema has no finding."""
    assert schema_findings(Call("probe", {"value": value}), _function(schema), (0, 1), 0) == ()


def test_names() -> None:
    """S1 an undeclared tool, S2 a missing argument, S3 one that is not declared."""
    function = _function({"type": "string"})
    assert [one.code for one in schema_findings(Call("x"), None, (0, 1), 0)] == [
        Code.S1_NAME_UNKNOWN
    ]
    assert [one.code for one in schema_findings(Call("probe"), function, (0, 1), 0)] == [
        Code.S2_MISSING_REQUIRED
    ]
    more = Call("probe", {"value": "a", "other": 1})
    assert [one.code for one in schema_findings(more, function, (0, 1), 0)] == [Code.S3_UNKNOWN_ARG]


def test_parameters_are_closed_unless_the_schema_speaks() -> None:
    """A tool takes the parameters that it declares; an open schema must say that it is open."""
    more = Call("probe", {"value": "a", "other": 1})
    silent = _function({"type": "string"})
    del silent["parameters"]["additionalProperties"]
    assert [one.code for one in schema_findings(more, silent, (0, 1), 0)] == [Code.S3_UNKNOWN_ARG]
    spoken = _function({"type": "string"}, additionalProperties=True)
    assert schema_findings(more, spoken, (0, 1), 0) == ()
    unlisted = _function({"type": "string"})
    unlisted["parameters"] = {"type": "object"}
    assert schema_findings(more, unlisted, (0, 1), 0) == ()


def test_a_kept_validator_is_quick() -> None:
    """Checking a five-argument call costs far less than checking its schema again would."""
    properties = {name: {"type": "string"} for name in "abcde"}
    function = probe_tool("probe", properties)["function"]
    call = Call("probe", dict.fromkeys("abcde", "x"))
    schema_findings(call, function, (0, 1), 0)
    best = min(
        timeit.repeat(lambda: schema_findings(call, function, (0, 1), 0), number=50, repeat=5)
    )
    assert best / 50 < 0.0005


@for_each(
    ("types", "raw", "value"),
    [
        ({"string"}, "true", "true"),
        ({"string"}, ' {"a": 1}', ' {"a": 1}'),
        ({"integer"}, " 3\t", 3),
        ({"number"}, "1.0", 1.0),
        ({"boolean"}, "true", True),
        ({"object"}, '{"a": [1]}', {"a": [1]}),
        ({"integer"}, '"2"', "2"),
        ({"integer"}, "two", "two"),
        ({"string", "null"}, "null", None),
        ({"string", "null"}, "none", "none"),
        ({"string", "integer"}, "3", 3),
        ({"string", "integer"}, "3.5", "3.5"),
        ({"string", "integer"}, "true", "true"),
        ({"string", "integer"}, '"3"', '"3"'),
        (None, "3", 3),
        (None, "[1, 2]", [1, 2]),
        (None, '"x"', '"x"'),
        (None, "x", "x"),
        (None, "", ""),
    ],
)
def test_raw_values_get_their_type_from_the_schema(
    types: set[str] | None, raw: str, value: Json
) -> None:
    """Verbatim for strings, JSON for others, and JSON only where it decides for mixed types."""
    read, found = typed_value(raw, frozenset(types) if types else None, 10)
    assert same_value(read, value)
    assert found is None


@for_each(
    ("types", "raw", "code"),
    [
        ({"integer"}, "1+1", Code.A6_NONLITERAL),
        ({"integer"}, "NaN", Code.A6_NONLITERAL),
        ({"integer"}, "len(x)", Code.A6_NONLITERAL),
        ({"boolean"}, "True", Code.A2_ARGS_REPAIRABLE),
        ({"null"}, "None", Code.A2_ARGS_REPAIRABLE),
        ({"array"}, "['a']", Code.A2_ARGS_REPAIRABLE),
        ({"array"}, "[&quot;a&quot;]", Code.A3_ESCAPE),
        ({"array"}, '["a"', Code.A1_ARGS_SYNTAX),
        ({"object"}, '{"a": 1, "a": 2}', Code.A5_DUP_KEY),
        ({"number"}, "1e999", Code.A1_ARGS_SYNTAX),
    ],
)
def test_raw_values_that_are_no_json(types: set[str], raw: str, code: Code) -> None:
    """A value that must be JSON and is not stays the text it is, with a finding."""
    read, found = typed_value(raw, frozenset(types), 10)
    assert found is not None
    finding = found.finding
    assert read == raw
    assert (finding.code, finding.start, finding.end) == (code, 10, 10 + len(raw))


@for_each(
    ("schema", "types"),
    [
        ({"type": "string"}, {"string"}),
        ({"type": ["string", "null"]}, {"string", "null"}),
        ({"anyOf": [{"type": "integer"}, {"enum": ["a", None]}]}, {"integer", "string", "null"}),
        ({"oneOf": [{"type": "integer"}, {}]}, None),
        ({"enum": ["a", 1, 1.5]}, {"string", "integer", "number"}),
        ({"const": True}, {"boolean"}),
        ({"$ref": "#/$defs/a~1b"}, {"array"}),
        ({"$ref": "#/$defs/loop"}, None),
        ({"$ref": "#/nowhere"}, None),
        ({"allOf": [{}, {"type": "object"}]}, {"object"}),
        ({}, None),
        (True, None),
    ],
)
def test_the_types_that_a_schema_names(schema: Any, types: set[str] | None) -> None:
    """Type, unions, local references, enum and const tell the types; otherwise none are known."""
    root = {"$defs": {"a/b": {"type": "array"}, "loop": {"$ref": "#/$defs/loop"}}}
    assert type_set(schema, root) == (frozenset(types) if types else None)
