"""Short, reproducible representations of values, without addresses or set order."""

from collections.abc import Iterable, Mapping, ValuesView
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from pathlib import PurePath
from types import NoneType
from typing import Any

_EXACT = (str, bytes, bool, int, float, complex, NoneType, Enum, Decimal, Fraction, PurePath)
_TIMES = (date, datetime, time, timedelta)

MOST_SIGNS = 160
"""Length of a shown value."""
_MOST_SIGNS_INSIDE = 60
_MOST_ITEMS = 8
_MOST_LEVELS = 3


def show_value(value: object) -> str:
    """Show a value much as Python would, in at most ``MOST_SIGNS`` characters."""
    return _cut(_shown(value, 0), MOST_SIGNS)


def show_difference(left: object, right: object) -> str:
    """Say where two containers or texts first differ; empty for other values."""
    if isinstance(left, Mapping) and isinstance(right, Mapping):
        return _by_key(left, right)
    if isinstance(left, AbstractSet) and isinstance(right, AbstractSet):
        return _by_member(left, right)
    if isinstance(left, (list, tuple)) and isinstance(right, (list, tuple)):
        return _by_place(left, right)
    if isinstance(left, str) and isinstance(right, str):
        at = next((at for at, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), None)
        at = min(len(left), len(right)) if at is None else at
        one, other = left[at : at + 20], right[at : at + 20]
        return f"they differ from character {at} on: {one!r} and {other!r}"
    return ""


def _shown(value: object, level: int) -> str:
    if isinstance(value, (*_EXACT, *_TIMES)):
        return _cut(repr(value), MOST_SIGNS if level == 0 else _MOST_SIGNS_INSIDE)
    if level == _MOST_LEVELS:
        return "…"
    if isinstance(value, Mapping):
        return f"{{{_pairs(value, ': ', level + 1)}}}"
    if isinstance(value, ValuesView):
        return _shown_items(list(value), level + 1)
    if isinstance(value, (AbstractSet, list, tuple)):
        return _shown_items(value, level + 1)
    return _shown_object(value, level + 1)


def _shown_items(value: AbstractSet[Any] | list[Any] | tuple[Any, ...], level: int) -> str:
    shown: Iterable[str] = (_shown(item, level) for item in value)
    if isinstance(value, AbstractSet):
        return f"{{{_listed(sorted(shown), len(value))}}}" if value else "set()"
    items = _listed(shown, len(value))
    if isinstance(value, list):
        return f"[{items}]"
    return f"({items},)" if len(value) == 1 else f"({items})"


def _shown_object(value: object, level: int) -> str:
    """Show an object by its class and what it holds; its own words may change from run to run."""
    if callable(value):
        return str(getattr(value, "__qualname__", type(value).__name__))
    name = type(value).__name__
    if is_dataclass(value):
        held = {field.name: getattr(value, field.name, None) for field in fields(value)}
    else:
        held = dict(getattr(value, "__dict__", {}))
        held.pop("rng", None)  # a world's, of which nothing can be told
    return f"{name}({_pairs(held, '=', level)})"


def _pairs(held: Mapping[Any, Any], sign: str, level: int) -> str:
    """List what a mapping holds, or the attributes of an object, whose names need no quotes."""
    keys = ((key if sign == "=" else _shown(key, level), row) for key, row in held.items())
    return _listed((f"{key}{sign}{_shown(row, level)}" for key, row in keys), len(held))


def _listed(items: Iterable[str], count: int) -> str:
    kept = [item for item, _ in zip(items, range(_MOST_ITEMS), strict=False)]
    more = [f"… {count - len(kept)} more"] if count > len(kept) else []
    return ", ".join([*kept, *more])


def _cut(text: str, most: int) -> str:
    half = most // 2
    return text if len(text) <= most else f"{text[:half]}…{text[-half:]}"


def _by_key(left: Mapping[Any, Any], right: Mapping[Any, Any]) -> str:
    different = [key for key in left if key in right and left[key] != right[key]]
    parts = [
        *_only("left", [key for key in left if key not in right]),
        *_only("right", [key for key in right if key not in left]),
        *(
            f"at {_short(key)}: {_short(left[key])} and {_short(right[key])}"
            for key in different[:1]
        ),
    ]
    return "; ".join(parts)


def _by_member(left: AbstractSet[Any], right: AbstractSet[Any]) -> str:
    return "; ".join([*_only("left", left - right), *_only("right", right - left)])


def _by_place(left: list[Any] | tuple[Any, ...], right: list[Any] | tuple[Any, ...]) -> str:
    for at, (one, other) in enumerate(zip(left, right, strict=False)):
        if one != other:
            return f"at [{at}]: {_two(one, other)}"
    return f"{len(left)} and {len(right)} items"


def _only(side: str, items: Iterable[object]) -> list[str]:
    shown = sorted(map(_short, items))
    return [f"only {side}: {_listed(shown, len(shown))}"] if shown else []


def _two(one: object, other: object) -> str:
    return f"{_short(one)} and {_short(other)}"


def _short(value: object) -> str:
    return _cut(_shown(value, 1), _MOST_SIGNS_INSIDE)
