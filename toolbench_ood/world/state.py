"""A world's state as a tree, and the differences between two states."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime, time, timedelta
from fnmatch import fnmatchcase
from functools import cache
from operator import attrgetter
from types import NoneType
from typing import Any, NamedTuple, TypeAlias, TypeGuard

Path: TypeAlias = tuple[str, ...]
"""Names and keys that lead from the world to a value: ``("events", "E17", "slot")``."""
Tree: TypeAlias = Any
"""A ``dict`` of trees by name or key, ``Rows``, or a plain value."""

_NOT_STATE = frozenset({"rng"})


class Rows(NamedTuple):
    """The entries of a mapping whose values are all objects of one class."""

    names: tuple[str, ...]
    """Field names of the class."""
    entries: Mapping[str, tuple[Tree, ...]]
    """The fields of each entry as trees, by key."""


REMOVED = object()
"""Stands for the value of what is no longer there."""


@dataclass(frozen=True, slots=True)
class Changes:
    """The differences between two states of one world."""

    touched: Mapping[Path, Tree]
    """Values that were replaced, as they are afterwards; ``REMOVED`` for what is gone."""
    added: Mapping[Path, Sequence[Tree]]
    """The entries under new keys of each existing mapping, without their own keys in them."""


def state_of(world: object, earlier: Tree = None) -> Tree:
    """Copy a world's state into a tree.

    Attributes and the entries of mappings are branches. An object that is an entry of a mapping is
    a row: its fields are compared individually, each as a whole unless it is itself a mapping.

    Args:
        world: the world.
        earlier: a state of the same world, or of a copy of it. Rows that are as they were then are
            taken from it instead of being copied again, and are compared with it in no time.
    """
    return {
        name: _branch(value, _below(earlier, name))
        for name, value in vars(world).items()
        if name not in _NOT_STATE
    }


def changes(before: Tree, after: Tree) -> Changes:
    """Compare two states."""
    touched: dict[Path, Tree] = {}
    added: defaultdict[Path, list[Tree]] = defaultdict(list)
    _compare((), before, after, touched, added)
    return Changes(touched, dict(added))


def stray(made: Changes, allowed: Changes, free: Iterable[str] = ()) -> Path | None:
    """Return the first change that is not allowed; None if there is none.

    Args:
        made: the changes that were made.
        allowed: the changes that are allowed: the same values, and as many new keys per mapping.
        free: patterns of dotted paths that may change freely: ``basket``, ``rooms.*.use``.
    """
    more = (path for path, new in made.added.items() if len(new) > len(allowed.added.get(path, ())))
    found = sorted({*more, *(made.touched.keys() - allowed.touched.keys())})
    return next((path for path in found if not is_free(path, free)), None)


def is_free(path: Path, patterns: Iterable[str]) -> bool:
    """Whether a pattern of dotted paths matches a path, or one that leads to it."""
    dotted = ".".join(path)
    return any(fnmatchcase(dotted, each) or fnmatchcase(dotted, f"{each}.*") for each in patterns)


def _branch(value: object, earlier: Tree) -> Tree:
    """Copy an attribute: mappings and plain objects become branches, everything else a value."""
    if _is_mapping(value):
        return _entries(value, earlier)
    names = _field_names(type(value))  # type: ignore[arg-type]  # a class is hashable
    members = dict(zip(names, _reader(names)(value), strict=True)) if names else _attributes(value)
    if members is None:
        return _value(value)
    return {name: _member(member, _below(earlier, name)) for name, member in members.items()}


def _below(tree: Tree, name: str) -> Tree:
    """Return what an earlier state has under a name; None where it has nothing there."""
    return tree.get(name) if isinstance(tree, dict) else None


def _entries(mapping: Mapping[Any, Any], earlier: Tree) -> Tree:
    """Copy the entries of a mapping; those that are all objects of one class become rows."""
    rows = mapping.values()
    kinds = set(map(type, rows))
    if kinds <= _PLAIN:
        return dict(zip(map(str, mapping), rows, strict=True))
    names = _field_names(kinds.pop()) if len(kinds) == 1 else None
    if not names or any(map(_is_mapping, rows)):
        named = zip(map(str, mapping), rows, strict=True)
        return {key: _branch(row, _below(earlier, key)) for key, row in named}
    known = earlier.entries if isinstance(earlier, Rows) and earlier.names == names else {}
    read = zip(map(str, mapping), map(_reader(names), rows), strict=True)
    return Rows(names, {key: _row(row, known.get(key)) for key, row in read})


def _row(values: tuple[object, ...], earlier: tuple[Tree, ...] | None) -> tuple[Tree, ...]:
    """Copy a row, unless the earlier copy is equal to it."""
    if earlier is not None and values == earlier:
        return earlier
    return tuple([value if type(value) in _PLAIN else _member(value) for value in values])


def _member(value: object, earlier: Tree = None) -> Tree:
    if type(value) in _PLAIN:
        return value
    inside = _is_mapping(value) or _is_room(value)
    return _branch(value, earlier) if inside else _value(value)


def _is_room(value: object) -> bool:
    """Whether a plain object contains mappings, and is thus part of the state, not a value."""
    members = _members(value)
    return members is not None and any(map(_is_mapping, members))


_PLAIN = frozenset({str, int, float, bool, NoneType, date, datetime, time, timedelta})
"""Types with immutable values."""


def _members(value: object) -> Iterable[object] | None:
    """Return an object's attribute values; None if Python itself treats it as a value."""
    kind = type(value)
    if kind in _PLAIN:
        return None
    names = _field_names(kind)  # type: ignore[arg-type]  # a class is hashable
    if names:
        return _reader(names)(value)
    attributes = _attributes(value)
    return None if attributes is None else attributes.values()


def _attributes(value: object) -> Mapping[str, object] | None:
    """Return the attributes of an object that is not a dataclass; None if it has none."""
    if is_dataclass(value):
        return {}
    return None if isinstance(value, type) else getattr(value, "__dict__", None)


@cache
def _reader(names: tuple[str, ...]) -> Callable[[object], tuple[object, ...]]:
    """Return a function that reads the named fields of an object."""
    read = attrgetter(*names)
    return read if len(names) > 1 else lambda value: (read(value),)


def _is_mapping(value: object) -> TypeGuard[Mapping[Any, Any]]:
    """Whether a value is a mapping, looked up by type because that is much faster."""
    return _maps(type(value))  # type: ignore[arg-type]  # a class is hashable


@cache
def _maps(kind: type) -> bool:
    return issubclass(kind, Mapping)


@cache
def _field_names(kind: type) -> tuple[str, ...] | None:
    """Return the field names of a dataclass; None for any other class."""
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else None


def _value(value: object) -> Tree:
    """Copy a value so that later changes of the world do not affect it."""
    if type(value) in _PLAIN:
        return value
    if isinstance(value, (list, tuple)):
        return tuple(value if set(map(type, value)) <= _PLAIN else map(_value, value))
    if isinstance(value, AbstractSet):
        return frozenset(map(_value, value))
    if _is_mapping(value):
        return tuple(sorted((str(key), _value(item)) for key, item in value.items()))
    members = _members(value)
    return value if members is None else tuple(map(_value, members))


def _compare(
    path: Path,
    before: Tree,
    after: Tree,
    touched: dict[Path, Tree],
    added: defaultdict[Path, list[Tree]],
) -> None:
    if before == after:
        return
    if isinstance(before, Rows) and isinstance(after, Rows) and before.names == after.names:
        before, after = _apart(before, after), _apart(after, before)
    old, new = branches(before), branches(after)
    if old is None or new is None:
        touched[path] = after
        return
    for key in old.keys() | new.keys():
        if key not in old:
            added[path].append(_unnamed(new[key], key))
        elif key not in new:
            touched[(*path, key)] = REMOVED
        else:
            _compare((*path, key), old[key], new[key], touched, added)


def _unnamed(entry: Tree, key: str) -> Tree:
    """Leave an entry's own key out of its fields: it tells only in which order entries came."""
    fields_ = branches(entry)
    if fields_ is None:
        return entry
    return {name: None if value == key else value for name, value in fields_.items()}


def _apart(rows: Rows, others: Rows) -> Rows:
    """Drop rows that are equal in both, so that only the others are compared in detail."""
    known = others.entries
    entries = {
        key: row for key, row in rows.entries.items() if key not in known or known[key] != row
    }
    return Rows(rows.names, entries)


def branches(tree: Tree) -> Mapping[str, Tree] | None:
    """Return the branches of a tree by name or key; None for a value."""
    if isinstance(tree, Rows):
        rows = tree.entries.items()
        return {key: dict(zip(tree.names, row, strict=True)) for key, row in rows}
    return tree if isinstance(tree, dict) else None
