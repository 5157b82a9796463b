"""Progress of a run as lines of pytest's terminal."""

from time import monotonic
from typing import Any

from toolbench_ood.report.tally import Tally
from toolbench_ood.rollout.record import Record
from toolbench_ood.run.header import RunHeader

_SECONDS_BETWEEN_LINES = 15


class Progress:
    """Writes a line for what is worth one, and now and then how many cases are done."""

    def __init__(self, terminal: Any) -> None:
        """Take pytest's terminal reporter, or None if there is none."""
        self._terminal = terminal
        self._tally = Tally(total=0)
        self._last = monotonic()

    def note(self, text: str) -> None:
        """Write a line."""
        if self._terminal is not None and self._terminal.config.option.verbose >= 0:
            self._terminal.ensure_newline()
            self._terminal.write_line(f"toolbench-ood: {text}")

    def loading(self, what: str) -> None:
        """Say what is loaded."""
        self.note(f"loading {what}")

    def started(self, header: RunHeader, done: int) -> None:
        """Say how much there is to do."""
        self._tally = Tally(header.cases, done)
        self._last = monotonic()
        self.note(f"playing {header.cases} cases")

    def asked(self) -> None:
        """Count a message that is waited for."""
        self._tally.asked += 1

    def wrote(self, tokens: int) -> None:
        """Count a message; say how it goes after a while."""
        self._tally.wrote(tokens)
        if monotonic() - self._last >= _SECONDS_BETWEEN_LINES:
            self._tell()

    def finished(self, record: Record) -> None:
        """Count a case; say how it went at the end."""
        self._tally.add(record)
        if self._tally.done == self._tally.total:
            self._tell()

    def counting(self, what: str, total: int) -> None:
        """Say that a probe begins."""
        self.note(f"probe: {what} {total} conversations")

    def advance(self) -> None:
        """Say nothing: the whole takes a few minutes at most."""

    def _tell(self) -> None:
        self._last = monotonic()
        tally = self._tally
        self.note(f"{tally.done} of {tally.total} cases; {tally.words(self._last)}")
