"""Text on a terminal: what cannot be seen is written out, what is marked is underlined."""

from hypothesis import given
from hypothesis import strategies as st

from toolbench_ood.report.underline import Mark, underlined
from toolbench_ood.report.visible import visible, visible_text

_NARROW = st.text(st.sampled_from('ab{}\x1b"\u202e \n'), max_size=40)


def shown(spans: list[tuple[str, bool]], marks: list[Mark], width: int = 80) -> list[str]:
    return [line.plain for line in underlined(spans, marks, width)]


def test_marks_stand_below_their_words() -> None:
    """Beside wide signs and escapes, over line ends, at the end of the text, and control tokens."""
    mark = Mark(3, 5, "E1 (judgement)", "red")
    assert shown([("f({x})", False)], [mark]) == ["f({x})", "   ^^ E1 (judgement)"]
    assert shown([("日本x\x1b\x1b", False)], [mark])[1] == "     ^^^^^^^^ E1 (judgement)"
    assert shown([("ab\ncd\nef", False)], [Mark(1, 6, "L", "")]) == [
        "ab",
        " ^ L",
        "cd",
        "^^",
        "ef",
    ]
    assert shown([("ab", False)], [Mark(2, 2, "L", "")]) == ["ab", "  ^ L"]
    assert shown([("", False)], [Mark(0, 0, "L", "")]) == ["", "^ L"]
    special = [("a", False), ("<x>", True), ("b", False)]
    assert shown(special, [Mark(1, 4, "L", "")]) == ["a⟦<x>⟧b", " ^^^^^ L"]
    assert shown(special, [Mark(4, 5, "L", ""), Mark(0, 1, "M", "")])[1:] == ["      ^ L", "^ M"]


def test_a_label_without_room_has_a_line_of_its_own() -> None:
    """Nothing but such a label is wider than the terminal."""
    lines = shown([("abcdefghijkl", False)], [Mark(2, 8, "a long label", "")], width=5)
    assert lines == ["abcde", "  ^^^", "a long label", "fghij", "^^^", "kl"]


@given(_NARROW, st.integers(0, 40), st.integers(0, 40), st.integers(4, 30))
def test_the_carets_cover_what_is_marked(text: str, one: int, other: int, width: int) -> None:
    """Put together, what stands above the carets is the marked text as it is printed."""
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    lines = list(underlined([(text, False)], [Mark(start, end, "", "red")], width))
    said = "".join(line.plain for line in lines if line.style != "red")
    assert said == "".join(visible(sign) for sign in text if sign != "\n")
    assert all(len(line.plain) <= width for line in lines if line.style != "red" and width > 6)
    above = ""
    covered = []
    for line in lines:
        if line.style == "red":
            covered += [
                sign for sign, caret in zip(above, line.plain, strict=False) if caret == "^"
            ]
        else:
            above = line.plain
    marked = text[start:end].replace("\n", "")
    if marked:
        assert "".join(covered) == "".join(map(visible, marked))


@given(st.text(max_size=50))
def test_no_text_holds_a_control(text: str) -> None:
    """Whatever Unicode holds, what is printed has lines and signs that can be seen."""
    assert all(sign.isprintable() or sign == "\n" for sign in visible_text(text))
    assert visible_text("\x1b[2J\t\x9b\u202e\ud800\U000e0001é日") == (
        "\\x1b[2J\\t\\x9b\\u202e\\ud800\\U000e0001é日"
    )
