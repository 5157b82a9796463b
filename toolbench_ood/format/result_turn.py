"""What a chat template writes around the results of calls, as facts that need no template."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import ConfigDict

from toolbench_ood.types.call import ToolOutput
from toolbench_ood.types.piece import Pieces, data, markup

Slot = Literal["words", "content", "name", "id"]
Escape = Literal["none", "json", "ascii json"]

ERROR = "Error: "
"""Marks a result as an error; chat templates have no notation for it."""
_NO_NAME = "none"
"""Placeholder for the tool name if no call could be read."""

ESCAPES: Mapping[Escape, Callable[[str], str]] = {
    "none": str,
    "json": lambda text: json.dumps(text, ensure_ascii=False)[1:-1],
    "ascii json": lambda text: json.dumps(text)[1:-1],
}
"""How a template may escape the text of a result."""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of one result: words of the template, or what is put in."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    slot: Slot
    text: str = ""
    """The words; empty for the other slots."""


@dataclass(frozen=True, slots=True)
class ResultTurn:
    """From the end of the calls to where the model goes on."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    open: str
    """From the last call to the first result: closes the model's turn and opens the next one."""
    item: tuple[Part, ...]
    """One result, from its first slot to its last."""
    between: str
    """Between two results."""
    close: str
    """From the last result to the beginning of the model's next message."""
    escape: Escape = "none"

    def pieces(self, outputs: Sequence[ToolOutput]) -> Pieces:
        """Write results, without the text that opens and closes the turn."""
        parts: Pieces = ()
        for index, output in enumerate(outputs):
            parts += markup(self.between) if index else ()
            parts += tuple(piece for one in self._item(index, output) for piece in one)
        return parts

    def _item(self, index: int, output: ToolOutput) -> Iterator[Pieces]:
        for part in self.item:
            if part.slot == "words":
                yield markup(part.text)
            elif part.slot == "name":
                yield data(output.name or _NO_NAME)
            elif part.slot == "id":
                yield data(output.id or result_id(index))
            else:
                yield markup(ERROR if output.is_error else "")
                yield data(ESCAPES[self.escape](output.content))


def result_id(index: int) -> str:
    """Return a nine-character alphanumeric id for a call whose format writes none."""
    return f"call{index:05}"
