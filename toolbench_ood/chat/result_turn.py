"""What a chat template writes around the results of calls, as facts that need no template."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import ConfigDict

from toolbench_ood.chat.ways import ID_FORMS, IdForm
from toolbench_ood.types.call import ToolOutput
from toolbench_ood.types.piece import Piece, Pieces, data, markup, own_words

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
"""How a template may escape the text of a result, character by character."""


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
    ids: IdForm = "nine characters"
    """The form of the ids that the template takes."""
    trims: bool = False
    """Whether it drops the white space around the text of a result."""

    @property
    def only_content(self) -> bool:
        """Whether it puts in nothing but the text of a result, unescaped."""
        return self.item == (Part("content"),) and self.escape == "none"

    def pieces(self, outputs: Sequence[ToolOutput]) -> Pieces:
        """Write results, without the text that opens and closes the turn."""
        parts: Pieces = ()
        for index, output in enumerate(outputs):
            said = (*markup(ERROR if output.is_error else ""), *data(self._trimmed(output.content)))
            parts += own_words(self.between) if index else ()
            parts += self._item(index, output, said)
        return parts

    def _trimmed(self, content: str) -> str:
        return content.strip() if self.trims else content

    def around(self, said: Pieces, outputs: Sequence[ToolOutput]) -> Pieces:
        """Write one text of all results as if it were the result of the first call."""
        return self._item(0, outputs[0], said)

    def words(self, output: ToolOutput, mark: str) -> str:
        """Write one result whose text is ``mark``, with all that opens and closes its turn."""
        written = self._item(0, output, markup(mark))
        return self.open + "".join(piece.text for piece in written) + self.close

    def _item(self, index: int, output: ToolOutput, said: Pieces) -> Pieces:
        return tuple(piece for part in self.item for piece in self._part(part, index, output, said))

    def _part(self, part: Part, index: int, output: ToolOutput, said: Pieces) -> Iterator[Piece]:
        if part.slot == "words":
            yield from own_words(part.text)
        elif part.slot == "name":
            yield from data(output.name or _NO_NAME)
        elif part.slot == "id":
            yield from data(output.id or self._made_id(index, output))
        else:
            escape = ESCAPES[self.escape]
            yield from (Piece(escape(piece.text), piece.data, piece.own) for piece in said)

    def _made_id(self, index: int, output: ToolOutput) -> str:
        """Write an id for a call whose format has none."""
        return str(ID_FORMS[self.ids](index, output.name or _NO_NAME))
