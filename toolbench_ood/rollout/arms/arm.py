"""What an arm is: what it changes in a request, and what it makes of a completion."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from toolbench_ood.types.call import Call
from toolbench_ood.types.reading import Reading
from toolbench_ood.types.tool import ToolSpec

if TYPE_CHECKING:
    # Options list the arms, and no format has to be loaded for that.
    from toolbench_ood.format.format import Format


@dataclass(frozen=True, slots=True)
class Standing:
    """A turn of the model's, before it is written."""

    format: "Format"
    tools: Sequence[ToolSpec]
    """The tools that the model has been shown."""
    solution: Sequence[Call]
    """The calls that the open ask's solution makes, as the model would write them."""
    carried_out: int
    """How many calls were carried out since the ask was put."""

    @property
    def due(self) -> int:
        """How many calls are due: that the solution makes beyond those carried out."""
        return max(len(self.solution) - self.carried_out, 0)


@dataclass(frozen=True, slots=True)
class Help:
    """What an arm changes in a request."""

    words: str = ""
    """Added to the user's turn where the request answers an ask."""
    opener: str = ""
    """What the model's message begins with."""
    grammar: str | None = None
    """What the rest of the message must follow (see ``Request.grammar``)."""
    begins: bool = False
    """Whether the message must begin with a call, so that a thought that the prompt opens ends
    first."""


class Arm:
    """How much help a model gets: none, unless a subclass gives some."""

    name: ClassVar[str]
    """As users and case ids write it."""
    gives: ClassVar[str]
    """What help it gives, in a few words."""
    shows: ClassVar[str] = ""
    """What it says of a model that it solves more with this help, as a clause."""
    is_informed: ClassVar[bool] = False
    """Whether the help depends on the solution, so that its results are no ability by itself."""
    constrains: ClassVar[bool] = False
    """Whether it takes an engine that generates under a grammar."""
    needs_distinct_opener: ClassVar[bool] = False
    """Whether it takes a format whose opener betrays a call wherever it stands."""

    def obstacle(self, format_: "Format") -> str | None:
        """Return why cases in a format cannot have this help; None if they can."""
        if self.needs_distinct_opener and not format_.has_distinct_opener:
            return f"its calls begin with {format_.opener!r}, which prose may contain as well"
        return None

    def help(self, standing: Standing) -> Help:
        """Return what changes in the request for a turn."""
        del standing
        return Help()

    def read(self, reading: Reading) -> Reading:
        """Return the reading whose calls are carried out."""
        return reading
