"""A tool that breaks, does not end, or returns what is no JSON is its author's error."""

import math
import re
import signal
import threading
import time
from contextlib import suppress
from random import Random
from typing import Any

import pytest
from cases import for_each

from toolbench_ood.types.call import Call
from toolbench_ood.types.errors import UserError
from toolbench_ood.types.watchdog import TooLongError, time_limit
from toolbench_ood.world import world as world_module
from toolbench_ood.world.tool import ToolError, tool
from toolbench_ood.world.world import World


class Workshop(World):
    """Tools with a fault each."""

    def __init__(self, rng: Random) -> None:
        super().__init__(rng)
        self.steps = 0

    @tool
    def spin(self, hard: bool = False) -> str:
        """Turn for ever.

        Args:
            hard: Whether to hold on to it.
        """
        while True:
            with suppress(Exception):
                self.steps += 1

    @tool
    def thing(self) -> Any:
        """Return an object."""
        return {"made": [object()]}

    @tool
    def ring(self) -> Any:
        """Return a list that holds itself."""
        ring: list[Any] = []
        ring.append(ring)
        return ring

    @tool
    def share(self) -> float:
        """Return what is not a number."""
        return math.nan

    @tool
    def crash(self) -> str:
        """Look up what is not there."""
        return {"a": "b"}["c"]

    @tool
    def refuse(self) -> str:
        """Refuse."""
        raise ToolError("closed today")


CRASH = Workshop.crash.__code__.co_firstlineno + 3
"""The line in which ``crash`` does."""


def over(error: TooLongError) -> UserError:
    """Say what took too long."""
    return UserError(error.doing)


@for_each(
    ("name", "complaint"),
    [
        (
            "thing",
            "Workshop.thing returned a dict: JSON can't represent it (Unable to serialize",
        ),
        (
            "ring",
            "Workshop.ring returned a list: JSON can't represent it (Circular reference",
        ),
        (
            "share",
            "Workshop.share returned a float: JSON can't represent it (Out of range",
        ),
        (
            "crash",
            f"crash raised KeyError: 'c' in test_world_calls.py:{CRASH}, called with {{}}; a",
        ),
    ],
)
def test_a_faulty_tool_is_named(name: str, complaint: str) -> None:
    """One sentence says which tool it was and what it did, from a call and from a message's."""
    with pytest.raises(UserError, match=re.escape(complaint)):
        Workshop(Random(0)).call(name, {})
    with pytest.raises(UserError, match=re.escape(complaint)):
        Workshop(Random(0)).execute(Call(name, {}))


def test_a_tool_that_loops_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """A tool that computes for ever is cut off, though it swallows every error, and is named."""
    monkeypatch.setattr(world_module, "TOOL_SECONDS", 0.1)
    with pytest.raises(UserError, match=r"Workshop\.spin was still computing after 0\.1 seconds"):
        Workshop(Random(0)).call("spin", {"hard": True})


def test_a_refusal_is_no_fault() -> None:
    """The domain's own refusal goes on as before."""
    assert Workshop(Random(0)).execute(Call("refuse", {})).is_error


def test_the_limit_leaves_nothing_behind() -> None:
    """Its clock stands still, the time used up or not, and a late signal does nothing."""
    with time_limit(over, 5):
        assert signal.getitimer(signal.ITIMER_VIRTUAL)[0] > 0
    with pytest.raises(UserError, match="computing"), time_limit(over, 0.02):
        sum(1 for _ in iter(int, 1))
    signal.raise_signal(signal.SIGVTALRM)
    assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0.0, 0.0)


def test_waiting_is_no_computing() -> None:
    """A busy machine or a suspended one ends no tool."""
    with time_limit(over, 0.05):
        time.sleep(0.2)


def test_other_threads_go_without() -> None:
    """Where no signal arrives a tool runs unlimited instead of failing."""
    seen: list[str] = []

    def work() -> None:
        with time_limit(over, 0.01):
            seen.append("ran")

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seen == ["ran"]
