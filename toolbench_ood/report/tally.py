"""What has happened in a run so far, for whoever waits for it."""

from dataclasses import dataclass, field
from time import monotonic

from toolbench_ood.report.words import duration
from toolbench_ood.rollout.record import Record
from toolbench_ood.score.row import engine_failed


@dataclass(slots=True)
class Tally:
    """Counts of the cases that ended since the run, or its resume, began."""

    total: int
    """Cases of the run."""
    before: int = 0
    """Cases that were on disk when it began."""
    began: float = field(default_factory=monotonic)
    """Reading of the monotonic clock at the beginning, in seconds."""
    ended: int = 0
    solved: int = 0
    failed: int = 0
    tokens: int = 0

    def add(self, record: Record) -> None:
        """Count one case."""
        self.ended += 1
        self.solved += record.solved
        self.failed += engine_failed(record)
        self.tokens += sum(len(message.tokens or ()) for message in record.messages)

    @property
    def done(self) -> int:
        """Cases on disk."""
        return self.before + self.ended

    def words(self, now: float) -> str:
        """Say the rates, the time left and what was solved: ``2.1 cases/s, 230 tokens/s, …``.

        Args:
            now: reading of the monotonic clock, in seconds.
        """
        seconds = now - self.began
        if not self.ended or seconds <= 0:
            return "waiting for the first case"
        rate = self.ended / seconds
        parts = [
            f"{rate:.2g} cases/s" if rate < 10 else f"{rate:.0f} cases/s",  # noqa: PLR2004  # digits
            f"{self.tokens / seconds:,.0f} tokens/s",
            f"{duration((self.total - self.done) / rate)} left",
            f"{self.solved} of {self.ended - self.failed} solved",
        ]
        if self.failed:
            parts.append(f"{self.failed} failed in the engine")
        return ", ".join(parts)
