"""How far shifts lie from what training saw."""

from toolbench_ood.shifts.find import SHIFTS
from toolbench_ood.shifts.reach import SURFACE, WORDS, Reach, reach_of


def test_every_shift_is_of_the_surface_or_of_the_words() -> None:
    """A new shift must be put into one of the two; none is in both."""
    assert SHIFTS.keys() <= SURFACE | WORDS, SHIFTS.keys() - SURFACE - WORDS
    assert not SURFACE & WORDS


def test_the_reach_is_that_of_the_furthest_difference_to_the_nearest_seen() -> None:
    """Joined shifts belong to the furthest part; what training saw in a shift is no difference."""
    for shift, seen, reach in (
        ("none", ["none"], Reach.NONE),
        ("terse+lean", ["lean+terse"], Reach.NONE),
        ("terse+long", ["none"], Reach.SURFACE),
        ("none", ["lean+terse"], Reach.SURFACE),
        ("terse+opaque", ["none"], Reach.WORDS),
        ("terse+opaque", ["opaque"], Reach.SURFACE),
        ("none", ["opaque"], Reach.WORDS),
        ("terse", ["opaque", "none"], Reach.SURFACE),
        ("of_another_version", ["none"], Reach.WORDS),
        ("none", [], Reach.WORDS),
    ):
        assert reach_of(shift, seen) is reach, (shift, seen)
