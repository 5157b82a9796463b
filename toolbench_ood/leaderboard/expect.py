"""Say in one sentence what a figure is and what it must be."""

import math
from collections.abc import Iterator

_TOLERANCE = 1e-9
"""Figures are written with all their digits."""


def expect(where: str, given: object, expected: object) -> Iterator[str]:
    """Yield a sentence unless a figure is what it must be."""
    if isinstance(given, float) and isinstance(expected, float):
        same = math.isclose(given, expected, rel_tol=0, abs_tol=_TOLERANCE)
    else:
        same = given == expected
    if not same:
        yield f"{where} is {given!r}; expected {expected!r}"


def within(where: str, given: float, low: float, high: float = math.inf) -> Iterator[str]:
    """Yield a sentence unless a finite figure lies between two others, both included."""
    if not (math.isfinite(given) and low - _TOLERANCE <= given <= high + _TOLERANCE):
        most = f"{low:g} or more" if high == math.inf else f"{low:g} to {high:g}"
        yield f"{where} is {given!r}; expected {most}"
