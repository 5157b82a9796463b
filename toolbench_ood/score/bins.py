"""Small whole numbers in bins, of which the later ones are wider."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import TypeVar

Counted = TypeVar("Counted")

_SINGLE = 4
_WIDE = 7
BINS = (*map(str, range(_SINGLE + 1)), f"{_SINGLE + 1}-{_WIDE}", f"{_WIDE + 1}+")
"""Names of all bins in order."""


def bin_of(number: int) -> str:
    """Return the name of a number's bin: ``3``, ``5-7``, ``8+``."""
    return BINS[number] if number <= _SINGLE else BINS[-2 if number <= _WIDE else -1]


def binned(things: Iterable[Counted], number: Callable[[Counted], int]) -> dict[str, list[Counted]]:
    """Sort things into bins; empty bins are left out."""
    found: defaultdict[str, list[Counted]] = defaultdict(list)
    for thing in things:
        found[bin_of(number(thing))].append(thing)
    return {name: found[name] for name in BINS if name in found}
