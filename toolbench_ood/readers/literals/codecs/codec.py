"""What every way to write a value offers."""

from typing import Protocol

from toolbench_ood.readers.literals.strict_json import JsonRead
from toolbench_ood.types.value import Json


class Codec(Protocol):
    """One way to write values; ``read`` takes what ``write`` writes, and close variants of it."""

    def write(self, value: Json) -> str:
        """Write a value.

        What it has no words for is written in a way that does not read back as the value,
        so that the writer's proof refuses it.
        """
        ...

    def read(self, text: str, position: int) -> JsonRead:
        """Return the value at the position and the offset after it.

        Raises:
            ParseError: no such value stands there; its position is where it stops being one.
        """
        ...
