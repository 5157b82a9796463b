"""Markers that are misspelt: another case, other brackets, a homoglyph, one letter off."""

import re
import unicodedata

_MIN_LETTERS = 4
"""Shorter words resemble too many others to be called a misspelling."""

_OPENING = "<[{(\uff1c\u3008\u27e8\u2985\u00ab"
_CLOSING = ">]})\uff1e\u3009\u27e9\u2986\u00bb"
"""Brackets, ASCII and not, that a model may put around a marker's word."""

_TOKEN = re.compile(
    rf"[{re.escape(_OPENING)}][ \t]{{0,4}}/?[ \t]{{0,4}}"
    rf"([^\s{re.escape(_OPENING + _CLOSING)}]{{3,60}})"
)
_WORD_AND_BRACKET = re.compile(rf"\w+([{re.escape(_OPENING)}])")
_WORD = re.compile(r"[^\W_]+")
_LOOKALIKES = str.maketrans("\u2581\u0430\u0441\u0435\u0456\u043e\u0440\u0455", "_aceiops")
"""The low line block and the Cyrillic letters that print like Latin ones."""


def is_bracket(sign: str) -> bool:
    """Whether a sign opens or closes a bracket; a word between two of them is told from prose."""
    return sign in _OPENING or sign in _CLOSING


def folded(marker: str) -> str:
    """Return the letters and digits of a marker, in one case and one alphabet."""
    plain = unicodedata.normalize("NFKC", marker).translate(_LOOKALIKES)
    return "".join(_WORD.findall(plain)).casefold()


def same_marker(written: str, marker: str) -> bool:
    """Whether a word is a marker's word but for spelling: equal when folded, or one edit away."""
    left, right = folded(written), folded(marker)
    if not left or not right:
        return False
    return left == right or (len(right) >= _MIN_LETTERS and one_edit(left, right))


def one_edit(left: str, right: str) -> bool:
    """Whether one letter inserted, left out, changed or swapped with its neighbour is all."""
    if abs(len(left) - len(right)) > 1 or left == right:
        return False
    at = next(
        (i for i, (one, other) in enumerate(zip(left, right, strict=False)) if one != other),
        min(len(left), len(right)),
    )
    rest_left, rest_right = left[at:], right[at:]
    swapped = rest_left[:2] == rest_right[:2][::-1] and rest_left[2:] == rest_right[2:]
    return swapped or rest_right == rest_left[1:] or _tails(rest_left, rest_right)


def _tails(left: str, right: str) -> bool:
    return left[1:] == right[1:] or left == right[1:]


def find_misspelt(
    text: str, markers: tuple[str, ...], known: tuple[str, ...], start: int
) -> tuple[int, int, str] | None:
    """Return span and wording of the first token that misspells one of the markers.

    A token that is one of the ``known`` delimiters, or stands in one, is spelt well.
    """
    wanted = {folded(marker): marker for marker in markers if len(folded(marker)) >= _MIN_LETTERS}
    well = [(mark, at) for mark in known for at, sign in enumerate(mark) if _begins(sign, at)]
    for pattern in (_TOKEN, *_words_before_brackets(markers)):
        for match in pattern.finditer(text, start):
            if any(text.startswith(mark, max(0, match.start() - at)) for mark, at in well):
                continue
            token = folded(match.group(1))
            if any(token == word or one_edit(token, word) for word in wanted):
                return match.start(), match.end(), match.group()
    return None


def _begins(sign: str, at: int) -> bool:
    """Whether a token may begin at this sign of a marker."""
    return at == 0 or sign in _OPENING


def _words_before_brackets(markers: tuple[str, ...]) -> list[re.Pattern[str]]:
    """Patterns of what could be meant for the markers that are a word and a bracket."""
    words = [match for marker in markers if (match := _WORD_AND_BRACKET.fullmatch(marker))]
    return [re.compile(rf"(?<!\w)(\w{{3,60}}){re.escape(match.group(1))}") for match in words]
