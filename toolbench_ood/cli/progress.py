"""Progress of a run on stderr: a bar on a terminal, an occasional line elsewhere."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread
from time import monotonic
from typing import TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, TextColumn
from rich.table import Column

from toolbench_ood.cli.own_stderr import own_stderr
from toolbench_ood.report.tally import Tally
from toolbench_ood.report.words import whole
from toolbench_ood.rollout.record import Record
from toolbench_ood.run.header import RunHeader
from toolbench_ood.run.listener import Listener

_SECONDS_BETWEEN_FRAMES = 1.0
_COUNTS_WIDTH = len("999/999")
_CLOSING = "closing the engine"


@contextmanager
def show_progress(between_lines: float = 15.0) -> Iterator[Listener]:
    """Provide a listener that shows progress while the context is open.

    Args:
        between_lines: seconds between lines if stderr is not a terminal.
    """
    with own_stderr() as stream:
        console = Console(file=stream, highlight=False, markup=False, emoji=False)
        if not console.is_terminal:
            lines = Lines(stream)
            with _every(between_lines, lines.tick):
                yield lines
            return
        with Progress(*_columns(), console=console) as progress:
            bar = Bar(progress)
            with _every(_SECONDS_BETWEEN_FRAMES, bar.tick):
                yield bar


def _columns() -> tuple[ProgressColumn, ...]:
    """Make columns of which the counts are whole on any terminal."""
    counts = MofNCompleteColumn(table_column=Column(no_wrap=True, min_width=_COUNTS_WIDTH))
    return (BarColumn(10), counts, TextColumn("{task.description}", markup=False))


@contextmanager
def _every(seconds: float, call: Callable[[], None]) -> Iterator[None]:
    """Call again and again in a thread of its own, for a model's loading blocks this one."""
    over = Event()

    def repeat() -> None:
        while not over.wait(seconds):
            call()

    thread = Thread(target=repeat, name="progress", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


class _Wait:
    """Something without a measure that takes its time."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._began = monotonic()

    def words(self) -> str:
        return f"{self._what}, {whole(monotonic() - self._began)} so far"


class _Probe:
    """Conversations that a probe scores when the cases are played."""

    def __init__(self, what: str, total: int) -> None:
        self._what = what
        self.total = total
        self.done = 0
        self._began = monotonic()

    def words(self) -> str:
        so_far = f"{whole(monotonic() - self._began)} so far"
        return f"probe: {self._what} conversations, {self.done} of {self.total} done, {so_far}"


class Bar:
    """A bar with counts and rates."""

    def __init__(self, progress: Progress) -> None:
        """Draw on a started display."""
        self._progress = progress
        self._wait: _Wait | _Probe = _Wait("preparing")
        self._tally: Tally | None = None
        self._task = progress.add_task("preparing", total=None)

    def note(self, text: str) -> None:
        """Print a line above the bar."""
        self._progress.console.print(text)

    def loading(self, what: str) -> None:
        """Show how long loading takes."""
        self._wait = _Wait(f"loading {what}")
        self.tick()

    def started(self, header: RunHeader, done: int) -> None:
        """Start counting."""
        self._tally = Tally(header.cases, done)
        self.tick()

    def asked(self) -> None:
        """Count one requested message."""
        if self._tally is not None:
            self._tally.asked += 1

    def wrote(self, tokens: int) -> None:
        """Count one message."""
        if self._tally is not None:
            self._tally.wrote(tokens)

    def finished(self, record: Record) -> None:
        """Count one case."""
        if self._tally is not None:
            self._tally.add(record)
            self.tick()

    def counting(self, what: str, total: int) -> None:
        """Count the conversations of a probe from now on."""
        self._wait, self._tally = _Probe(what, total), None
        self._progress.update(self._task, total=total, completed=0)

    def advance(self) -> None:
        """Count a conversation."""
        if isinstance(self._wait, _Probe):
            self._wait.done += 1
            self._progress.update(self._task, completed=self._wait.done)
            self.tick()

    def tick(self) -> None:
        """Redraw the current state."""
        tally = self._tally
        if tally is None:
            self._progress.update(self._task, description=self._wait.words())
            return
        self._progress.update(
            self._task,
            total=tally.total,
            completed=tally.done,
            description=tally.words(monotonic()),
        )


class Lines:
    """Plain lines, for pipes and logs."""

    def __init__(self, stream: TextIO) -> None:
        """Say nothing yet."""
        self._stream = stream
        self._wait: _Wait | _Probe = _Wait("preparing")
        self._tally: Tally | None = None

    def note(self, text: str) -> None:
        """Print a line."""
        # In one piece, for another thread prints lines too.
        self._stream.write(f"{text}\n")
        self._stream.flush()

    def loading(self, what: str) -> None:
        """Print what is loaded."""
        self.note(f"loading {what}")
        self._wait = _Wait(f"loading {what}")

    def started(self, header: RunHeader, done: int) -> None:
        """Start counting."""
        self.note(f"playing {header.cases - done} of {header.cases} cases")
        self._tally = Tally(header.cases, done)

    def asked(self) -> None:
        """Count one requested message."""
        if self._tally is not None:
            self._tally.asked += 1

    def wrote(self, tokens: int) -> None:
        """Count one message."""
        if self._tally is not None:
            self._tally.wrote(tokens)

    def finished(self, record: Record) -> None:
        """Count one case, and print the state after the last one."""
        if self._tally is not None:
            self._tally.add(record)
            if self._tally.done == self._tally.total:
                self.tick()
                self._wait, self._tally = _Wait(_CLOSING), None

    def counting(self, what: str, total: int) -> None:
        """Print how many conversations a probe has, and count them from now on."""
        self.note(f"probe: {what} {total} conversations")
        self._wait, self._tally = _Probe(what, total), None

    def advance(self) -> None:
        """Count a conversation, and print the state after the last one."""
        if isinstance(self._wait, _Probe):
            self._wait.done += 1
            if self._wait.done == self._wait.total:
                self.tick()
                self._wait = _Wait(_CLOSING)

    def tick(self) -> None:
        """Print the current state."""
        tally = self._tally
        if tally is None:
            self.note(self._wait.words())
        else:
            self.note(f"{tally.done} of {tally.total} cases; {tally.words(monotonic())}")
