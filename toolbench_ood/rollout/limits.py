"""When a case that does not end by itself is ended."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Annotated, Self

from toolbench_ood.types.option import Group, NoOption, Option


class OnFault(StrEnum):
    """What follows a structural fault."""

    FEEDBACK = "feedback"
    """The model is told in the format's own style, and the case goes on."""
    STOP = "stop"
    """The case ends."""


class Stop(StrEnum):
    """Why a case ended."""

    ANSWERED = "answered"
    """Every ask was answered, or a check between asks failed."""
    STEP_LIMIT = "step_limit"
    """The model used up its messages."""
    TOKEN_LIMIT = "token_limit"  # noqa: S105  # no password
    """The model used up its tokens, or a message did not end within its own budget."""
    CONTEXT_FULL = "context_full"
    """The conversation no longer fits the model's context."""
    FAULT_LIMIT = "fault_limit"
    """More structural faults than the limit, or the first one under ``--on-fault stop``."""
    REPEATED_MESSAGE = "repeated_message"
    """The same message over and over within one ask."""
    ENGINE_ERROR = "engine_error"
    """The engine failed; this is no answer of the model's and is retried on resume."""
    PROGRAM_ERROR = "program_error"
    """A world, a check, a reader, a shift or a template failed on what the model wrote.

    It says nothing about the model either and is retried on resume.
    """

    @property
    def scored(self) -> bool:
        """Whether the case says something about the model."""
        return self not in {Stop.ENGINE_ERROR, Stop.PROGRAM_ERROR}


UNLIMITED = 1 << 40
"""A budget of tokens that nobody uses up."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Budgets of one case."""

    steps: Annotated[
        int,
        Option(
            name="--max-steps",
            help="Maximum messages per case.",
            group=Group.BUDGETS,
            minimum=1,
        ),
    ] = 32
    """Messages that the model may write."""
    tokens: Annotated[
        int,
        Option(
            name="--max-tokens",
            help="Maximum tokens per case, over all messages of the model.",
            group=Group.BUDGETS,
            minimum=1,
        ),
    ] = 4096
    """Tokens that the model may write in all its messages."""
    message_tokens: Annotated[
        int,
        Option(
            name="--max-message-tokens",
            help="Maximum tokens per message.",
            group=Group.BUDGETS,
            minimum=1,
        ),
    ] = 1024
    """Tokens that one message may have."""
    reasoning_tokens: Annotated[
        int,
        Option(
            name="--max-reasoning-tokens",
            help="Maximum tokens of reasoning per message, which no other budget then counts; 0: "
            "reasoning counts like the rest. For models whose chat template marks it.",
            group=Group.BUDGETS,
            minimum=0,
        ),
    ] = 0
    """Tokens that the reasoning of a message may have, beyond all other budgets; 0: they count in
    these."""
    faults: Annotated[
        int,
        Option(
            name="--max-faults",
            help="Structural faults answered with feedback; one more ends the case.",
            group=Group.BUDGETS,
            minimum=0,
        ),
    ] = 3
    """Structural faults that are answered with feedback; one more ends the case."""
    repeats: Annotated[int, NoOption("part of what a profile is")] = 3
    """Identical messages in a row, within one ask, that end the case."""
    on_fault: Annotated[
        OnFault,
        Option(
            name="--on-fault",
            help="After a structural fault, give the model feedback or end the case.",
            group=Group.BUDGETS,
        ),
    ] = OnFault.FEEDBACK

    @property
    def endless(self) -> Self:
        """The same without budgets of tokens."""
        return replace(self, tokens=UNLIMITED, message_tokens=UNLIMITED, reasoning_tokens=0)

    @property
    def most_tokens(self) -> int:
        """Most tokens that a case may have, reasoning included."""
        return self.tokens + self.steps * self.reasoning_tokens
