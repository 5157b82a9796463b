"""What every spelling of a value offers."""

from typing import Protocol

from toolbench_ood.readers.literals.strict_json import JsonRead
from toolbench_ood.types.value import Json


class Codec(Protocol):
    """One spelling; ``read`` takes exactly what ``write`` writes, and close variants of it."""

    def write(self, value: Json) -> str:
        """Spell a value.

        What a spelling has no words for is written in a way that does not read back as the value,
        so that the writer's proof refuses it.
        """
        ...

    def read(self, text: str, position: int) -> JsonRead:
        """Return the value at the position and the offset after it.

        Raises:
            ParseError: no such value stands there; its position is where the spelling stops.
        """
        ...
