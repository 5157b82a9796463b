"""How a value is written as a Python literal, with Python's constants or with those of JSON."""

import json

from toolbench_ood.readers.specification.literal_spec import Constants
from toolbench_ood.types.value import Json

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
