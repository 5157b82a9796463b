"""Markers that are misspelt: another case, other brackets, a homoglyph, one letter off."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

_MIN_LETTERS = 4
"""Shorter words resemble too many others to be called a misspelling."""

_OPENING = "<[{(\uff1c\u3008\u27e8\u2985\u00ab\u27e6"
_CLOSING = ">]})\uff1e\u3009\u27e9\u2986\u00bb\u27e7"
"""Brackets, ASCII and not, that a model may put around a marker's word."""

BRACKETS = _OPENING + _CLOSING
"""All of them."""

_TOKEN = re.compile(
    rf"[{re.escape(_OPENING)}][ \t]{{0,4}}/?[ \t]{{0,4}}"
    rf"([^\s{re.escape(_OPENING + _CLOSING)}]{{3,60}})"
)
_WORD_AND_BRACKET = re.compile(rf"\W?\w+([{re.escape(_OPENING)}])")
_ANY_WORD = r"[\w-]{1,60}"
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


def resembles(written: str, marker: str) -> bool:
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


@dataclass(frozen=True)
class TypoFinder:
    """How some markers may be misspelt, worked out once for all texts."""

    markers: tuple[str, ...]
    """What is to be found."""
    known: tuple[str, ...]
    """Delimiters that are spelled correctly, whatever they resemble."""

    @cached_property
    def _wanted(self) -> frozenset[str]:
        words = map(folded, self.markers)
        return frozenset(word for word in words if len(word) >= _MIN_LETTERS)

    @cached_property
    def _well(self) -> Mapping[int, tuple[str, ...]]:
        """The known delimiters by the places in them where a token may begin."""
        places: dict[int, tuple[str, ...]] = {}
        for mark in self.known:
            for at in range(len(mark)):
                if _begins(mark, at):
                    places[at] = (*places.get(at, ()), mark)
        return places

    @cached_property
    def _patterns(self) -> tuple[re.Pattern[str], ...]:
        return (_TOKEN, *_several_words(self.markers), *_words_before_brackets(self.markers))

    def find(self, text: str, start: int) -> tuple[int, int, str] | None:
        """Return span and wording of the first token that misspells one of the markers.

        A token that is one of the known delimiters, or stands in one, is spelled correctly.
        """
        alike: dict[str, bool] = {}
        for pattern in self._patterns:
            for match in pattern.finditer(text, start):
                word = match.group(1)
                if word not in alike:
                    alike[word] = self._resembles(word)
                if alike[word] and not self._is_known(text, match.start()):
                    return match.start(), match.end(), match.group()
        return None

    def _resembles(self, word: str) -> bool:
        token = folded(word)
        return any(token == wanted or one_edit(token, wanted) for wanted in self._wanted)

    def _is_known(self, text: str, begin: int) -> bool:
        places = self._well.items()
        return any(text.startswith(marks, max(0, begin - at)) for at, marks in places)


def _begins(marker: str, at: int) -> bool:
    """Whether a token may begin at this sign of a marker."""
    after_a_sign = at == 1 and not marker[0].isalnum()
    return at == 0 or after_a_sign or marker[at] in _OPENING


def _several_words(markers: tuple[str, ...]) -> list[re.Pattern[str]]:
    """Patterns of what could be meant for the markers that are more than one token, or one line."""
    longer = []
    for marker in markers:
        token = _TOKEN.match(marker)
        if "\n" in marker or (token and folded(token.group(1)) != folded(marker)):
            longer.append(marker)
    return [re.compile(f"({_shape(marker)})") for marker in longer]


def _shape(marker: str) -> str:
    """Return a pattern of the marker's signs, with any words between them."""
    parts = re.split(r"([\w-]+)", marker)
    return "".join(_ANY_WORD if at % 2 else re.escape(part) for at, part in enumerate(parts))


def _words_before_brackets(markers: tuple[str, ...]) -> list[re.Pattern[str]]:
    """Patterns of what could be meant for the markers that are a word and a bracket."""
    words = [match for marker in markers if (match := _WORD_AND_BRACKET.fullmatch(marker))]
    return [re.compile(rf"(?<![\w-])([\w-]{{3,60}}){re.escape(match.group(1))}") for match in words]
