"""How a parameter's schema is told in declarations that are no JSON Schema."""

from collections.abc import Mapping
from typing import Any

from toolbench_ood.format.literals import json_text

_ASIDE = frozenset({"description", "title"})


def kind_word(schema: Any) -> str:
    """Return the one word of a plain type, or the schema as JSON where one word would lose facts.

    The description is left out: a declaration tells it in words of its own.
    """
    if not isinstance(schema, Mapping):
        return json_text(schema)
    facts = {key: value for key, value in schema.items() if key not in _ASIDE}
    kind = facts.get("type")
    if facts.keys() == {"type"} and isinstance(kind, str):
        return kind
    return json_text(facts) if facts else "any"
