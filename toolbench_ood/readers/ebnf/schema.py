"""Converts a JSON Schema to an expression for the values that it allows.

Supported: types and unions of types, enum, const, anyOf, oneOf, allOf (merged), local references,
properties with required, additionalProperties if no properties are listed, items, prefixItems,
minItems and maxItems.

Left to the schema check: numeric ranges, patterns, formats, string lengths, uniqueItems, not, if,
dependencies, and that exactly one option of oneOf matches.

Stricter than the schema: properties appear in declared order, optional ones may be omitted, and no
others are allowed if properties are listed. Integers are never written as ``1.0``. Values of enum
and const are written as the writer writes them.

One constraint is beyond any context-free grammar: an object with arbitrary keys may repeat a key.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from toolbench_ood.readers.ebnf.dialect import Dialect
from toolbench_ood.readers.ebnf.rules import EMPTY, Expr, Rules, alt, group, lit, seq
from toolbench_ood.readers.literals.strict_json import MAX_DEPTH
from toolbench_ood.readers.specification.json_types import allowed, pointed, type_set
from toolbench_ood.types.value import Json

VALUE_DEPTH = MAX_DEPTH - 2
"""Maximum nesting of one argument's value: the readers' limit minus the enclosing objects."""

_MAX_HOPS = 16
_MOST_COUNTED = 64
"""A larger ``minItems`` or ``maxItems`` is left to the schema check."""

_TYPES = ("string", "number", "boolean", "null", "array", "object")


@dataclass(slots=True)
class Values:
    """The expressions for values of one tool's parameters; None if no value matches."""

    rules: Rules
    dialect: Dialect
    root: Mapping[str, Any]
    """The schema that local references resolve against."""
    _made: dict[tuple[str, int], Expr | None] = field(default_factory=dict)
    _free: int = 0
    """The depth of unconstrained values built so far, from the inside out."""

    def of(self, schema: Any) -> Expr | None:
        """Return the expression for one argument's value.

        Shallow values are built first, so that a recursive schema never causes deep recursion.
        """
        depths = range(VALUE_DEPTH) if "$ref" in json.dumps(schema) else ()
        for depth in depths:
            self._value(schema, depth)
        return self._value(schema, VALUE_DEPTH)

    def choices(self, schema: Any) -> Sequence[Json] | None:
        """Return the values listed by enum or const that also match the type given next to them.

        Returns None if the schema has neither.
        """
        schema = self.resolved(schema)
        if "enum" not in schema and "const" not in schema:
            return None
        listed = schema["enum"] if "enum" in schema else [schema["const"]]
        types = type_set(schema, self.root)
        return [value for value in listed if allowed(value, types)]

    def options(self, schema: Any) -> list[dict[str, Any]] | None:
        """Return the options of anyOf or oneOf, each merged with its sibling keywords, if any."""
        schema = self.resolved(schema)
        word = next((word for word in ("anyOf", "oneOf") if word in schema), "")
        if not word:
            return None
        beside = {key: value for key, value in schema.items() if key != word}
        return [
            {**beside, **self.resolved(option)} for option in schema[word] if option is not False
        ]

    def resolved(self, schema: Any) -> dict[str, Any]:
        """Resolve references, merge allOf, and turn ``true`` into the empty schema."""
        joined: dict[str, Any] = dict(schema) if isinstance(schema, Mapping) else {}
        for _ in range(_MAX_HOPS):
            reference = joined.pop("$ref", None)
            parts = list(joined.pop("allOf", ()))
            if isinstance(reference, str) and reference.startswith("#/"):
                parts.append(pointed(self.root, reference))
            if not parts:
                return joined
            for part in parts:
                joined = _joined(joined, part if isinstance(part, Mapping) else {})
        return {}

    def _value(self, schema: Any, depth: int) -> Expr | None:
        if schema is False:
            return None
        key = (json.dumps(schema), depth)
        if key not in self._made:
            self._made[key] = None  # an option that refers back to itself adds no value
            made = self._make(schema, depth)
            short = made is None or len(made) < len("value-000")
            self._made[key] = made if short or made is None else self.rules.name("value", made)
        return self._made[key]

    def _make(self, schema: Any, depth: int) -> Expr | None:
        chosen = self.choices(schema)
        if chosen is not None:
            return some(self.literal(value) for value in chosen)
        options = self.options(schema)
        if options is not None:
            return some([self._value(option, depth) for option in options])
        plain = self.resolved(schema)
        return some([self._typed(kind, plain, depth) for kind in kinds(plain)])

    def literal(self, value: Json) -> Expr | None:
        """Return the expression for one given value."""
        return some(lit(text) for text in self.dialect.texts_of(value))

    def typed(self, kind: str, schema: Any) -> Expr | None:
        """Return the values of one type that match a schema without enum, const or options."""
        if kind == "real":
            return self.dialect.real
        return self._typed(kind, self.resolved(schema), VALUE_DEPTH)

    def _typed(self, kind: str, schema: Mapping[str, Any], depth: int) -> Expr | None:
        dialect = self.dialect
        if kind == "boolean":
            return alt([dialect.true, dialect.false])
        if kind in ("array", "object"):
            make = self._array if kind == "array" else self._object
            return make(schema, depth) if depth else None
        scalars = {
            "string": dialect.string,
            "number": dialect.number,
            "integer": dialect.integer,
            "null": dialect.null,
        }
        return scalars.get(kind)

    def _inner(self, schema: Any, depth: int) -> Expr | None:
        """Return the values inside an array or object; unconstrained ones are built inside out."""
        if schema in ({}, True):
            while self._free < depth:
                self._free += 1
                self._value({}, self._free - 1)
            return self._value({}, depth - 1)
        return self._value(schema, depth - 1)

    def _array(self, schema: Mapping[str, Any], depth: int) -> Expr | None:
        if "prefixItems" in schema:
            return self._tuple(schema["prefixItems"], depth)
        item = self._inner(schema.get("items", {}), depth)
        least, most = schema.get("minItems", 0), schema.get("maxItems")
        if item is None or most == 0:
            return self._listed(EMPTY) if least == 0 else None
        following = seq(self._comma(), item)
        items = seq(item, group(following, _times(max(least - 1, 0), most)))
        return self._listed(items if least else group(items, "?"))

    def _tuple(self, schemas: Sequence[Any], depth: int) -> Expr | None:
        items = [self._inner(schema, depth) for schema in schemas]
        comma = self._comma()
        made = [item for item in items if item is not None]
        whole = seq(*(seq(comma if at else "", item) for at, item in enumerate(made)))
        return self._listed(whole) if len(made) == len(items) else None

    def _object(self, schema: Mapping[str, Any], depth: int) -> Expr | None:
        properties = list(declared(schema))
        if not properties:
            return self._free_object(schema.get("additionalProperties", True), depth)
        return self._members(
            (key, self._inner(inner, depth), required) for key, inner, required in properties
        )

    def _free_object(self, values: Any, depth: int) -> Expr:
        value = None if values is False else self._inner(values, depth)
        if value is None:
            return self._mapped(EMPTY)
        pair = self.rules.name("pair", self._pair(self.dialect.key or self.dialect.string, value))
        following = seq(self._comma(), pair)
        return self._mapped(group(seq(pair, group(following, "*")), "?"))

    def arguments(self) -> Expr | None:
        """Return the object of all arguments, which contains only declared ones."""
        return self._members(
            (key, self.of(schema), required) for key, schema, required in declared(self.root)
        )

    def _members(self, members: Iterable[tuple[str, Expr | None, bool]]) -> Expr | None:
        """Return the object with these keys; None if a required one cannot be written."""
        pairs = []
        for key, value, required in members:
            name = self._key(key)
            if value is not None and name is not None:
                pairs.append((self._pair(name, value), required))
            elif required:
                return None
        return self._mapped(in_order(self.rules, pairs, self._comma()))

    def _key(self, key: str) -> Expr | None:
        if self.dialect.keys is None:
            return self.literal(key)
        return some(lit(text) for text in self.dialect.keys(key))

    def _space(self) -> Expr:
        return self.dialect.space or self.rules.space()

    def _comma(self) -> Expr:
        return seq(self._space(), self.dialect.comma, self._space())

    def _pair(self, key: Expr, value: Expr) -> Expr:
        return seq(key, self._space(), self.dialect.colon, self._space(), value)

    def _listed(self, inner: Expr) -> Expr:
        return self._between(*self.dialect.brackets, inner)

    def _mapped(self, inner: Expr) -> Expr:
        return self._between(*self.dialect.braces, inner)

    def _between(self, opening: str, closing: str, inner: Expr) -> Expr:
        space = self._space()
        return seq(lit(opening), space, inner, EMPTY if inner == EMPTY else space, lit(closing))


def declared(schema: Mapping[str, Any]) -> Iterator[tuple[str, Any, bool]]:
    """Yield each property with its schema and whether it is required, in declared order.

    A required property that is not listed comes last and takes any value, unless the schema
    disallows it.
    """
    properties = schema.get("properties", {})
    required = schema.get("required", ())
    for key, inner in properties.items():
        yield key, inner, key in required
    other = schema.get("additionalProperties", not properties)
    for key in required:
        if key not in properties and other is not False:
            yield key, other, True


def in_order(rules: Rules, parts: Sequence[tuple[Expr, bool]], separator: Expr) -> Expr:
    """Return the parts in order, with separators; those that are not required may be omitted."""
    tail: Expr = EMPTY
    options: list[Expr] = []
    for part, required in reversed(parts):
        if required:
            options.clear()
        options.append(seq(part, tail))
        following = seq(separator, part)
        tail = seq(following if required else group(following, "?"), tail)
        tail = tail if tail == EMPTY else rules.name("rest", tail)
    if not options:
        return EMPTY
    first = alt(reversed(options))
    return first if any(required for _, required in parts) else group(first, "?")


def some(options: Iterable[Expr | None]) -> Expr | None:
    """Return the alternation of the options that are not None; None if there are none."""
    made = [option for option in options if option is not None]
    return alt(made) if made else None


def _joined(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """Merge two schemas that both apply; apart from properties, the first one takes precedence."""
    joined = {**other, **one}
    if "properties" in one and "properties" in other:
        joined["properties"] = {**other["properties"], **one["properties"]}
    if "required" in one and "required" in other:
        joined["required"] = [*other["required"], *one["required"]]
    return joined


def kinds(schema: Mapping[str, Any]) -> Sequence[str]:
    """Return the types that a schema names or its keywords imply; all if it is unconstrained."""
    declared_type = schema.get("type")
    if isinstance(declared_type, str):
        return (declared_type,)
    if isinstance(declared_type, list):
        return declared_type
    if "properties" in schema:
        return ("object",)
    return ("array",) if "items" in schema else _TYPES


def _times(least: int, most: Any) -> str:
    """Return the repetition operator for the items after the first."""
    least = least if least <= _MOST_COUNTED else 0
    if not isinstance(most, int) or most > _MOST_COUNTED:
        return f"{{{least},}}" if least else "*"
    return f"{{{least},{most - 1}}}"
