"""Where the texts of control tokens occur in a text, overlapping ones included."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_KEY_LENGTH = 2


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One stretch that spells a guarded text."""

    start: int
    end: int
    text: str


class Finder:
    """Finds every occurrence of a fixed set of texts of at least two characters.

    Some vocabularies hold thousands of control tokens that all begin with ``<``, so an alternation
    of them all would be tried one by one at each such character. Here a position is looked at only
    where the first two characters of a guarded text stand, and each length costs one look-up.
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

    def find(self, text: str) -> Iterator[Occurrence]:
        """Yield every occurrence, by start and then by length."""
        # Keys may overlap, so the search goes on one character further, not behind the match; an
        # expression that looks ahead instead would be tried at every character.
        match = self._keys.search(text)
        while match:
            start = match.start()
            for length in self._lengths[match[0]]:
                found = text[start : start + length]
                if len(found) == length and found in self._texts:
                    yield Occurrence(start, start + length, found)
            match = self._keys.search(text, start + 1)

    def begun_at_end(self, text: str) -> int:
        """Return how many characters at the text's end may begin a guarded text."""
        longest = min(len(text), self._longest)
        return next((n for n in range(longest, 0, -1) if text[-n:] in self._heads), 0)

    def ended_at_start(self, text: str) -> int:
        """Return how many characters at the text's start may end a guarded text."""
        longest = min(len(text), self._longest)
        return next((n for n in range(longest, 0, -1) if text[:n] in self._tails), 0)

    @property
    def _longest(self) -> int:
        return max((sizes[-1] for sizes in self._lengths.values()), default=0)
