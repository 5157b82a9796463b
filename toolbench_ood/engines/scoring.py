"""The interface of engines that serve probabilities of given tokens.

Nothing is generated: a text that is there already is scored. What an engine cannot serve exactly is
None, never an estimate.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Tail:
    """Tokens that might stand behind a beginning of the text, in place of those that do."""

    start: int
    """How many tokens of the text precede them; at least 1."""
    tokens: tuple[int, ...]
    """Two or more."""


@dataclass(frozen=True, slots=True)
class ScoreRequest:
    """A text in token ids, and the positions of interest.

    A position is the index of a token, at least 1; what is scored there is the prediction that
    follows all tokens before it.
    """

    name: str
    """What the text is called in errors."""
    tokens: tuple[int, ...]
    positions: tuple[int, ...]
    """Rising."""
    named: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    """Token ids whose probabilities are wanted, by position; each is one of ``positions``."""
    also: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    """The same, where they are wanted only if they cost no computation of their own."""
    tails: tuple[Tail, ...] = ()

    def wanted(self, position: int) -> tuple[int, ...]:
        """Return all tokens that are named at a position, each once."""
        named = (*self.named.get(position, ()), *self.also.get(position, ()))
        return tuple(dict.fromkeys(named))


@dataclass(frozen=True, slots=True)
class Chance:
    """How likely one token is at a position."""

    logprob: float | None
    """Natural logarithm of its probability; None: not served."""
    rank: int | None
    """1 for the most likely token; None: not served."""


@dataclass(frozen=True, slots=True)
class TokenScore:
    """The prediction at one position."""

    actual: Chance
    """Of the token that stands there."""
    entropy: float | None
    """Of the whole distribution, in nats; None: not served."""
    named: tuple[Chance, ...] = ()
    """Of the tokens that are wanted at the position, in their order."""


@dataclass(frozen=True, slots=True)
class TokenScores:
    """What an engine serves for a request."""

    tokens: tuple[TokenScore, ...]
    """One a position."""
    tails: tuple[float | None, ...] = ()
    """Sum of the log-probabilities of each tail's tokens; None: not served."""


@dataclass(frozen=True, slots=True)
class Walked:
    """Some positions of a text, with all that is predicted there."""

    tokens: tuple[TokenScore, ...]
    logprobs: "NDArray[np.float32]"
    """Log-probabilities of the whole vocabulary, of the shape (positions, vocabulary)."""


@runtime_checkable
class Scoring(Protocol):
    """An engine that scores tokens."""

    @property
    def scored_at_once(self) -> int:
        """How many texts are suitably in flight.

        1 where a text is computed by itself: consecutive ones with the same beginning then share
        it.
        """
        ...

    async def score(self, request: ScoreRequest) -> TokenScores:
        """Score one text; several may be in flight.

        Raises:
            UserError: the engine serves no probabilities of prompt tokens.
            EngineError: this request failed.
            EngineDownError: no further request can be answered.
        """
        ...


@runtime_checkable
class WholeScoring(Scoring, Protocol):
    """An engine that also serves the whole distribution."""

    def walk(self, request: ScoreRequest) -> "Iterator[Walked]":
        """Score the positions of a text in order, a few at a time; its tails are not scored.

        This blocks.

        Raises:
            EngineError: computing failed.
        """
        ...
