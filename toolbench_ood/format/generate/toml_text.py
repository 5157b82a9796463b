"""Writes TOML, as far as ``format.toml`` needs it."""

import json
from collections.abc import Iterator, Mapping
from typing import Any


def toml_text(table: Mapping[str, Any]) -> str:
    """Write a table of scalars, lists and tables; tables nested in its tables are inline."""
    plain = {key: value for key, value in table.items() if not isinstance(value, Mapping)}
    lines = [*_lines(plain)]
    for key, value in table.items():
        if key not in plain:
            lines += ["", f"[{key}]", *_lines(value)]
    return "\n".join(lines) + "\n"


def _lines(table: Mapping[str, Any]) -> Iterator[str]:
    for key, value in table.items():
        yield f"{key} = {_spelt(value)}"


def _spelt(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(_lines(value)) + " }" if value else "{}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_spelt, value)) + "]"
    return json.dumps(value, ensure_ascii=False)  # also valid TOML for text, numbers and booleans
