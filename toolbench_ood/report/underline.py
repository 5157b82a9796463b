"""Lines of text with some spans underlined, each with its label."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.text import Text

from toolbench_ood.report.visible import visible

SPECIAL = "bold cyan"
ESCAPED = "magenta"
_OPEN, _CLOSE = "⟦", "⟧"
"""Brackets around a control token, to distinguish it from text without colours."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A span of the whole text, in characters, and what is said of it."""

    start: int
    end: int
    label: str
    style: str


@dataclass(frozen=True, slots=True)
class _Sign:
    """What is printed for one character, or around it."""

    shown: str
    style: str
    position: int
    """Of the character in the whole text."""


def underlined(
    spans: Iterable[tuple[str, bool]], marks: Sequence[Mark], width: int
) -> Iterator[Text]:
    """Yield the lines of a text no wider than ``width``, and below a line what is marked in it.

    Args:
        spans: stretches of the text; whether each is one control token.
        marks: what to underline; an empty span is underlined where it stands.
        width: of the terminal, in cells.
    """
    for line in _lines(_signs(spans), width):
        text = Text()
        for sign in line:
            text.append(sign.shown, style=sign.style)
        yield text
        for mark in marks:
            yield from _below(line, mark, width)


def _signs(spans: Iterable[tuple[str, bool]]) -> Iterator[_Sign]:
    position = 0
    for text, special in spans:
        if special:
            yield _Sign(_OPEN, SPECIAL, position)
        for character in text:
            shown = character if character == "\n" and not special else visible(character)
            style = SPECIAL if special else "" if shown == character else ESCAPED
            yield _Sign(shown, style, position)
            position += 1
        if special:
            yield _Sign(_CLOSE, SPECIAL, position - 1)
    yield _Sign("", "", position)


def _lines(signs: Iterable[_Sign], width: int) -> Iterator[list[_Sign]]:
    """Break at line ends, which stay as empty signs, and where the width is used up."""
    line: list[_Sign] = []
    used = 0
    for sign in signs:
        if sign.shown == "\n":
            yield [*line, _Sign("", "", sign.position)]
            line, used = [], 0
            continue
        cells = cell_len(sign.shown)
        if line and used + cells > width:
            yield line
            line, used = [], 0
        line.append(sign)
        used += cells
    yield line


def _below(line: Sequence[_Sign], mark: Mark, width: int) -> Iterator[Text]:
    """Underline what of a mark stands in a line; the label stands where the mark begins."""
    end = max(mark.end, mark.start + 1)
    inside = [mark.start <= sign.position < end for sign in line]
    if not any(inside):
        return
    first = inside.index(True)
    last = len(inside) - 1 - inside[::-1].index(True)
    before = sum(cell_len(sign.shown) for sign in line[:first])
    cells = sum(cell_len(sign.shown) for sign in line[first : last + 1])
    signs = " " * before + "^" * max(1, cells)
    if line[first].position != mark.start:
        yield Text(signs, style=mark.style)
    elif cell_len(f"{signs} {mark.label}") <= width:
        yield Text(f"{signs} {mark.label}", style=mark.style)
    else:
        yield Text(signs, style=mark.style)
        yield Text(mark.label, style=mark.style)
