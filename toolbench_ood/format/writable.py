"""Rejects calls that JSON, and therefore any format, cannot represent, before rendering."""

import json
import math

from toolbench_ood.readers.literals.strict_json import MAX_DEPTH
from toolbench_ood.types.call import Call
from toolbench_ood.types.errors import UnwritableError
from toolbench_ood.types.value import Json, encodable


def check_writable(call: Call, format_name: str) -> None:
    """Raise UnwritableError if a call contains something that is not a JSON value."""
    where = f"format {format_name!r} cannot carry the call of {call.name!r}"
    if not isinstance(call.name, str) or not call.name:
        raise UnwritableError(f"{where}: its name must be a non-empty string")
    for key, value in call.arguments.items():
        reason = _refusal(key) if isinstance(key, str) else "its name is not a string"
        reason = reason or _refusal(value)
        if reason:
            raise UnwritableError(f"{where}: argument {key!r}: {reason}")


def _refusal(value: Json) -> str:
    """Return why a value is not a JSON value; empty if it is one."""
    pending: list[tuple[Json, int]] = [(value, 1)]
    while pending:
        item, level = pending.pop()
        reason = _scalar_refusal(item) if not isinstance(item, dict | list) else ""
        if reason:
            return reason
        if isinstance(item, dict | list) and level >= MAX_DEPTH - 1:
            return f"it is nested deeper than {MAX_DEPTH - 2} levels"
        if isinstance(item, dict):
            if not all(isinstance(key, str) for key in item):
                return "an object has a key that is not a string"
            pending.extend((inner, level + 1) for pair in item.items() for inner in pair)
        elif isinstance(item, list):
            pending.extend((inner, level + 1) for inner in item)
    return ""


def _scalar_refusal(value: Json) -> str:
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, str):
        return "" if encodable(value) else "it contains a lone surrogate, which is not a character"
    if isinstance(value, float):
        return "" if math.isfinite(value) else f"{value} is not a JSON number"
    if isinstance(value, int):
        return "" if _spellable(value) else "the integer has more digits than Python will print"
    return f"a {type(value).__name__} is not a JSON value"


def _spellable(number: int) -> bool:
    try:
        json.dumps(number)
    except ValueError:
        return False
    return True
