"""How values are written: JSON and Python literals."""

import json
from collections.abc import Mapping, Sequence

from toolbench_ood.readers.specification.literal_spec import Constants
from toolbench_ood.types.value import Json


def json_text(value: Json, indent: int | None = None) -> str:
    """Write a value as JSON: characters as they are, keys in insertion order.

    The separators are ``", "`` and ``": "``. The value must hold no NaN and no infinity.
    """
    encoder = _ENCODER if indent is None else _encoder(indent)
    try:
        return encoder.encode(value)
    except TypeError:  # a mapping or a sequence that json doesn't know
        return encoder.encode(plain_json(value))


def _encoder(indent: int | None = None) -> json.JSONEncoder:
    return json.JSONEncoder(ensure_ascii=False, allow_nan=False, indent=indent)


_ENCODER = _encoder()


def python_literal(value: Json, constants: Constants = "python") -> str:
    """Write a value as a Python literal: ``True``, ``None``, ``'text'``, ``[1]``, ``{'k': 1}``.

    With the constants of ``json``, ``true``, ``false`` and ``null`` stand for Python's words.
    """
    return python_text(plain_json(value), constants)


def raw_text(value: Json) -> str:
    """Write a value for a raw format: a string as it is, anything else as JSON."""
    return value if isinstance(value, str) else json_text(value)


def plain_json(value: Json) -> Json:
    """Turn mappings and sequences into dicts and lists, which every writer knows."""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, Mapping):
        return {key: plain_json(item) for key, item in value.items()}
    if isinstance(value, Sequence):
        return [plain_json(item) for item in value]
    return value


WORDS: dict[Constants, dict[str, bool | None]] = {
    "python": {"True": True, "False": False, "None": None},
    "json": {"true": True, "false": False, "null": None},
}
"""What each constant is called."""


def python_text(value: Json, constants: Constants = "python") -> str:
    """Write a value that consists of dicts, lists and scalars."""
    if constants == "python":
        return repr(value)
    if isinstance(value, dict):
        pairs = (f"{key!r}: {python_text(item, constants)}" for key, item in value.items())
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(python_text(item, constants) for item in value) + "]"
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    return repr(value)
