"""Text edits: where they stand, what they leave alone, and when they contradict each other."""

from cases import for_each

from toolbench_ood.readers.text.fault import Repair, insert, repaired


@for_each(
    ("repairs", "text"),
    [
        ([], "abcdef"),
        ([Repair(1, 3)], "adef"),
        ([Repair(4, 6, "X"), Repair(0, 1, "Y")], "YbcdX"),
        ([*insert(0, "<"), *insert(6, ">")], "<abcdef>"),
        ([Repair(2, 4, "-"), *insert(2, "<"), *insert(4, ">")], "ab<->ef"),
        ([*insert(3, "1"), *insert(3, "2")], "abc12def"),
        ([*insert(3, "1"), *insert(3, "1")], "abc1def"),
        ([Repair(2, 3, "x"), Repair(1, 5, "wide"), Repair(4, 5, "y")], "awidef"),
        ([*insert(2, "in"), Repair(1, 3, "wide")], "awidedef"),
        ([Repair(1, 3, "first"), Repair(1, 3, "second")], "afirstdef"),
        ([Repair(1, 3, "x"), Repair(2, 4, "y")], None),
    ],
)
def test_edits_are_made_at_once(repairs: list[Repair], text: str | None) -> None:
    """Edits speak of the text before any of them; the wider of two wins, and crossing ones fail."""
    assert repaired("abcdef", repairs) == text


def test_an_edit_can_be_moved() -> None:
    """An edit that was found in a part of a text stands at its place in the whole."""
    assert Repair(1, 2, "x").moved(10) == Repair(11, 12, "x")
