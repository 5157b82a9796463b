"""Progress counts of a run."""

from dataclasses import dataclass, field
from time import monotonic

from toolbench_ood.report.words import about, duration, speed
from toolbench_ood.rollout.limits import Stop
from toolbench_ood.rollout.record import Record

_ENOUGH = 4
"""Ended cases from which the time left is estimated; the first ones to end are the short ones."""


@dataclass(slots=True)
class Tally:
    """Counts since the run, or its resumption, started."""

    total: int
    """Cases of the run."""
    before: int = 0
    """Cases that were on disk when it began."""
    began: float = field(default_factory=monotonic)
    """Reading of the monotonic clock at the beginning, in seconds."""
    ended: int = 0
    solved: int = 0
    engine_failed: int = 0
    program_failed: int = 0
    asked: int = 0
    """Messages that the model was asked for and that were not given up."""
    messages: int = 0
    """Messages that the model wrote, those of cases in flight included."""
    tokens: int = 0
    """Tokens of those messages."""
    ended_messages: int = 0
    """Messages of the cases that ended."""

    def wrote(self, tokens: int) -> None:
        """Count one message."""
        self.messages += 1
        self.tokens += tokens

    def add(self, record: Record) -> None:
        """Count one case."""
        self.ended += 1
        self.solved += record.solved
        self.engine_failed += record.stop is Stop.ENGINE_ERROR
        self.asked -= record.stop is Stop.ENGINE_ERROR
        self.program_failed += record.stop is Stop.PROGRAM_ERROR
        self.ended_messages += sum(message.role == "assistant" for message in record.messages)

    @property
    def done(self) -> int:
        """Cases on disk."""
        return self.before + self.ended

    def seconds_left(self, now: float) -> float | None:
        """Estimate the time left; None while too few cases have ended to tell.

        A case in flight counts as far as its messages have come of those that a case takes, and a
        message that is waited for counts half.

        Args:
            now: reading of the monotonic clock, in seconds.
        """
        if self.ended < _ENOUGH:
            return None
        left = self.total - self.done
        messages_a_case = max(self.ended_messages / self.ended, 1)
        waited_for = max(self.asked - self.messages, 0)
        messages = self.messages - self.ended_messages + waited_for / 2
        begun = min(messages / messages_a_case, left)
        return (left - begun) * (now - self.began) / (self.ended + begun)

    def words(self, now: float) -> str:
        """Say the rates, the time left and what was solved.

        ``0.8 messages/s, 105 tokens/s, about 3 min left, 2 of 12 solved``.

        Args:
            now: reading of the monotonic clock, in seconds.
        """
        seconds = now - self.began
        if not self.messages or seconds <= 0:
            return "waiting for the first message"
        parts = [
            f"{speed(self.messages / seconds)} messages/s",
            f"{speed(self.tokens / seconds)} tokens/s",
            self._time_words(now),
        ]
        if self.ended:
            scored = self.ended - self.engine_failed - self.program_failed
            parts.append(f"{self.solved} of {scored} solved")
        if self.engine_failed:
            parts.append(f"{self.engine_failed} failed in the engine")
        if self.program_failed:
            parts.append(f"{self.program_failed} failed in the program")
        return ", ".join(parts)

    def _time_words(self, now: float) -> str:
        if self.done == self.total:
            return f"took {duration(now - self.began)}"
        left = self.seconds_left(now)
        return "estimating the time left" if left is None else f"{about(left)} left"
