"""Extreme answers and schema-valid arguments.

A model writes what the schema allows, not what an author thinks of.
"""

from collections.abc import Iterator, Mapping
from itertools import chain

from jsonschema import Draft202012Validator, FormatChecker

from toolbench_ood.types.call import Call
from toolbench_ood.types.tool import ToolSpec
from toolbench_ood.types.value import Json

DATES = ("0001-01-01", "9999-12-31", "2024-02-29", "1900-02-28", "2038-01-19")
TIMES = ("00:00", "23:59")
MOMENTS = tuple(
    f"{ends}{offset}"
    for ends in ("0001-01-01T00:00:00", "9999-12-31T23:59:59")
    for offset in ("", "Z", "+14:00", "-12:00", "+23:59", "-23:59")
)
INTEGERS = (0, 1, -1, 9, -9, 2**31, 2**63, -(2**63), 10**3999, -(10**3999))
NUMBERS = (0.0, -0.0, 5e-324, -5e-324, 1e308, -1e308, 0.1 + 0.2)
TEXTS = (
    "",
    " ",
    "\0",
    "0",
    "-1",
    "x" * 3000,
    "\n\n",
    "٣",  # digits that are no ASCII
    "²",
    "ß",  # grows when its case is changed
    "İ",
    "ŉ",
    "ﬁ",
    "\u202e\u0301",
    "{}[]()%s%d\\",
    "../../etc/passwd",
    "*",
    "(?P<",
    "9" * 400,
    "nan",
    "1e400",
)
REPEATED = 500
"""Equal items of a long list."""

ANSWERS = (
    *TEXTS,
    *DATES,
    "-",
    "1" + ",000" * 1000,
    "1 2 3",
    "." * 3000,
    "1." * 1500,
)
"""Answers that every check must be able to judge."""


def extreme_calls(tool: ToolSpec, base: Mapping[str, Json]) -> Iterator[Call]:
    """Vary one argument of a valid call at a time, to each extreme that the tool's schema allows.

    Args:
        tool: the tool's declaration.
        base: arguments of a call that obeys it.
    """
    function = tool["function"]
    schema = function["parameters"]
    validator = Draft202012Validator(schema, format_checker=FormatChecker())
    for name, child in schema["properties"].items():
        without = {key: value for key, value in base.items() if key != name}
        for value in extremes(child, base.get(name)):
            arguments = {**without, name: value}
            if validator.is_valid(arguments):
                yield Call(function["name"], arguments)
        if name not in schema["required"]:
            yield Call(function["name"], without)


def extremes(schema: Mapping[str, Json], like: Json = None) -> Iterator[Json]:
    """Iterate over extreme values of a schema; some may still violate it.

    Args:
        schema: of one argument.
        like: a valid value, of which objects and lists keep what is not varied.
    """
    branches = schema.get("anyOf") or schema.get("oneOf")
    if branches:
        yield from chain.from_iterable(extremes(branch, like) for branch in branches)
    elif "enum" in schema or "const" in schema:
        yield from schema.get("enum", [schema.get("const")])
    else:
        yield from _of_type(schema, like)


def _of_type(schema: Mapping[str, Json], like: Json) -> Iterator[Json]:
    kind = schema.get("type")
    if kind == "string":
        yield from _texts(schema)
        if "pattern" in schema and isinstance(like, str):
            yield from _like(like)
    elif kind == "integer":
        yield from (*INTEGERS, *_bounds(schema))
    elif kind == "number":
        yield from (*NUMBERS, *INTEGERS[:8], *_bounds(schema))
    elif kind == "boolean":
        yield from (True, False)
    elif kind == "array":
        yield from _lists(schema, like)
    elif kind == "object":
        yield from _objects(schema, like)


def _texts(schema: Mapping[str, Json]) -> Iterator[str]:
    by_format = {"date": DATES, "time": TIMES, "date-time": MOMENTS}
    if schema.get("format") in by_format:
        yield from by_format[schema["format"]]
        return
    yield from (*TEXTS, *DATES, *TIMES, *MOMENTS)
    longest, shortest = schema.get("maxLength"), schema.get("minLength", 0)
    yield "é" * shortest
    if longest is not None:
        yield "é" * longest


def _like(text: str) -> Iterator[str]:
    """Texts of the same make: every letter and digit the first of its kind, and the last."""
    for lower, upper, digit in (("a", "A", "0"), ("z", "Z", "9")):
        yield "".join(
            digit
            if sign.isdigit()
            else upper
            if sign.isupper()
            else lower
            if sign.islower()
            else sign
            for sign in text
        )


def _bounds(schema: Mapping[str, Json]) -> Iterator[int | float]:
    yield from (schema[key] for key in ("minimum", "maximum") if key in schema)
    if "exclusiveMinimum" in schema:
        yield schema["exclusiveMinimum"] + 1
    if "exclusiveMaximum" in schema:
        yield schema["exclusiveMaximum"] - 1
    step = schema.get("multipleOf")
    if step:
        yield from (step, -step, step * 10**12)


def _lists(schema: Mapping[str, Json], like: Json) -> Iterator[Json]:
    items = schema.get("items") or schema.get("prefixItems", [{}])[0]
    known = like if isinstance(like, list) else []
    first = known[0] if known else simplest(items)
    yield []
    yield [first] * REPEATED
    yield [first] * schema.get("maxItems", 2)
    yield [*known, *known]
    for value in extremes(items, first):
        yield [value, *known[1:]]


def _objects(schema: Mapping[str, Json], like: Json) -> Iterator[Json]:
    known = like if isinstance(like, dict) else simplest(schema)
    properties = schema.get("properties", {})
    for name, child in properties.items():
        for value in extremes(child, known.get(name)):
            yield {**known, name: value}
    free = schema.get("additionalProperties")
    if isinstance(free, dict):
        yield {}
        yield {"": simplest(free), "\0": simplest(free), "x" * 3000: simplest(free)}
        for value in extremes(free):
            yield {"key": value}


def simplest(schema: Mapping[str, Json]) -> Json:
    """Return a plain value that a schema allows."""
    for branch in schema.get("anyOf") or schema.get("oneOf") or ():
        return simplest(branch)
    for key in ("default", "const"):
        if key in schema:
            return schema[key]
    if "enum" in schema:
        return schema["enum"][0]
    return _simplest_of_type(schema)


def _simplest_of_type(schema: Mapping[str, Json]) -> Json:
    kind = schema.get("type")
    if kind == "string":
        plain = {"date": "2031-03-03", "time": "09:00", "date-time": "2031-03-03T09:00:00"}
        return plain.get(schema.get("format", ""), "x" * max(1, schema.get("minLength", 0)))
    if kind == "array":
        return [simplest(schema.get("items", {}))] * schema.get("minItems", 0)
    if kind == "object":
        required = schema.get("required", ())
        return {name: simplest(schema["properties"][name]) for name in required}
    return {"integer": schema.get("minimum", 1), "number": 1.5, "boolean": True}.get(str(kind))
