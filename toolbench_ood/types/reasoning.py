"""How a model marks its reasoning, and what becomes of calls inside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final, Literal, TypeAlias

ReasoningCalls: TypeAlias = Literal["ignore", "run", "fault"]
"""Calls in the reasoning are counted and no more, carried out, or structural faults."""

DEFAULT_CALLS: Final[ReasoningCalls] = "ignore"
"""What servers do, which parse calls behind the reasoning alone."""


@dataclass(frozen=True, slots=True)
class ReasoningMarks:
    """The texts around the reasoning at the start of a message."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = {"extra": "forbid"}

    open: str
    close: str
    opened_by_prompt: bool = False
    """Whether prompts end with ``open``, so that a message begins inside the reasoning."""
    closed_by_prompt: bool = False
    """Whether prompts end with ``close``: the model is not to reason."""
    answer: str = ""
    """What opens the answer, such as the header of a channel; empty where nothing does."""

    @property
    def words(self) -> str:
        """The marks for a sentence."""
        opened = ", opened by the prompt" if self.opened_by_prompt else ""
        closed = ", ended by the prompt" if self.closed_by_prompt else ""
        return f"between {self.open!r} and {self.close!r}{opened}{closed}"


@dataclass(frozen=True, slots=True)
class Thinking:
    """How the reasoning in the messages of one model is read."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = {"extra": "forbid"}

    marks: ReasoningMarks
    calls: ReasoningCalls = DEFAULT_CALLS
