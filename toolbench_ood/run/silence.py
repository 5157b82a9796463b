"""A listener that says nothing."""

from toolbench_ood.rollout.record import Record
from toolbench_ood.run.header import RunHeader


class Silence:
    """Hears the progress of a run, or of a probe, and does nothing."""

    def note(self, text: str) -> None:
        """Drop it."""

    def loading(self, what: str) -> None:
        """Drop it."""

    def started(self, header: RunHeader, done: int) -> None:
        """Drop it."""

    def asked(self) -> None:
        """Drop it."""

    def wrote(self, tokens: int) -> None:
        """Drop it."""

    def counting(self, what: str, total: int) -> None:
        """Drop it."""

    def advance(self) -> None:
        """Drop it."""

    def finished(self, record: Record) -> None:
        """Drop it."""
