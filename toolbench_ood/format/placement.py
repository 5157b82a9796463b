"""How the results of a format's calls stand in the turn that a chat template writes for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import ConfigDict

from toolbench_ood.chat.result_turn import ERROR, ResultTurn
from toolbench_ood.types.call import ToolOutput
from toolbench_ood.types.piece import Pieces, data, markup

Words = Literal["template", "format", "nobody"]
"""Who writes words around results: the chat template alone; both, the format's inside those of the
template; or nobody, because the template is rendered anew with its own."""


@dataclass(frozen=True, slots=True)
class Placement:
    """What becomes of the results of one format in the prompts of one model."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    words: Words
    turn: ResultTurn

    def pieces(self, outputs: Sequence[ToolOutput], own: Pieces) -> Pieces:
        """Write results, without what opens and closes their turn.

        Args:
            outputs: the results.
            own: the results as the format writes them.
        """
        if self.words == "template":
            return self.turn.pieces(outputs)
        if self.words == "format":
            return self.turn.around(own, outputs)
        lines = ((*markup(ERROR if one.is_error else ""), *data(one.content)) for one in outputs)
        return tuple(piece for line in lines for piece in (*line, *markup("\n")))[:-1]
