"""Progress of a probe on stderr: a bar on a terminal, an occasional line elsewhere."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from toolbench_ood.cli.own_stderr import own_stderr
from toolbench_ood.probe.watching import Watching

_SECONDS_BETWEEN_LINES = 15.0


@contextmanager
def show_probe_progress() -> Iterator[Watching]:
    """Provide what shows progress while the context is open."""
    with own_stderr() as stream:
        console = Console(file=stream, highlight=False, markup=False, emoji=False)
        if not console.is_terminal:
            yield _Lines(stream)
            return
        columns = (BarColumn(10), MofNCompleteColumn(), TextColumn("{task.description}"))
        with Progress(*columns, console=console) as progress:
            yield _Bar(progress)


class _Bar:
    """A bar with the number of conversations."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task = progress.add_task("preparing", total=None)

    def note(self, text: str) -> None:
        """Print a line above the bar."""
        self._progress.console.print(text)

    def loading(self, what: str) -> None:
        """Say what is loaded."""
        self._progress.update(self._task, description=f"loading {what}")

    def counting(self, what: str, total: int) -> None:
        """Start a new count."""
        description = f"conversations, {what}"
        self._progress.update(self._task, description=description, total=total, completed=0)

    def advance(self) -> None:
        """Count one conversation."""
        self._progress.advance(self._task)


class _Lines:
    """Plain lines, for pipes and logs."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._what, self._done, self._total = "", 0, 0
        self._said = monotonic()

    def note(self, text: str) -> None:
        """Print a line."""
        self._stream.write(f"{text}\n")
        self._stream.flush()
        self._said = monotonic()

    def loading(self, what: str) -> None:
        """Say what is loaded."""
        self.note(f"loading {what}")

    def counting(self, what: str, total: int) -> None:
        """Start a new count."""
        self._what, self._done, self._total = what, 0, total
        self.note(f"{what} {total} conversations")

    def advance(self) -> None:
        """Count one conversation, and print the count now and then."""
        self._done += 1
        late = monotonic() - self._said > _SECONDS_BETWEEN_LINES
        if late or self._done == self._total:
            self.note(f"{self._what}: {self._done} of {self._total} conversations")
