"""A limit ends code that takes too long, also where the system sends no signal."""

import signal
import time

import pytest

from toolbench_ood.types.watchdog import TooLongError, time_limit


def test_a_limit_that_begins_finds_the_outer_ones_time_up_without_a_signal() -> None:
    """Limits begun without end, each too short to be caught in, use the outer one's time up."""

    def over(error: TooLongError) -> Exception:
        return TimeoutError(error.doing)

    def begin_limits() -> None:
        stop = time.monotonic() + 30
        with time_limit(over, 0.05):
            while time.monotonic() < stop:
                with time_limit(over, 10):
                    pass

    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGVTALRM})
    try:
        with pytest.raises(TimeoutError, match="computing"):
            begin_limits()
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGVTALRM})
