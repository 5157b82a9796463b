"""Which of many formats may begin a section in a text."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from toolbench_ood.readers.scan.reader import Reader


@dataclass(frozen=True, slots=True)
class Beginnings:
    """Readers by a sign in what their sections begin with.

    A text is searched once for each sign, and only for the openers of those that it holds: a plain
    answer holds few.
    """

    readers: Sequence[Reader]
    places: Mapping[str, Sequence[int]]
    """For each sign, which of the readers begin with it."""

    @classmethod
    def of(cls, readers: Sequence[Reader]) -> "Beginnings":
        """Sort these readers."""
        places: dict[str, list[int]] = {}
        for place, reader in enumerate(readers):
            places.setdefault(_sign(reader.beginning), []).append(place)
        return cls(readers, places)

    def readers_of(self, text: str, start: int) -> Iterator[Reader]:
        """Yield the readers that may begin a section at ``start`` or after it, in their order."""
        held = (each for sign, each in self.places.items() if text.find(sign, start) >= 0)
        for place in sorted(place for places in held for place in places):
            if self.readers[place].may_open(text, start):
                yield self.readers[place]


def _sign(beginning: str) -> str:
    """Return the first sign of a text that is no letter, digit or blank; else all of it."""
    rare = (sign for sign in beginning if not (sign.isalnum() or sign in " _"))
    return next(rare, beginning)
