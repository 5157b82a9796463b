"""Stops code written by suite authors that does not terminate."""

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
"""Seconds until the timer fires again, for code that catches even TooLongError."""

_TICK = 1.0
"""Seconds between checks of the wall clock. A suspended process misses only one tick."""

_NEXT = 1e-6
"""Shortest delay in seconds: 0 would disarm a timer that is due."""


@dataclass(frozen=True, slots=True, eq=False)
class Limit:
    """A limit in force."""

    due: float
    """Deadline, in seconds of the process's CPU time; never later than the outer limit's."""
    outer: "Limit | None"
    """The enclosing limit."""


_LIMIT: ContextVar[Limit | None] = ContextVar("limit", default=None)


class TooLongError(BaseException):
    """The time limit was exceeded. Not an ``Exception``, so ``except Exception`` lets it pass."""

    def __init__(self, limit: Limit | None, doing: Literal["computing", "waiting"]) -> None:
        super().__init__(doing)
        self.limit = limit
        """The exceeded limit: if limits are nested, the error ends all code inside this one."""
        self.doing = doing
        """Whether the code was computing or waiting."""


@contextmanager
def time_limit(
    over: Callable[[TooLongError], Exception], computing: float, waiting: float | None = None
) -> Iterator[None]:
    """Stop code that computes or waits for too long.

    Time used inside an inner limit also counts towards the outer one. Signals reach only the main
    thread, and Windows has no such timers; elsewhere no limit is enforced.

    Args:
        over: creates the error to raise when the limit is exceeded.
        computing: seconds of CPU time, unaffected by a suspended or busy machine.
        waiting: seconds of wall-clock time while the process runs; None for no limit, which leaves
            the alarm timer (``SIGALRM``) untouched.
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
    """Install the handler permanently: doing so for each limit costs more than the limit itself."""
    signal.signal(signal.SIGVTALRM, _computed_too_long)


def _arm(limit: Limit) -> None:
    left = max(limit.due - time.process_time(), _NEXT)
    signal.setitimer(signal.ITIMER_VIRTUAL, left, _AGAIN)


def _computed_too_long(signum: int, frame: FrameType | None) -> None:  # noqa: ARG001  # signal's form
    """Raise for the outermost exceeded limit; a late signal finds none."""
    limit = _LIMIT.get()
    if limit is not None and not _is_own(frame):
        _must_have_time(limit, time.process_time())
        raise TooLongError(limit, "computing")


def _must_have_time(limit: Limit | None, now: float) -> None:
    """Raise for the outermost exceeded limit.

    Also checked when a limit begins: the timer counts only user time, and code that keeps starting
    limits may spend all its time in the system.
    """
    over = [each for each in _limits(limit) if each.due <= now]
    if over:
        raise TooLongError(over[-1], "computing")


def _is_own(frame: FrameType | None) -> bool:
    """Whether a signal arrived while a limit was being set up or torn down, which must complete."""
    return frame is not None and frame.f_globals.get("__name__") in (__name__, contextlib.__name__)


def _limits(limit: Limit | None) -> Iterator[Limit]:
    """Iterate over a limit and its enclosing limits, innermost first."""
    while limit is not None:
        yield limit
        limit = limit.outer


@contextmanager
def _alarm(limit: Limit, seconds: float) -> Iterator[None]:
    """Count ticks of the wall clock, and postpone a caller's own alarm until the code has ended."""
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
