"""Choices that depend on a name and on nothing else: no process, platform or Python version."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from toolbench_ood.format.generate import GENERATOR_VERSION

Choice = TypeVar("Choice")


@dataclass(frozen=True, slots=True)
class Draw:
    """Draws by label, so that one choice more or less leaves all others as they are."""

    name: str
    attempt: int = 0
    """Raised when what was drawn before cannot be used."""

    def number(self, label: str, below: int) -> int:
        """Return a number from 0 up to ``below``, which is small beside 2**64."""
        text = f"toolbench-ood\0{GENERATOR_VERSION}\0{self.name}\0{self.attempt}\0{label}"
        return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") % below

    def choose(self, label: str, options: Sequence[Choice]) -> Choice:
        """Return one of the options."""
        return options[self.number(label, len(options))]
