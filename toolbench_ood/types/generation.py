"""What the rollout asks of an engine, and what it is sent back."""

from dataclasses import dataclass
from enum import StrEnum


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


@dataclass(frozen=True, slots=True)
class Completion:
    """What the model wrote, token by token."""

    tokens: tuple[int, ...]
    """Generated token ids, the end-of-turn token included when the model wrote it."""
    finish: Finish
    cached_tokens: int | None = None
    """Prompt tokens that the engine's prefix cache served; None when the engine does not say."""


@dataclass(frozen=True, slots=True)
class Sampling:
    """How tokens are chosen; the same for every request of a run."""

    temperature: float = 0.0
    """0 is greedy."""
    top_p: float = 1.0
    top_k: int = 0
    """0 keeps the whole vocabulary."""
    min_p: float = 0.0
    seed: int = 0
    """Seed of the run, from which each request's own seed is drawn."""
