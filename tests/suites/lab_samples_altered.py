"""Alter the arguments of a call, one value at a time."""

import copy
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

OTHERWISE = {
    "purpose": ("analysis", "reserve"),
    "priority": ("routine", "urgent"),
    "status": ("quarantined", "available"),
}
"""Two of the values of each argument that has a choice."""


def altered(arguments: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield copies of the arguments with one leaf altered, and the leaf's name."""
    for path in leaf_paths(dict(arguments)):
        changed = copy.deepcopy(dict(arguments))
        holder: Any = changed
        for step in path[:-1]:
            holder = holder[step]
        name = next(step for step in reversed(path) if isinstance(step, str))
        holder[path[-1]] = alter(name, holder[path[-1]])
        yield name, changed


def leaf_paths(value: Any) -> Iterator[tuple[Any, ...]]:
    """List where the leaves of nested arguments are."""
    if not isinstance(value, dict | list):
        yield ()
        return
    steps = value if isinstance(value, dict) else range(len(value))
    for step in steps:
        yield from ((step, *rest) for rest in leaf_paths(value[step]))


def alter(name: str, value: Any) -> Any:
    """Return another value, valid where that is simple."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, float):
        return value + 0.5
    if name in OTHERWISE:
        return next(other for other in OTHERWISE[name] if other != value)
    if name == "date":
        return str(date.fromisoformat(value) + timedelta(days=1))
    if name == "position":
        return "ABC"["BCA".index(value[0])] + value[1]
    return "05:05" if name == "start_time" else value + "x"
