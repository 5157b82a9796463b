"""What one shift does to one situation, between what the model sees and the world."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self, TypeAlias

from toolbench_ood.tasks.ask import Ask
from toolbench_ood.types.call import Call, ToolOutput
from toolbench_ood.types.tool import ToolSpec
from toolbench_ood.world.world import World

Tools: TypeAlias = tuple[ToolSpec, ...]


@dataclass(frozen=True, slots=True)
class Exchange:
    """One ask of an earlier conversation, as it was settled."""

    ask: str
    messages: tuple[tuple[tuple[Call, ToolOutput], ...], ...]
    """Messages of calls, each call with its result."""
    answer: str


class Layer:
    """One shift at work; this one changes nothing.

    Layers are stacked: the first lies on the world, the last faces the model. ``inside`` and
    ``outside`` mean towards the world and towards the model.
    """

    def __init__(self, tools: Tools) -> None:
        """Take the declarations of all tools from the inside."""
        self.tools = tools
        """The declarations that are shown outside, in their order."""

    def begin(self) -> Self:
        """Return the layer of one conversation: another one where it keeps what happens there."""
        return self

    def inward(self, call: Call) -> Call:
        """Turn a call that obeys ``tools`` into the call that is meant inside."""
        return call

    def outward(self, call: Call) -> Call:
        """Write a call from the inside as it is made outside."""
        return call

    def words(self, ask: Ask, nth: int, text: str) -> str:
        """Return what the user says: ``text`` is what the layers inside have made of the ask."""
        del ask, nth
        return text

    def interrupts(self, nth: int) -> ToolOutput | None:
        """Answer every call of the nth message of calls instead of carrying it out; None: go on.

        The answer depends on ``nth`` alone, so that a solution can be carried along, and is the
        same for the whole message, so that calls reach the world in the order of their messages.
        """
        del nth
        return None

    def performs(self, call: Call, world: World) -> ToolOutput | None:
        """Carry out a call of a tool that the layer has added; None: it is none of them.

        Args:
            call: as it is made outside the layer.
            world: the world of the task, on which an added tool may act too.
        """
        del call, world
        return None

    def result(self, output: ToolOutput, nth: int) -> ToolOutput:
        """Rewrite the result of the conversation's nth call."""
        del nth
        return output

    def damage(self) -> str | None:
        """Name what the calls of added tools have changed; None: nothing."""

    def earlier(self) -> Sequence[Exchange]:
        """Return what was said before the first ask, with calls as they are made inside."""
        return ()
