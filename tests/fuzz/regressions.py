"""Inputs that once broke a law, each read again in every run of the tests."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Regression:
    """A text that was read wrongly."""

    format: str
    text: str
    law: str
    """What it broke, in words."""


REGRESSIONS: Sequence[Regression] = (
    Regression(
        "mistral",
        '[TOOL_CALLS]probe[ARGS]{"text": ""}[TOOL_CALL' + "S" * 8_000 + ']probe[ARGS]{"text": ""}',
        "a long word before a stray delimiter took time quadratic in its length",
    ),
)
