"""Whether what a solution changes is changed."""

from collections.abc import Sequence

from cases import for_each

from toolbench_ood.world.fulfilled import fulfilled
from toolbench_ood.world.state import REMOVED, Changes

A, B, ROWS = ("a",), ("b",), ("rows",)


def touched(**values: object) -> Changes:
    return Changes({(name,): value for name, value in values.items()}, {})


def added(*rows: object) -> Changes:
    return Changes({}, {ROWS: list(rows)})


@for_each(
    ("made", "wanted", "holds"),
    [
        (touched(a=1), [touched(a=1)], True),
        (touched(a=2), [touched(a=1)], False),
        (touched(), [touched(a=1)], False),
        (touched(a=1, b=1), [touched(a=1)], True),
        (touched(a=REMOVED), [touched(a=REMOVED)], True),
        (touched(a=1), [touched(a=1), touched()], False),
        (touched(), [touched(a=1), touched()], True),
        (added("x", "y"), [added("y", "x")], True),
        (added("x"), [added("x", "x")], False),
        (added("x", "y"), [added("x")], True),
        (added("x"), [added("x"), added()], False),
        (added("y"), [added("x"), added("y")], True),
    ],
    ids=[
        "the value",
        "another value",
        "nothing",
        "and more",
        "gone",
        "not changed back",
        "changed back",
        "in another order",
        "too few entries",
        "too many entries",
        "not taken away again",
        "another entry",
    ],
)
def test_what_is_wanted_is_there(made: Changes, wanted: Sequence[Changes], holds: bool) -> None:
    """All that the solution changes counts, by its value, and nothing else does."""
    assert fulfilled(made, wanted) is holds


def test_what_may_change_freely_does_not_count() -> None:
    """A free path may have any value, new entries included."""
    assert fulfilled(touched(a=2), [touched(a=1)], free=("a",))
    assert fulfilled(added(), [added("x")], free=("rows",))
