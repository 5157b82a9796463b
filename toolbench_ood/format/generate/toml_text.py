"""Writes the TOML that ``format.toml`` consists of: texts, numbers, choices, lists, tables."""

import json
from collections.abc import Iterator, Mapping
from typing import Any


def toml_text(table: Mapping[str, Any]) -> str:
    """Spell a table whose values are scalars, lists of texts, and tables of those."""
    return "\n".join(_lines(table)) + "\n"


def _lines(table: Mapping[str, Any]) -> Iterator[str]:
    inner = {key: value for key, value in table.items() if isinstance(value, Mapping)}
    for key, value in table.items():
        if key not in inner:  # JSON spells texts, numbers, booleans and lists as TOML does
            yield f"{key} = {json.dumps(value, ensure_ascii=False)}"
    for key, value in inner.items():
        yield f"\n[{key}]"
        yield from _lines(value)
