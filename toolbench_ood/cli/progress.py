"""Progress of a run on stderr: a bar on a terminal, now and then a line elsewhere."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from toolbench_ood.cli.tally import Tally
from toolbench_ood.rollout.record import Record
from toolbench_ood.run.header import RunHeader
from toolbench_ood.run.listener import Listener

_SECONDS_BETWEEN_LINES = 10.0


@contextmanager
def show_progress() -> Iterator[Listener]:
    """Give a listener that shows what it is told for as long as the context lasts."""
    console = Console(stderr=True, highlight=False, markup=False, emoji=False)
    if not console.is_terminal:
        yield Lines()
        return
    columns = (BarColumn(20), MofNCompleteColumn(), TextColumn("{task.description}", markup=False))
    with Progress(*columns, console=console) as progress:
        yield Bar(progress)


class Bar:
    """A bar with counts and rates."""

    def __init__(self, progress: Progress) -> None:
        """Draw on a started display."""
        self._progress = progress
        self._task = progress.add_task("loading", total=None)
        self._tally = Tally(total=0)

    def note(self, text: str) -> None:
        """Print a line above the bar."""
        self._progress.console.print(text)

    def started(self, header: RunHeader, done: int) -> None:
        """Start counting."""
        self._tally = Tally(header.cases, done)
        self._draw()

    def finished(self, record: Record) -> None:
        """Count one case."""
        self._tally.add(record)
        self._draw()

    def _draw(self) -> None:
        tally = self._tally
        self._progress.update(
            self._task,
            total=tally.total,
            completed=tally.done,
            description=tally.words(monotonic()),
        )


class Lines:
    """Plain lines, not more often than every ten seconds."""

    def __init__(self) -> None:
        """Say nothing yet."""
        self._tally = Tally(total=0)
        self._last = monotonic()

    def note(self, text: str) -> None:
        """Print a line."""
        print(text, file=sys.stderr, flush=True)  # noqa: T201  # this is what the class is for

    def started(self, header: RunHeader, done: int) -> None:
        """Start counting."""
        self._tally = Tally(header.cases, done)
        self.note(f"playing {header.cases - done} of {header.cases} cases")

    def finished(self, record: Record) -> None:
        """Count one case; say so when it is the last, or some time has passed."""
        tally = self._tally
        tally.add(record)
        now = monotonic()
        if tally.done == tally.total or now - self._last >= _SECONDS_BETWEEN_LINES:
            self._last = now
            self.note(f"{tally.done} of {tally.total} cases; {tally.words(now)}")
