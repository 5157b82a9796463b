"""What a body that is not the format's own looks like."""

import re
from collections.abc import Mapping
from typing import Literal

from toolbench_ood.readers.literals.strict_json import JsonFault, read_whole_json
from toolbench_ood.readers.literals.tolerant import tolerate
from toolbench_ood.readers.specification.names import CALLABLE
from toolbench_ood.readers.text.scanner import skip_space
from toolbench_ood.types.value import Json

ARGUMENT_ALIASES = frozenset(
    {"arguments", "parameters", "args", "params", "kwargs", "input", "inputs", "tool_input"}
)
"""Keys that some format or other gives the arguments."""

NAME_ALIASES = frozenset(
    {"name", "function", "tool", "tool_name", "function_name", "action", "method"}
)
"""Keys that some format or other gives the name."""

_CALL = re.compile(rf"\[?[ \t\n\r]*(?:{CALLABLE.pattern})[ \t]*\(")
_TAG = re.compile(r"<[ \t]*/?[ \t]*([^\s<>=/]+)[^<>]*>")
_FENCE = re.compile(r"```[A-Za-z0-9_+-]*[ \t]*\n")

Shape = Literal["json", "call", "tag", "fence", "text"]


def shape_at(text: str, position: int, limit: int) -> Shape:
    """Tell what begins at the position."""
    position = skip_space(text, position)
    if _FENCE.match(text, position, limit):
        return "fence"
    if text.startswith(("{", "[{", '"{'), position):
        return "json"
    if _CALL.match(text, position, limit):
        return "call"
    return "tag" if _TAG.match(text, position, limit) else "text"


def tag_word(text: str, position: int, limit: int) -> str:
    """Return the first word of the tag at the position; empty when there is no tag."""
    match = _TAG.match(text, skip_space(text, position), limit)
    return match.group(1) if match else ""


def json_object_in(text: str) -> dict[str, Json] | None:
    """Return the object that a text means, as JSON or as a Python literal; None otherwise."""
    value = _value_of(text)
    return value if isinstance(value, dict) else None


def _value_of(text: str) -> Json:
    try:
        return read_whole_json(text).value
    except JsonFault:
        read = tolerate(text, 0, len(text), "python")
        whole = read.complete and not text[read.end :].strip(" \t\n\r")
        return read.value if whole else None


def wrapped_key(arguments: Mapping[str, Json], declared: Mapping[str, object]) -> str:
    """Return the undeclared key that wraps the whole argument object; empty if there is none."""
    if len(arguments) != 1:
        return ""
    ((key, value),) = arguments.items()
    wraps = key in ARGUMENT_ALIASES and key not in declared and isinstance(value, dict)
    return key if wraps else ""
