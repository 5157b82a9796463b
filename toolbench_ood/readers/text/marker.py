"""Delimiters as a reader takes them.

A reader takes whatever word stands for the index of a call, and none, so that a call whose index is
wrong can still be read; ``diagnosis.header`` says what is wrong with the indices of a message. A
blank in a delimiter stands for any white space, or for none, but for itself in one that is nothing
but white space.
"""

import re
from functools import cached_property

from toolbench_ood.readers.specification.marker import INDEX, filled
from toolbench_ood.readers.text.parse_error import ParseError
from toolbench_ood.readers.text.scanner import take

_WORD = "[A-Za-z0-9_.-]{0,32}"
"""What a reader takes for an index, right or wrong."""

LONGEST_INDEX = 32
"""Characters of the longest word that is taken for an index."""

_SPACE = "[ \t\n\r]*"
_BLANK = re.compile("[ \t\n\r]+")


class MarkerPattern:
    """A delimiter as a reader takes it; at most one index stands in it."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._before, self.indexed, self._after = _parted(text)

    @cached_property
    def pattern(self) -> str:
        """A regular expression of the delimiter, with any index or none; it has no groups."""
        return self._pattern(_WORD)

    @cached_property
    def grouped(self) -> str:
        """The same with one group, which is the index."""
        return self._pattern(f"({_WORD})")

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.grouped)

    def _pattern(self, word: str) -> str:
        if not self.indexed:
            return _loosened(self._text)
        return f"(?:{_loosened(self._before)}{word})?{_loosened(self._after)}"

    def take(
        self, text: str, position: int, place: str, index: str | None = None
    ) -> tuple[int, str | None]:
        """Return the offset after the delimiter and the call's index; raises ParseError.

        ``index`` is the call's index where an earlier delimiter holds it.
        """
        if not self.indexed:
            return take(text, position, self._text, place), index
        if index is not None:
            return take(text, position, filled(self._text, index), place), index
        match = self._compiled.match(text, position)
        if not match:
            raise ParseError(position, place, ended=self.stops_inside(text, position))
        return match.end(), match.group(1) or None

    def stands(self, text: str, position: int) -> bool:
        """Whether the delimiter stands at the position, with any word for its index."""
        if not self.indexed:
            return re.compile(self.pattern).match(text, position) is not None
        word = re.compile(f"{_loosened(self._before)}{_WORD}{_loosened(self._after)}")
        return word.match(text, position) is not None

    def stops_inside(self, text: str, position: int) -> bool:
        """Whether the text ends before the delimiter is whole."""
        rest = text[position : position + len(self._text) + LONGEST_INDEX]
        if position + len(rest) < len(text):
            return False
        before, after = self._before, self._after
        if _BLANK.search(self._text) and not self._text.isspace():
            rest, before, after = (_BLANK.sub("", part) for part in (rest, before, after))
        if not self.indexed or before.startswith(rest):
            return before.startswith(rest)
        tail = re.sub(f"^{re.escape(before)}{_WORD}", "", rest)
        return after.startswith(tail)


def _parted(text: str) -> tuple[str, bool, str]:
    before, place, after = text.partition(INDEX)
    return before, bool(place), after


def _loosened(text: str) -> str:
    """Return the pattern of a fixed text in which blanks stand for any white space."""
    if text.isspace():
        return re.escape(text)
    return _SPACE.join(map(re.escape, _BLANK.split(text)))


def loose(delimiter: str) -> str:
    """Return the pattern of a delimiter in which blanks stand for any white space.

    An index in it is one group.
    """
    return _SPACE.join(MarkerPattern(part).grouped for part in delimiter.split())


def counted(delimiter: str) -> str:
    """Return the pattern of a delimiter like ``loose``, for one that stands after a name.

    Where its index is missing, all that stands before the index may be missing with it.
    """
    return MarkerPattern(" ".join(delimiter.split())).grouped
