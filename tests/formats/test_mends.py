"""Text edits: where they stand, what they leave alone, and when they contradict each other."""

from cases import for_each

from toolbench_ood.readers.mend import Mend, insert, mended


@for_each(
    ("mends", "text"),
    [
        ([], "abcdef"),
        ([Mend(1, 3)], "adef"),
        ([Mend(4, 6, "X"), Mend(0, 1, "Y")], "YbcdX"),
        ([*insert(0, "<"), *insert(6, ">")], "<abcdef>"),
        ([Mend(2, 4, "-"), *insert(2, "<"), *insert(4, ">")], "ab<->ef"),
        ([*insert(3, "1"), *insert(3, "2")], "abc12def"),
        ([*insert(3, "1"), *insert(3, "1")], "abc1def"),
        ([Mend(2, 3, "x"), Mend(1, 5, "wide"), Mend(4, 5, "y")], "awidef"),
        ([*insert(2, "in"), Mend(1, 3, "wide")], "awidedef"),
        ([Mend(1, 3, "first"), Mend(1, 3, "second")], "afirstdef"),
        ([Mend(1, 3, "x"), Mend(2, 4, "y")], None),
    ],
)
def test_edits_are_made_at_once(mends: list[Mend], text: str | None) -> None:
    """Edits speak of the text before any of them; the wider of two wins, and crossing ones fail."""
    assert mended("abcdef", mends) == text


def test_an_edit_can_be_moved() -> None:
    """An edit that was found in a part of a text stands at its place in the whole."""
    assert Mend(1, 2, "x").moved(10) == Mend(11, 12, "x")
