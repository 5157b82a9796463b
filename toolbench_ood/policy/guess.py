"""Arguments that fit a schema, without any meaning."""

from collections.abc import Callable, Mapping

from toolbench_ood.types.value import Json


def guess(schema: Mapping[str, Json]) -> Json:
    """Make a value for a schema: its default, its first choice, or the emptiest of its type."""
    for keyword in ("default", "const"):
        if keyword in schema:
            return schema[keyword]
    if "enum" in schema:
        return schema["enum"][0]
    for union in ("anyOf", "oneOf"):
        if union in schema:
            return guess(schema[union][0])
    declared = schema.get("type", "string")
    return _EMPTY[declared if isinstance(declared, str) else declared[0]](schema)


def _object(schema: Mapping[str, Json]) -> Json:
    properties = schema.get("properties", {})
    return {name: guess(properties[name]) for name in schema.get("required", ())}


def _array(schema: Mapping[str, Json]) -> Json:
    return [guess(schema.get("items", {}))] * int(schema.get("minItems", 0))


def _number(schema: Mapping[str, Json]) -> Json:
    return schema.get("minimum", schema.get("exclusiveMinimum", -1) + 1)


def _string(schema: Mapping[str, Json]) -> Json:
    return "2026-01-01" if schema.get("format") == "date" else "x" * schema.get("minLength", 1)


_EMPTY: Mapping[str, Callable[[Mapping[str, Json]], Json]] = {
    "object": _object,
    "array": _array,
    "integer": _number,
    "number": _number,
    "string": _string,
    "boolean": lambda _: False,
    "null": lambda _: None,
}
