"""Requests from the rollout to an engine, and the responses."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from toolbench_ood.types.control_span import ControlSpan
from toolbench_ood.types.option import Group, Option


class Finish(StrEnum):
    """Why a generation ended."""

    STOP = "stop"
    """The model ended its turn."""
    LENGTH = "length"
    """The token budget of the request was used up."""


@dataclass(frozen=True, slots=True)
class Request:
    """One generation: a prompt in token ids and the budget for the answer."""

    case: str
    """Id of the case, for engines that keep a script a case."""
    step: int
    """Which generation of the case this is, from 0."""
    prompt: tuple[int, ...]
    """Token ids of the whole prompt."""
    max_tokens: int
    """At most this many tokens may be generated; at least 1."""
    seed: int
    """Seed of this generation alone, for sampling."""
    given: int = 0
    """How many tokens at the end of the prompt begin the model's message, written for it."""
    grammar: str | None = None
    """EBNF in xgrammar's dialect that the text of the generated tokens, the end of the turn aside,
    must follow; None: no constraint."""


@dataclass(frozen=True, slots=True)
class PlayedText:
    """What is known of a text that is played, whose tokens are not those of a model."""

    controls: tuple[ControlSpan, ...] | None = None
    """Where its control tokens stood when a model wrote it; None: unknown, or no model wrote it."""


@dataclass(frozen=True, slots=True)
class Completion:
    """What the model wrote, token by token."""

    tokens: tuple[int, ...]
    """Generated token ids, the end-of-turn token included when the model wrote it."""
    finish: Finish
    cached_tokens: int | None = None
    """Prompt tokens that the engine's prefix cache served; None if the engine does not report
    it."""
    played: PlayedText | None = None
    """None: the tokens are the model's own."""


@dataclass(frozen=True, slots=True)
class Sampling:
    """How tokens are chosen; the same for every request of a run."""

    temperature: Annotated[
        float,
        Option(
            name="--temperature",
            help="Sampling temperature; 0: greedy.",
            group=Group.SAMPLING,
            metavar="T",
            minimum=0,
            scripted=False,
        ),
    ] = 0.0
    """0 is greedy."""
    top_p: Annotated[
        float,
        Option(
            name="--top-p",
            help="Sample from the most likely tokens whose probabilities add up to P.",
            group=Group.SAMPLING,
            metavar="P",
            minimum=0,
            maximum=1,
            scripted=False,
        ),
    ] = 1.0
    top_k: Annotated[
        int,
        Option(
            name="--top-k",
            help="Sample from the K most likely tokens; 0: from all.",
            group=Group.SAMPLING,
            metavar="K",
            minimum=0,
            scripted=False,
        ),
    ] = 0
    """0 keeps the whole vocabulary."""
    min_p: Annotated[
        float,
        Option(
            name="--min-p",
            help="Exclude tokens less likely than P times the most likely one.",
            group=Group.SAMPLING,
            metavar="P",
            minimum=0,
            maximum=1,
            scripted=False,
        ),
    ] = 0.0
    seed: Annotated[
        int,
        Option(name="--seed", help="Sampling seed.", group=Group.SAMPLING, minimum=0),
    ] = 0
    """Seed of the run, from which each request's own seed is drawn."""
