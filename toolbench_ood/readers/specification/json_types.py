"""Which JSON types a parameter's schema lets through: the type signal of raw formats."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from toolbench_ood.types.value import Json

TypeSet: TypeAlias = frozenset[str] | None
"""Names of JSON Schema types; None when the schema tells no type."""

_STRING: TypeSet = frozenset({"string"})
_MAX_HOPS = 16


def type_set(schema: Any, root: Any = None, hops: int = 0) -> TypeSet:
    """Return the types that a schema names, by type, union, local reference, enum or const."""
    if not isinstance(schema, Mapping) or hops > _MAX_HOPS:
        return None
    declared = schema.get("type")
    if isinstance(declared, str):
        return _STRING if declared == "string" else frozenset({declared})
    if isinstance(declared, list):
        return frozenset(declared)
    for word in ("anyOf", "oneOf"):
        if word in schema:
            return _union(type_set(option, root, hops + 1) for option in schema[word])
    return _by_other_words(schema, root, hops)


def _by_other_words(schema: Mapping[str, Any], root: Any, hops: int) -> TypeSet:
    if "enum" in schema:
        return frozenset(json_type(value) for value in schema["enum"])
    if "const" in schema:
        return frozenset({json_type(schema["const"])})
    reference = schema.get("$ref")
    if isinstance(reference, str) and reference.startswith("#/"):
        return type_set(pointed(root, reference), root, hops + 1)
    known = [type_set(part, root, hops + 1) for part in schema.get("allOf", ())]
    return next((types for types in known if types is not None), None)


def _union(options: Iterable[TypeSet]) -> TypeSet:
    joined: frozenset[str] = frozenset()
    for types in options:
        if types is None:
            return None
        joined |= types
    return joined


def pointed(root: Any, reference: str) -> Any:
    """Follow a JSON pointer inside the document; None when it leads nowhere."""
    target = root
    for step in reference.removeprefix("#").split("/")[1:]:
        key = step.replace("~1", "/").replace("~0", "~")
        if isinstance(target, list) and key.isdecimal() and int(key) < len(target):
            target = target[int(key)]
        else:
            target = target.get(key) if isinstance(target, Mapping) else None
    return target


def json_type(value: Json) -> str:
    """Return the JSON Schema type of a value: an int is an ``integer``, a float a ``number``."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "integer"
    if isinstance(value, float):
        return "number"
    if isinstance(value, str):
        return "string"
    return "array" if isinstance(value, list) else "object"


def allowed(value: Json, types: TypeSet) -> bool:
    """Whether a value's type is in the set; an integer is a number too."""
    if types is None:
        return True
    kind = json_type(value)
    return kind in types or (kind == "integer" and "number" in types)
