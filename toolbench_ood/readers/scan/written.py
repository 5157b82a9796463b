"""Calls as their format writes them, in which faults can be planted."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from toolbench_ood.readers.scan.encoding import Encoding, Functions
from toolbench_ood.readers.scan.reader import Reader
from toolbench_ood.readers.specification.grammar import Grammar
from toolbench_ood.readers.text.calls import RawCall
from toolbench_ood.types.call import Call


@dataclass(frozen=True, slots=True)
class WrittenCalls:
    """The input of an operator: calls, their tools, and the text that the format writes."""

    reader: Reader
    calls: Sequence[Call]
    functions: Functions
    rng: Random
    text: str

    @property
    def spec(self) -> Grammar:
        """What the format states."""
        return self.reader.spec

    @property
    def encoding(self) -> Encoding:
        """The grammar of one call."""
        return self.reader.encoding

    @property
    def first(self) -> Call:
        """The first call, which most operators modify."""
        return self.calls[0]

    def spans(self) -> list[RawCall]:
        """Return the calls with their positions in the text."""
        sections = self.reader.scan(self.text, 0, self.functions)
        return [call for section in sections for call in section.calls]

    def with_call(self, body: str, index: int = 0) -> str:
        """Return the text with that of one call replaced."""
        raw = self.spans()[index]
        return self.text[: raw.start] + body + self.text[raw.end :]
