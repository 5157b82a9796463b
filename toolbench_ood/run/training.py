"""What a model declares of its training on exported tasks.

``export`` writes the file beside its dataset. Copied into the folder of a checkpoint, it makes
every evaluation of that checkpoint count what it was trained on as in distribution.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from toolbench_ood.model.json_file import read_json_object
from toolbench_ood.shifts.find import shift_name
from toolbench_ood.types.errors import UserError

TRAINING_FILE = "toolbench_ood_training.json"

_FILES = "toolbench_ood_training*.json"
"""A model that was trained on several exports has a file of each, under names of the user's."""
_CHECKPOINT = re.compile(r"checkpoint-\d+")
"""Folders that a trainer makes inside its output folder, where one file then serves them all."""


class TrainingFile(BaseModel):
    """The content of the file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    toolbench_ood: str
    """Version of the program that exported."""
    formats: tuple[str, ...] = Field(min_length=1)
    suites: dict[str, tuple[str, ...]] = Field(min_length=1)
    """The content shifts of each suite that was exported, ``none`` for tasks as written."""


@dataclass(frozen=True, slots=True)
class Training:
    """What one model was trained on, by its own declaration."""

    source: str
    """The files that say so, for errors."""
    named: str
    """Their names without the paths, for what is published."""
    formats: tuple[str, ...]
    suites: dict[str, tuple[str, ...]]
    """Shifts by suite, each by its one name; both sorted."""


def declared_training(*folders: Path) -> Training | None:
    """Return what a model's folders declare together; None if they declare nothing.

    An adapter has its own folder and that of its base. The folder of a checkpoint that is named as
    trainers name them (``checkpoint-500``) may leave it to the folder around it.

    Raises:
        UserError: a file is no declaration.
    """
    files = [file for folder in folders for file in _declarations(folder)]
    return _joined(files) if files else None


def _declarations(folder: Path) -> list[Path]:
    files = sorted(folder.glob(_FILES))
    if not files and _CHECKPOINT.fullmatch(folder.name):
        files = sorted(folder.parent.glob(_FILES))
    return files


def _joined(files: Sequence[Path]) -> Training:
    read = [_read(file) for file in files]
    shifts: defaultdict[str, set[str]] = defaultdict(set)
    for file, each in zip(files, read, strict=True):
        for suite, names in each.suites.items():
            shifts[suite].update(_shift_names(file, names))
    return Training(
        source=" and ".join(map(str, files)),
        named=" and ".join(dict.fromkeys(file.name for file in files)),
        formats=tuple(sorted({name for each in read for name in each.formats})),
        suites={suite: tuple(sorted(shifts[suite])) for suite in sorted(shifts)},
    )


def _read(file: Path) -> TrainingFile:
    try:
        return TrainingFile.model_validate(read_json_object(file))
    except UserError as error:
        raise UserError(f"{file.parent}: {error}; {_ADVICE}") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise UserError(f"{file}: {where}: {first['msg']}; {_ADVICE}") from error


_ADVICE = f"copy {TRAINING_FILE} from the exported folder again, or remove it"


def _shift_names(file: Path, names: Iterable[str]) -> Iterable[str]:
    try:
        return [shift_name(name) for name in names]
    except UserError as error:
        raise UserError(f"{file}: {error}; {_ADVICE}") from error
