"""What begins a call in some format, as far as a text before a name can show it."""

from collections.abc import Iterable
from dataclasses import dataclass

from toolbench_ood.readers.attempts.site import PLAIN
from toolbench_ood.readers.scan.reader import Reader
from toolbench_ood.readers.specification.marker import fixed_texts, is_distinctive


@dataclass(frozen=True, slots=True)
class Openers:
    """Distinctive openers of sections and calls, their signs as plain ones."""

    texts: tuple[str, ...]
    last_signs: frozenset[str]

    @classmethod
    def of(cls, readers: Iterable[Reader]) -> "Openers":
        """Return those of the formats of these readers."""
        specs = [reader.spec for reader in readers]
        markers = (mark for spec in specs for mark in (spec.section.open, spec.call.open))
        texts = {part.strip() for mark in markers for part in fixed_texts(mark)[-1:]}
        plain = sorted(text.translate(PLAIN) for text in texts if is_distinctive(text))
        return cls(tuple(plain), frozenset(text[-1] for text in plain))

    def end(self, text: str) -> bool:
        """Whether one of them stands at the end of a text."""
        return text[-1:] in self.last_signs and text.endswith(self.texts)
