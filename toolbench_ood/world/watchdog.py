"""Stops code of a suite's author that does not terminate."""

import contextlib
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from types import FrameType
from typing import Literal

_AGAIN = 0.05
"""Seconds after which the time is up again, for code that swallows even TooLongError."""

_TICK = 1.0
"""Seconds between looks at the wall clock. A process that was suspended sees one tick, not many."""

_NEXT = 1e-6
"""The shortest delay, in seconds: 0 would stop a clock that is due."""


@dataclass(frozen=True, slots=True, eq=False)
class Limit:
    """A limit in force."""

    due: float
    """When its time is up, in seconds of the process's processor time; never after the outer's."""
    outer: "Limit | None"
    """The limit that it stands in."""


_LIMIT: ContextVar[Limit | None] = ContextVar("limit", default=None)


class TooLongError(BaseException):
    """The time is up. No ``Exception``, so that the code's own handlers let it through."""

    def __init__(self, limit: Limit | None, doing: Literal["computing", "waiting"]) -> None:
        super().__init__(doing)
        self.limit = limit
        """Whose time it is: where limits are nested, the error ends all the code in this one."""
        self.doing = doing
        """What the code did with its time."""


@contextmanager
def time_limit(
    over: Callable[[TooLongError], Exception], computing: float, waiting: float | None = None
) -> Iterator[None]:
    """Stop code that computes or waits for too long.

    What code in an inner limit uses up is used up for the outer one too. Signals reach the main
    thread alone, and Windows has no such clocks: elsewhere nothing is limited.

    Args:
        over: makes the error that is raised in place of what the code does.
        computing: seconds of processor time, which a suspended or busy machine does not use up.
        waiting: seconds of the wall clock while the process runs; None for as many as it takes,
            which leaves the alarm clock (``SIGALRM``) alone.
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(
        signal, "SIGVTALRM"
    ):
        yield
        return
    outer, now = _LIMIT.get(), time.process_time()
    _must_have_time(outer, now)
    due = now + computing
    limit = Limit(due if outer is None else min(due, outer.due), outer)
    try:
        with _armed(limit), nullcontext() if waiting is None else _alarm(limit, waiting):
            yield
    except TooLongError as error:
        if error.limit is not limit:
            raise
        raise over(error) from None


@contextmanager
def _armed(limit: Limit) -> Iterator[None]:
    _listen()
    token = _LIMIT.set(limit)
    _arm(limit)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        _LIMIT.reset(token)
        if limit.outer is not None:
            _arm(limit.outer)


@cache
def _listen() -> None:
    """Install the handler for good: to do so for each limit costs more than the limit itself."""
    signal.signal(signal.SIGVTALRM, _computed_too_long)


def _arm(limit: Limit) -> None:
    left = max(limit.due - time.process_time(), _NEXT)
    signal.setitimer(signal.ITIMER_VIRTUAL, left, _AGAIN)


def _computed_too_long(signum: int, frame: FrameType | None) -> None:  # noqa: ARG001  # signal's form
    """Raise for the outermost limit whose time is up; a signal that came late finds none."""
    limit = _LIMIT.get()
    if limit is not None and not _is_own(frame):
        _must_have_time(limit, time.process_time())
        raise TooLongError(limit, "computing")


def _must_have_time(limit: Limit | None, now: float) -> None:
    """Raise for the outermost limit whose time is up.

    Checked where a limit begins too: the clock counts what the code itself computes, and code that
    begins limits without end may leave all its time to the system.
    """
    over = [each for each in _limits(limit) if each.due <= now]
    if over:
        raise TooLongError(over[-1], "computing")


def _is_own(frame: FrameType | None) -> bool:
    """Whether a signal came while a limit was about to begin or end, and must find it whole."""
    return frame is not None and frame.f_globals.get("__name__") in (__name__, contextlib.__name__)


def _limits(limit: Limit | None) -> Iterator[Limit]:
    """Iterate over a limit and those that it stands in, from the inside out."""
    while limit is not None:
        yield limit
        limit = limit.outer


@contextmanager
def _alarm(limit: Limit, seconds: float) -> Iterator[None]:
    """Count ticks of the wall clock, and put a caller's own alarm off until the code has ended."""
    left = seconds

    def tick(signum: int, frame: FrameType | None) -> None:  # noqa: ARG001  # signal's form
        nonlocal left
        left -= interval
        if left <= 0 and not _is_own(frame):
            raise TooLongError(limit, "waiting")

    interval = min(_TICK, seconds)
    began = time.monotonic()
    handler = signal.signal(signal.SIGALRM, tick)
    delay, repeat = signal.setitimer(signal.ITIMER_REAL, interval, interval)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, handler)
        if delay:
            due = max(delay - (time.monotonic() - began), _NEXT)
            signal.setitimer(signal.ITIMER_REAL, due, repeat)
