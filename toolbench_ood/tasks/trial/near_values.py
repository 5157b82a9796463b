"""Neighbouring values, as a careless or miscounting model would write them."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta

from toolbench_ood.types.value import Json
from toolbench_ood.world.state import Rows, Tree

Near = Callable[[Json], Iterator[Json]]
"""Gives values next to a plain one; none if there is none."""


def off_by_one(value: Json) -> Iterator[Json]:
    """Yield the numbers, or the days, before and after one."""
    if isinstance(value, bool):
        return
    if isinstance(value, int | float):
        yield from (value - 1, value + 1)
    elif isinstance(value, str) and (day := _day(value)):
        yield from (str(day - timedelta(days=1)), str(day + timedelta(days=1)))


def neighbours(state: Tree) -> Near:
    """Return what gives an id's neighbour: the next key of the mapping in which the id is one.

    Args:
        state: the state of a world.
    """
    following: dict[str, str] = {}
    for keys in _keys(state):
        following |= dict(zip(keys, (*keys[1:], keys[0]), strict=True)) if len(keys) > 1 else {}

    def near(value: Json) -> Iterator[Json]:
        if isinstance(value, str) and value in following:
            yield following[value]

    return near


def with_one_near(value: Json, near: Near) -> Iterator[Json]:
    """Yield a value with one of the plain values in it, in turn, replaced by one next to it."""
    if isinstance(value, Mapping):
        for key, child in value.items():
            yield from ({**value, key: other} for other in with_one_near(child, near))
    elif isinstance(value, list):
        for at, child in enumerate(value):
            others = with_one_near(child, near)
            yield from ([*value[:at], other, *value[at + 1 :]] for other in others)
    else:
        yield from near(value)


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if date.min < day < date.max else None


def _keys(state: Tree) -> Iterator[tuple[str, ...]]:
    """Yield the keys of every mapping in a state, sorted, so that neighbours look alike."""
    if isinstance(state, Rows):
        yield tuple(sorted(state.entries))
        for row in state.entries.values():
            for child in row:
                yield from _keys(child)
    elif isinstance(state, dict):
        yield tuple(sorted(state))
        for child in state.values():
            yield from _keys(child)
