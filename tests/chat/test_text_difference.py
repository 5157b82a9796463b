"""How the difference between two texts is told."""

from cases import for_each

from toolbench_ood.chat.text_difference import describe


@for_each(
    ("ours", "theirs", "said"),
    [
        ("a b", "a b", ""),
        ("a b", "a  b", "writes the white space '  ' where prompts have ' '"),
        ("a <x>b", "a b", "leaves out '<x>'"),
        ("a b", "a<x> b", "adds '<x>'"),
        ("<x> a b", "a b<x>", "moves '<x> '; adds '<x>'"),
        ("one two", "one three", "writes 'three' where prompts have 'two'"),
        ("[a] [a]", "[a]", "leaves out ' [a]'"),
    ],
)
def test_a_difference_is_told_by_its_kind(ours: str, theirs: str, said: str) -> None:
    """White space, dropped, added, moved and doubled words are told apart."""
    assert describe(ours, theirs) == said


def test_many_differences_are_counted() -> None:
    """Of many places a few are quoted."""
    theirs = " ".join(f"w{number}" for number in range(9))
    ours = " ".join(f"w{number} x{number}" for number in range(9))
    assert describe(ours, theirs).endswith("; and 6 more")


def test_a_long_text_that_differs_everywhere_is_one_change() -> None:
    """Texts of a megabyte are not compared word by word; where they are the same is cut off."""
    ours, theirs = "same " + "a b " * 250_000, "same " + "c d " * 250_000
    said = describe(ours, theirs)
    assert said.startswith("writes 'c d c d")
    assert len(said) < 200
