"""Moving through text in linear time. Only ASCII white space is white space here."""

import re

from toolbench_ood.readers.text.parse_error import ParseError

SPACE = " \t\n\r"
"""The white space of every grammar (that of RFC 8259); NBSP, U+2028 and the like are text."""

_BLANK = re.compile(r"[ \t\n\r]*")


def skip_space(text: str, position: int) -> int:
    """Return the offset of the next character that is no white space."""
    if position >= len(text) or text[position] not in SPACE:
        return position
    match = _BLANK.match(text, position)
    return match.end() if match else position


def stops_inside(text: str, position: int, literal: str) -> bool:
    """Whether the text ends before the literal is whole: nothing or a prefix is left."""
    rest = len(text) - position
    return rest < len(literal) and literal.startswith(text[position:])


def expect(text: str, position: int, literal: str, place: str) -> int:
    """Return the offset after the literal, which must stand at the position; raises ParseError."""
    if text.startswith(literal, position):
        return position + len(literal)
    raise ParseError(position, place, ended=stops_inside(text, position, literal))


def take(text: str, position: int, delimiter: str, place: str) -> int:
    """Like ``expect``, for a delimiter in which blanks stand for any white space, or for none."""
    if " " not in delimiter and "\n" not in delimiter:
        return expect(text, position, delimiter, place)
    for number, part in enumerate(delimiter.split()):
        at = skip_space(text, position) if number else position
        if not text.startswith(part, at):
            raise ParseError(position, place, ended=stops_inside(text, at, part))
        position = at + len(part)
    return position


class LiteralFinder:
    """Finds literals from rising positions, without ever looking twice at the same stretch.

    A plain ``str.find`` for a closer that does not exist, asked once an opener, is quadratic.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._found: dict[str, tuple[int, int]] = {}

    def find(self, literal: str, position: int) -> int:
        """Return the first offset at or after the position where the literal stands, or -1."""
        if not literal:
            return -1
        asked, hit = self._found.get(literal, (len(self._text) + 1, -1))
        if asked <= position and (hit == -1 or hit >= position):
            return hit
        hit = self._text.find(literal, position)
        self._found[literal] = (position, hit)
        return hit
