"""Ends a tool that does not end by itself."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class TooLongError(BaseException):
    """The time is up. No ``Exception``, so that a tool's own handlers let it through."""


@contextmanager
def cpu_limit(seconds: float) -> Iterator[None]:
    """Raise TooLongError once the process has computed for so long in Python code.

    It counts computing, not waiting, so a suspended or busy machine ends nothing, and it leaves
    the alarm clock (``SIGALRM``) to those who use it. Signals reach the main thread alone and have
    no such clock on Windows: elsewhere nothing is limited.
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(
        signal, "SIGVTALRM"
    ):
        yield
        return
    before = signal.signal(signal.SIGVTALRM, _time_is_up)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _time_is_up(signum: int, frame: FrameType | None) -> None:  # noqa: ARG001  # signal's own form
    raise TooLongError
