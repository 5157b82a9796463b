"""Finds the texts of control tokens in a text, including overlapping ones."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_KEY_LENGTH = 2


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One match of a guarded text."""

    start: int
    end: int
    text: str


class Finder:
    """Finds every occurrence of a fixed set of texts, each at least two characters long.

    Some vocabularies contain thousands of control tokens that all begin with ``<``. An alternation
    of them would be tried branch by branch at each such character; here, only positions that match
    the first two characters of a guarded text are examined, with one look-up per length.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = frozenset(texts)
        lengths: defaultdict[str, set[int]] = defaultdict(set)
        for text in self._texts:
            lengths[text[:_KEY_LENGTH]].add(len(text))
        self._lengths = {key: sorted(sizes) for key, sizes in lengths.items()}
        keys = "|".join(map(re.escape, sorted(self._lengths)))
        self._keys = re.compile(keys or r"(?!)")
        self._heads = frozenset(text[:end] for text in self._texts for end in range(1, len(text)))
        self._tails = frozenset(
            text[start:] for text in self._texts for start in range(1, len(text))
        )

    @property
    def texts(self) -> frozenset[str]:
        """The guarded texts."""
        return self._texts

    def find(self, text: str) -> Iterator[Occurrence]:
        """Yield every occurrence, ordered by start and then by length."""
        # Keys may overlap, so the search resumes one character after a match's start, not at its
        # end; a lookahead would instead be tried at every character.
        match = self._keys.search(text)
        while match:
            start = match.start()
            for length in self._lengths[match[0]]:
                found = text[start : start + length]
                if len(found) == length and found in self._texts:
                    yield Occurrence(start, start + length, found)
            match = self._keys.search(text, start + 1)

    def begun_at_end(self, text: str) -> int:
        """Return how many characters at the end of the text could begin a guarded text."""
        longest = min(len(text), self._longest)
        return next((n for n in range(longest, 0, -1) if text[-n:] in self._heads), 0)

    def ended_at_start(self, text: str) -> int:
        """Return how many characters at the start of the text could end a guarded text."""
        longest = min(len(text), self._longest)
        return next((n for n in range(longest, 0, -1) if text[:n] in self._tails), 0)

    @property
    def _longest(self) -> int:
        return max((sizes[-1] for sizes in self._lengths.values()), default=0)
