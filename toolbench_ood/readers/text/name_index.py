"""Where declared names stand in a text, found in one pass however many are declared."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

_RUN = "[A-Za-z0-9_]+"
_FIRST_RUN = re.compile(_RUN)
FEW = 32
"""Names that are sooner looked for one by one than among all words of a text."""


@dataclass(frozen=True, slots=True)
class NameIndex:
    """Declared names, to be looked up by the first run of ASCII letters and digits in each.

    A name without such a run is looked up by its first sign.
    """

    names: frozenset[str]
    places: Mapping[str, tuple[tuple[int, int], ...]]
    """For each run: where it stands in a name, and how long that name is; the longest first.

    Nothing where the one name with that run is the run itself.
    """
    runs: re.Pattern[str]

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield the span of each declared name that is no part of a longer word, in order.

        Of names that begin at the same run the longest counts.
        """
        if not self._may_hold(text):
            return
        for match in self.runs.finditer(text):
            places = self.places.get(match.group())
            if places is None:
                continue
            if not places:
                yield match.span()
            elif span := self._span(text, *match.span(), places):
                yield span

    def standing_in(self, text: str) -> set[str]:
        """Return the names that stand in a text as words, and perhaps more that stand in it."""
        if len(self.names) <= FEW:
            return {name for name in self.names if name in text}
        runs = self.runs.finditer(text)
        found = ((match, self.places.get(match.group())) for match in runs)
        return {
            part
            for match, places in found
            if places is not None
            for part in self._at(text, match, places)
        }

    def _at(
        self, text: str, run: re.Match[str], places: tuple[tuple[int, int], ...]
    ) -> Iterator[str]:
        if not places:
            yield run.group()
        for offset, length in places:
            start = run.start() - offset
            if start >= 0 and (part := text[start : start + length]) in self.names:
                yield part

    def _may_hold(self, text: str) -> bool:
        """Whether a name stands in a text, as most do not; of many names, how one begins."""
        if len(self.names) <= FEW:
            return any(map(text.__contains__, self.names))
        return not self.places.keys().isdisjoint(self.runs.findall(text))

    def _span(
        self, text: str, run: int, run_end: int, places: tuple[tuple[int, int], ...]
    ) -> tuple[int, int] | None:
        for offset, length in places:
            start, end = run - offset, run - offset + length
            if start < 0 or text[start:end] not in self.names:
                continue
            if end == run_end or not _goes_on(text, end):
                return start, end
        return None


def _goes_on(text: str, end: int) -> bool:
    """Whether a word of ASCII signs goes on after this offset."""
    return _is_plain(text[end - 1 : end]) and _is_plain(text[end : end + 1])


def _is_plain(sign: str) -> bool:
    return sign.isascii() and (sign.isalnum() or sign == "_")


@lru_cache(maxsize=64)
def index_of(names: tuple[str, ...]) -> NameIndex:
    """Index some names; the tools of a case recur in each of its messages."""
    places: dict[str, set[tuple[int, int]]] = {}
    signs: set[str] = set()
    for name in names:
        run = _FIRST_RUN.search(name)
        if run is None:
            signs.add(name[0])
        key, offset = (run.group(), run.start()) if run else (name[0], 0)
        places.setdefault(key, set()).add((offset, len(name)))
    rare = f"|[{re.escape(''.join(sorted(signs)))}]" if signs else ""
    ordered = {
        key: () if each == {(0, len(key))} else tuple(sorted(each, key=lambda at: -at[1]))
        for key, each in places.items()
    }
    return NameIndex(frozenset(names), ordered, re.compile(f"{_RUN}{rare}"))
