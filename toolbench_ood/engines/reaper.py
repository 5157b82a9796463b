"""Ends child processes once their parent is gone, however it ended.

A killed process cannot end its children, and an orphaned inference engine keeps the accelerator's
memory. A small watcher therefore waits on a pipe that only the parent holds open: if it closes
without a message, the watcher ends the children. Run as a program, it takes their ids as arguments.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable

_RELEASE = b"done"
_PATIENCE = 5.0
"""Seconds between asking a process to end and killing it."""


class Reaper:
    """Watches over child processes until released."""

    def __init__(self, processes: Iterable[int]) -> None:
        command = [sys.executable, "-m", __name__, *map(str, processes)]
        self._watcher = subprocess.Popen(  # noqa: S603  our own module, with numeric arguments
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            # A keyboard interrupt is sent to the whole session; the watcher must survive it.
            start_new_session=True,
        )

    def release(self) -> None:
        """Stop watching, because the parent has ended the processes."""
        self._watcher.communicate(_RELEASE)


def end(processes: Iterable[int]) -> None:
    """Ask processes to end, and kill those still running after five seconds."""
    asked = [process for process in processes if _sent(process, signal.SIGTERM)]
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline and any(_sent(process, 0) for process in asked):
        time.sleep(0.1)
    for process in asked:
        _sent(process, signal.SIGKILL)


def _sent(process: int, number: int) -> bool:
    try:
        os.kill(process, number)
    except ProcessLookupError:
        return False
    return True


if __name__ == "__main__" and sys.stdin.buffer.read() != _RELEASE:
    end(map(int, sys.argv[1:]))
