"""How far content shifts take a task away from the content that training saw.

A shift of the *surface* changes how much is said, or in which order, and no name and no ask: it
leaves what must be understood as it was. A shift of the *words* gives tools, arguments or asks
other names, shapes or wordings, or sets decoys beside them. Further away is only another *domain*,
a suite that was not trained on.

A shift that joins several belongs to the furthest of its parts. What counts is the difference to
what training saw: where it saw ``terse``, both ``none`` and ``terse+flaky`` are of the surface.
"""

from collections.abc import Iterable
from enum import IntEnum

from toolbench_ood.shifts.find import AND
from toolbench_ood.types.shift import NO_SHIFT


class Reach(IntEnum):
    """How far content lies from what training saw; a greater number is further away."""

    NONE = 0
    """The same content."""
    SURFACE = 1
    WORDS = 2
    DOMAIN = 3


SURFACE = frozenset({"terse", "verbose", "lean", "flaky", "long", "reorder"})
WORDS = frozenset({"rename", "opaque", "paraphrase", "nest", "flatten", "distract"})


def reach_of(shift: str, seen: Iterable[str]) -> Reach:
    """Return how far a shift lies from the nearest of those that training saw.

    Args:
        shift: its name, or several joined.
        seen: such names; ``none`` for tasks as written. With none of them, the furthest.
    """
    distances = (_furthest(_parts(shift) ^ _parts(each)) for each in seen)
    return min(distances, default=Reach.WORDS)


def _parts(shift: str) -> frozenset[str]:
    return frozenset(shift.split(AND)) - {NO_SHIFT}


def _furthest(parts: Iterable[str]) -> Reach:
    """Judge shifts; one that is unknown, as of another version, counts as far away."""
    return max(
        (Reach.SURFACE if part in SURFACE else Reach.WORDS for part in parts), default=Reach.NONE
    )
