"""A suite: the tasks of one folder on one world."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from toolbench_ood.task.kept import Kept, keep
from toolbench_ood.task.task import Task
from toolbench_ood.world.world import World

_KEPT = 16
"""Cases of one situation stand together, so few situations are in use at a time."""


class Split(StrEnum):
    """Whether a suite may be trained on."""

    TRAIN = "train"
    HELD_OUT = "held_out"


@dataclass(frozen=True, slots=True)
class SuiteInfo:
    """What a suite's ``world.py`` declares about the suite, as ``SUITE = SuiteInfo(...)``."""

    world: type[World]
    split: str
    """``train`` or ``held_out``."""
    version: int
    """Raised whenever a change of the suite changes what is asked or checked."""


@dataclass(frozen=True, slots=True, eq=False)
class Suite:
    """A collected suite; it equals itself alone, so that what is made of it can be kept."""

    name: str
    folder: Path
    world: type[World]
    split: Split
    version: int
    tasks: Mapping[str, Task]
    """By id within the suite: ``task_move.py::moves_the_standup``."""
    digest: str
    """SHA-256 over the suite's Python files, names included."""
    kept: Kept = field(default_factory=lambda: keep(_KEPT), repr=False)
    """Makes situations of the suite's tasks and remembers the last ones."""


def suite_digest(folder: Path) -> str:
    """Hash what decides a suite's cases: every Python file of the folder, by name."""
    digest = hashlib.sha256()
    for file in sorted(folder.glob("*.py")):
        content = file.read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{file.name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()
