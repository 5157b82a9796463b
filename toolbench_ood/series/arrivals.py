"""Checkpoints that appear in a folder while a trainer writes them."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import Protocol

from toolbench_ood.model.adapter import ADAPTER_WEIGHTS
from toolbench_ood.model.loadable import loading_problem
from toolbench_ood.model.resolve import full_name, resolve_here
from toolbench_ood.model.safetensors_file import safetensors_problem
from toolbench_ood.series.find_checkpoints import Found, step_folders, weights_of
from toolbench_ood.types.errors import UserError

_LOOKS = 2
"""A checkpoint is complete at the second of these: it has not changed since the first."""


class Look(Protocol):
    """A look at what has arrived."""

    def __call__(self, known: Collection[str]) -> Sequence[Found]:
        """Return what is complete now and not known by its label, in order."""
        ...


def arrivals(
    look: Look,
    pause: Callable[[], None],
    known: Collection[str] = (),
    *,
    until: int | None = None,
    once: bool = False,
) -> Iterator[Found]:
    """Yield each checkpoint when it is complete; endlessly, unless told otherwise.

    Args:
        look: finds them.
        pause: waits between two looks.
        known: labels of those that are left out.
        until: the end comes after a checkpoint of this step, or a later one.
        once: the end comes after the second look.
    """
    seen = set(known)
    for number in count(1):
        for found in look(seen):
            seen.add(found.label)
            yield found
            if until is not None and found.step is not None and found.step >= until:
                return
        if once and number >= _LOOKS:
            return
        pause()


class FolderLook:
    """Looks at a folder of checkpoints.

    One is complete when its weights are all there and whole, and no file of its has changed in size
    since the look before.
    """

    def __init__(self, folder: Path, base_model: str | None = None) -> None:
        """Look at nothing yet.

        Args:
            folder: the trainer's.
            base_model: that of adapters, if they do not name it themselves.
        """
        self._folder = folder
        self._base_model = base_model
        self._sizes: dict[str, Mapping[str, int]] = {}
        self.waiting: dict[str, str] = {}
        """Why each checkpoint that is there is waited for, by its label."""

    def __call__(self, known: Collection[str]) -> Sequence[Found]:
        """Return the checkpoints that are complete now.

        Raises:
            UserError: the folder is not there, or its checkpoints have no order.
        """
        self.waiting.clear()
        try:
            folders = [each for each in step_folders(self._folder) if each.label not in known]
        except (FileNotFoundError, NotADirectoryError) as error:
            raise UserError(
                f"{self._folder} is no folder (any more); give the folder in which the trainer "
                "writes its checkpoints"
            ) from error
        complete = []
        for each in folders:
            problem = self._problem(each.label, each.path)
            if problem is None:
                model = full_name(str(weights_of(each.path)))
                complete.append(Found(each.label, each.step, model))
            else:
                self.waiting[each.label] = problem
        return complete

    def _problem(self, label: str, folder: Path) -> str | None:
        """Say why a checkpoint is not complete; None where it is."""
        try:
            before, now = self._sizes.get(label), _file_sizes(folder)
            self._sizes[label] = now
            problem = _loading_problem(weights_of(folder), self._base_model)
        except UserError as error:
            return str(error)
        except FileNotFoundError:
            return "its files change"
        if problem is None and now != before:
            return "looked at again whether its files still change"
        return problem


def _loading_problem(folder: Path, base_model: str | None) -> str | None:
    model = resolve_here(str(folder), base_model)
    if model is not None and model.path is not None:
        return loading_problem(model.path, model.adapter)
    problem = safetensors_problem(folder / ADAPTER_WEIGHTS)
    return f"{ADAPTER_WEIGHTS} {problem}" if problem else None


def _file_sizes(folder: Path) -> Mapping[str, int]:
    return {
        str(path.relative_to(folder)): path.stat().st_size
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
