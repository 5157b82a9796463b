"""Progress of a run as lines of pytest's terminal."""

from time import monotonic
from typing import Any

from toolbench_ood.rollout.record import Record
from toolbench_ood.run.header import RunHeader

_SECONDS_BETWEEN_LINES = 10


class Progress:
    """Writes a line for what is worth one, and now and then how many cases are done."""

    def __init__(self, terminal: Any) -> None:
        """Take pytest's terminal reporter, or None where there is none."""
        self._terminal = terminal
        self._total = 0
        self._done = 0
        self._solved = 0
        self._last = monotonic()

    def note(self, text: str) -> None:
        """Write a line."""
        if self._terminal is not None and self._terminal.config.option.verbose >= 0:
            self._terminal.ensure_newline()
            self._terminal.write_line(f"toolbench-ood: {text}")

    def started(self, header: RunHeader, done: int) -> None:
        """Say how much there is to do."""
        self._total = header.cases
        self._done = done
        self._last = monotonic()
        self.note(f"playing {header.cases} cases")

    def finished(self, record: Record) -> None:
        """Count a case; say so after a while, and at the end."""
        self._done += 1
        self._solved += record.solved
        now = monotonic()
        if self._done == self._total or now - self._last >= _SECONDS_BETWEEN_LINES:
            self._last = now
            self.note(f"{self._done} of {self._total} cases, {self._solved} solved")
