"""What an engine is told about the LoRA adapter that it applies to its model."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Lora:
    """A LoRA adapter, as peft saves it."""

    folder: Path
    rank: int
    """The largest rank of any module."""
    modules: tuple[str, ...]
    """Last parts of the names of the modules that it changes; empty where they don't tell."""
    has_patterns: bool
    """Whether rank or scaling differ between modules."""
