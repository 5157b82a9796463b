"""A suite: the tasks of one folder on one world."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from toolbench_ood.tasks.decoys import Decoy
from toolbench_ood.tasks.kept import Kept, keep
from toolbench_ood.tasks.synonyms import SYNONYMS, Synonyms
from toolbench_ood.tasks.task import Task
from toolbench_ood.types.digest import named_texts, texts_digest
from toolbench_ood.types.source_package import SourcePackage
from toolbench_ood.world import world
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
    """Number of the suite's published state, from 1."""


@dataclass(frozen=True, slots=True, eq=False)
class Suite:
    """A collected suite, compared by identity, so that derived objects can be cached."""

    name: str
    folder: Path
    world: type[World]
    split: Split
    version: int
    tasks: Mapping[str, Task]
    """By id within the suite: ``task_move.py::moves_the_standup``."""
    digest: str
    """SHA-256 over the suite's files and the files of the kit that they use, names included."""
    decoys: Mapping[str, Decoy] = field(default_factory=dict)
    """Tools that no task needs, by name, for the shift ``distract``."""
    synonyms: Synonyms = field(default_factory=Synonyms)
    """Other names of its tools and arguments, for the shift ``rename``."""
    kept: Kept = field(default_factory=lambda: keep(_KEPT), repr=False)
    """Creates and caches situations of the suite's tasks."""


KIT = SourcePackage("toolbench_ood.world.kit", Path(world.__file__).parent / "kit")
"""Code that the worlds of several suites share."""


def suite_digest(folder: Path) -> str:
    """Hash what determines a suite's cases: its files, and the files of the kit that they use."""
    return _digest(_deciding(folder))


def world_digest(folder: Path) -> str:
    """Hash only what determines a suite's world and tools."""
    return _digest(file for file in _deciding(folder) if not file.name.startswith("task_"))


def _deciding(folder: Path) -> list[Path]:
    files = [*folder.glob("*.py"), *folder.glob(SYNONYMS)]
    return sorted(files, key=lambda file: file.name)


def _digest(files: Iterable[Path]) -> str:
    own = list(named_texts(files))
    kit = KIT.used_by(content.decode(errors="replace") for _, content in own)
    return texts_digest([*own, *((f"kit/{name}", text) for name, text in named_texts(kit))])
