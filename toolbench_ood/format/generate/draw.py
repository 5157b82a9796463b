"""Choices that depend only on a name, not on the process, platform or Python version."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from toolbench_ood.format.generate import GENERATOR_VERSION

Choice = TypeVar("Choice")


@dataclass(frozen=True, slots=True)
class Draw:
    """Draws by label, so that adding or removing one choice leaves all others unchanged."""

    name: str
    attempt: int = 0
    """Incremented if the previous draw cannot be used."""

    def number(self, label: str, below: int) -> int:
        """Return a number from 0 to ``below`` (exclusive), which must be far smaller than 2**64."""
        text = f"toolbench-ood\0{GENERATOR_VERSION}\0{self.name}\0{self.attempt}\0{label}"
        return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") % below

    def choose(self, label: str, options: Sequence[Choice]) -> Choice:
        """Return one of the options."""
        return options[self.number(label, len(options))]
