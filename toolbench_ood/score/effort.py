"""What a run cost: tokens and time."""

from collections.abc import Iterable
from dataclasses import dataclass

from toolbench_ood.rollout.record import MessageEntry, Record


@dataclass(frozen=True, slots=True)
class Tokens:
    """Tokens of all generations of a run."""

    prompt: int
    """Prompt tokens, those that were sent before included."""
    written: int
    """Tokens that the model wrote."""
    resent: int
    """Prompt tokens that the step before had sent or generated already."""
    cached: int | None
    """Prompt tokens that the engine's prefix cache served; None when the engine never said."""
    resent_known: int
    """Re-sent tokens of the generations for which the engine said what its cache served."""
    resent_cached: int
    """How many of ``resent_known`` the prefix cache served."""
    resent_cached_share: float | None
    """``resent_cached / resent_known``; None when nothing was sent again or the engine is silent.

    The cache works in whole blocks and may serve tokens that another case sent, so of one
    generation never more than its re-sent tokens count as served.
    """


@dataclass(frozen=True, slots=True)
class Seconds:
    """Time of a run, in seconds."""

    cases: float
    """Sum over the cases, which run side by side."""
    wall: float
    """From the start of the first case to the end of the last, pauses before a resume included."""


def count_tokens(records: Iterable[Record]) -> Tokens:
    """Sum the tokens of all messages that the model wrote."""
    written = [
        message for record in records for message in record.messages if message.role == "assistant"
    ]
    told = [message for message in written if message.cached_tokens is not None]
    known = sum(message.resent_tokens or 0 for message in told)
    served = sum(_served(message) for message in told)
    return Tokens(
        prompt=sum(message.prompt_tokens or 0 for message in written),
        written=sum(len(message.tokens or ()) for message in written),
        resent=sum(message.resent_tokens or 0 for message in written),
        cached=sum(message.cached_tokens or 0 for message in told) if told else None,
        resent_known=known,
        resent_cached=served,
        resent_cached_share=served / known if known else None,
    )


def count_seconds(records: Iterable[Record]) -> Seconds:
    """Sum and span the time of the cases."""
    times = [record.time for record in records]
    if not times:
        return Seconds(0.0, 0.0)
    first = min(time.started for time in times)
    last = max(time.started + time.seconds for time in times)
    return Seconds(sum(time.seconds for time in times), last - first)


def _served(message: MessageEntry) -> int:
    return min(message.cached_tokens or 0, message.resent_tokens or 0)
