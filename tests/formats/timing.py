"""Whether reading takes time in proportion to the length of what is read."""

import gc
import sys
import time
from collections.abc import Sequence
from types import FrameType

from toolbench_ood.format.format import Format
from toolbench_ood.types.tool import ToolSpec

LENGTH = 3_000
GROWTH = 8
SLACK = 3
"""How far above proportion a time may lie; a quadratic reader lies above it by ``GROWTH``."""
FLOOR = 0.004
"""Seconds below which a time is noise."""


def seconds(fmt: Format, text: str, tools: list[ToolSpec], enough: float = 0) -> float:
    """Return the processor time of the less disturbed of two tries, without the collector's.

    One try below ``enough`` is enough.
    """
    best = float("inf")
    gc.disable()
    for _ in range(2):
        begin = time.thread_time()
        fmt.read(text, tools).repaired  # noqa: B018  # made when it is asked for
        best = min(best, time.thread_time() - begin)
        if best < enough:
            break
    gc.enable()
    return best


def count_calls(fmt: Format, text: str, tools: Sequence[ToolSpec]) -> int:
    """Return how many calls of functions, built-in ones included, it takes to read a text."""
    count = 0

    def see(_: FrameType, event: str, __: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(see)
    try:
        fmt.read(text, tools)
    finally:
        sys.setprofile(before)
    return count


def assert_proportional(fmt: Format, start: str, sign: str, tools: list[ToolSpec]) -> None:
    """Eight times the text takes about eight times as long; quadratic would be sixty-four."""
    short = start + sign * (LENGTH // len(sign))
    long = start + sign * (LENGTH * GROWTH // len(sign))
    slow = seconds(fmt, long, tools, FLOOR * GROWTH)
    if slow < FLOOR * GROWTH:
        return
    ratio = slow / max(seconds(fmt, short, tools), FLOOR / 4)
    if ratio > SLACK * GROWTH:  # look again before blaming the reader for the machine
        ratio = seconds(fmt, long, tools) / seconds(fmt, short, tools)
    assert ratio < SLACK * GROWTH, (start, sign, ratio)
