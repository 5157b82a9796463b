"""Checks arguments against a function's schema, with a fast path for simple schemas."""

import json
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, TypeAlias

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError

from toolbench_ood.types.tool import FunctionSpec
from toolbench_ood.types.value import Json

_DATE = r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
_CLOCK = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?"
_ZONE = r"(?:[Zz]|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])"
_TIMES = {
    "date-time": re.compile(rf"{_DATE}[Tt ]{_CLOCK}{_ZONE}"),
    "time": re.compile(rf"{_CLOCK}{_ZONE}"),
}
"""RFC 3339 as in JSON Schema; jsonschema checks neither without additional packages."""


def _format_checker() -> FormatChecker:
    checker = FormatChecker()
    for name, pattern in _TIMES.items():
        checker.checks(name)(_matcher(pattern))
    return checker


def _matcher(pattern: re.Pattern[str]) -> Any:
    return lambda value: not isinstance(value, str) or bool(pattern.fullmatch(value))


_FORMATS = _format_checker()


_OPENING_WORDS = frozenset(
    {
        *("additionalProperties", "patternProperties", "unevaluatedProperties"),
        *("$ref", "allOf", "anyOf", "oneOf"),
    }
)
"""Keywords with which a schema constrains its properties beyond listing them."""

_TELLING_NOTHING = frozenset({"title", "description", "default", "examples"})
_PLAIN_OBJECT = frozenset({"type", "properties", "required", "additionalProperties"})
_PLAIN_TYPES: Mapping[str, frozenset[type]] = {
    "string": frozenset({str}),
    "integer": frozenset({int}),
    "number": frozenset({int, float}),
    "boolean": frozenset({bool}),
}

Fits: TypeAlias = Callable[[Json], bool]


class Checker:
    """Checks the arguments of one function; instances are cached, because they are slow to create.

    An object whose properties are listed accepts no others unless its schema addresses them: a
    function has only the parameters that it declares.
    """

    def __init__(self, schema: dict[str, Any]) -> None:
        _close(schema)
        self._validator = Draft202012Validator(schema, format_checker=_FORMATS)
        self._required = frozenset(schema.get("required", ()))
        self._fits = _properties(schema, self._validator)

    @classmethod
    def of(cls, function: FunctionSpec) -> "Checker":
        """Return the checker of a function, shared by equal schemas."""
        return _checker(json.dumps(function["parameters"]))

    def errors(self, arguments: Mapping[str, Json]) -> list[ValidationError]:
        """Return all schema violations in the arguments.

        Raises:
            RecursionError: the schema refers to itself endlessly, or a value is nested too deeply.
        """
        return [] if self._plainly_fit(arguments) else list(self._validator.iter_errors(arguments))

    def _plainly_fit(self, arguments: Mapping[str, Json]) -> bool:
        """Whether each argument matches its own schema, if nothing else needs to be checked."""
        fits = self._fits
        if fits is None or not self._required <= arguments.keys():
            return False
        return all(name in fits and fits[name](value) for name, value in arguments.items())


def _close(schema: Any) -> None:
    """Close objects whose properties are listed, except inside combinators and ``$defs``."""
    if not isinstance(schema, dict):
        return
    listed = schema.get("properties")
    if isinstance(listed, dict):
        if not schema.keys() & _OPENING_WORDS:
            schema["additionalProperties"] = False
        for child in listed.values():
            _close(child)
    _close(schema.get("items"))


@lru_cache(maxsize=1024)
def _checker(canonical: str) -> Checker:
    return Checker(json.loads(canonical))


def _properties(
    schema: Mapping[str, Any], validator: Draft202012Validator
) -> Mapping[str, Fits] | None:
    """Return a check for each argument; None if the schema has further constraints."""
    plain = schema.keys() - _TELLING_NOTHING <= _PLAIN_OBJECT
    if (
        not plain
        or schema.get("type") != "object"
        or schema.get("additionalProperties") is not False
    ):
        return None
    return {name: _fits(each, validator) for name, each in schema.get("properties", {}).items()}


def _fits(schema: Any, validator: Draft202012Validator) -> Fits:
    if not isinstance(schema, Mapping) or not isinstance(schema.get("type"), str):
        return validator.evolve(schema=schema).is_valid
    words, types = schema.keys() - _TELLING_NOTHING, _PLAIN_TYPES.get(schema["type"])
    if types and words == {"type"}:
        return lambda value: type(value) in types
    if schema["type"] == "array" and words == {"type", "items"}:
        item = _fits(schema["items"], validator)
        return lambda value: type(value) is list and all(map(item, value))
    if types == frozenset({str}) and words == {"type", "enum"}:
        values = frozenset(value for value in schema["enum"] if isinstance(value, str))
        return lambda value: type(value) is str and value in values
    return validator.evolve(schema=schema).is_valid
