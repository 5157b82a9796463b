"""From names on a command line to an ordered list of checkpoints."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from glob import glob, has_magic
from itertools import groupby
from pathlib import Path

from toolbench_ood.model.adapter import ADAPTER_CONFIG, ADAPTER_WEIGHTS
from toolbench_ood.model.bundled import BUNDLED
from toolbench_ood.model.hub import is_hub_id
from toolbench_ood.model.ladder import BASE_RUNG, is_rung, rung_folder
from toolbench_ood.model.other_forms import folder_form
from toolbench_ood.model.resolve import full_name
from toolbench_ood.model.weights import has_weights
from toolbench_ood.policy.find import is_scripted
from toolbench_ood.types.errors import UserError

_STEP = re.compile(r"(step-|step_|checkpoint-|global_step_|iter_|epoch-|epoch_)(\d+)")
"""How trainers name the folders of checkpoints."""
PATTERNS = "step-*, step_*, checkpoint-*, global_step_*, iter_*, epoch-*, epoch_*"
LABEL = r"[A-Za-z0-9_][A-Za-z0-9._-]*"
"""What a label looks like, which is the name of a folder, too."""
_LABELLED = re.compile(rf"({LABEL})=(.+)")
_DIGITS = re.compile(r"(\d+)")
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_PLACES = (".", "actor/huggingface", "huggingface", "actor/lora_adapter", "lora_adapter")
"""Where trainers put a checkpoint's weights: transformers and TRL into its folder, verl below it.
"""
_STATES = (".", "actor", "actor/huggingface", "huggingface")
"""Where trainers put their sharded states."""
_CONFIGS = ("config.json", ADAPTER_CONFIG)


@dataclass(frozen=True, slots=True)
class Found:
    """A checkpoint that can be played."""

    label: str
    """What it is called; a name for a folder, too."""
    step: int | None
    """Its number in its run; None where its name has none."""
    model: str
    """What ``--model`` takes."""


@dataclass(frozen=True, slots=True)
class StepFolder:
    """A folder that is named as trainers name checkpoints."""

    path: Path
    kind: str
    """The name up to the number."""
    step: int

    @property
    def label(self) -> str:
        """What the checkpoint is called."""
        return _safe(self.path.name)


def find_checkpoints(names: Sequence[str]) -> tuple[Found, ...]:
    """Find the checkpoints that a user names, in order.

    A folder of checkpoints stands for all of them. Checkpoints of one folder that are named one
    after the other are put in the order of their numbers; otherwise the order is the user's.

    Args:
        names: folders of models, adapters or checkpoints, patterns of these, hub ids, checkpoints
            of the ladder, or scripted models; ``LABEL=`` before one gives it a label.

    Raises:
        UserError: a name stands for nothing, a checkpoint is a trainer's sharded state, or two
            have the same label.
    """
    found = [each for name in names for each in _found(name)]
    if not found:
        raise UserError("no checkpoint is named; give folders, patterns, hub ids or ladder:NAME")
    ordered = [each for _, group in groupby(found, key=_series) for each in sorted(group, key=_at)]
    _require_labels(ordered)
    return tuple(ordered)


def step_folders(folder: Path) -> list[StepFolder]:
    """Return the checkpoints in a folder, sorted by number.

    Raises:
        UserError: they are of several kinds, whose numbers say nothing of their order.
        OSError: the folder can't be read.
    """
    below = [each for path in folder.iterdir() if (each := as_step(path)) and path.is_dir()]
    kinds = sorted({each.kind for each in below})
    if len(kinds) > 1:
        patterns = [f"{folder}/{kind}*" for kind in kinds]
        raise UserError(
            f"{folder} holds checkpoints of several kinds, whose numbers do not say which came "
            f"first: {', '.join(patterns)}; give one of these patterns"
        )
    return sorted(below, key=lambda each: each.step)


def as_step(path: Path) -> StepFolder | None:
    """Return a folder as a checkpoint of a trainer, if it is named like one."""
    match = _STEP.fullmatch(path.name)
    return StepFolder(path, match[1], int(match[2])) if match else None


def weights_of(folder: Path) -> Path:
    """Return the folder in which a checkpoint's weights are, or will be.

    Raises:
        UserError: there is only a trainer's sharded state, or nothing in a folder that is not named
            as trainers name checkpoints.
    """
    places = [folder / place for place in _PLACES]
    ready = next((place for place in places if _is_model(place) and _has_weights(place)), None)
    if ready is not None:
        return ready
    for state in (folder / place for place in _STATES):
        form = folder_form(state) if state.is_dir() else None
        if form and "sharded state" in form:
            raise UserError(f"{state} {form}")
    meant = next((place for place in places if _is_model(place)), None)
    if meant is None and as_step(folder) is None:
        raise UserError(
            f"{folder} holds no checkpoint: expected config.json or {ADAPTER_CONFIG}, in it or in "
            f"{', '.join(_PLACES[1:])}, or folders named {PATTERNS}; give the folder of a "
            "checkpoint, or one around some"
        )
    return meant or folder


def _found(name: str) -> Iterator[Found]:
    """Find what one name stands for."""
    if is_scripted(name):
        yield Found(_safe(name), None, name)
        return
    path = Path(name).expanduser()
    if path.exists():
        yield from _at_path(path)
        return
    matches = _matches(str(path)) if has_magic(name) else []
    if matches:
        for match in matches:
            yield from _at_path(match)
        return
    labelled = _LABELLED.fullmatch(name)
    if labelled:
        yield _labelled(name, *labelled.groups())
        return
    if is_rung(name) and name != BASE_RUNG:
        rung_folder(name)
    elif name not in {BASE_RUNG, BUNDLED} and not is_hub_id(name):
        raise UserError(
            f"{name} is no checkpoint: expected the folder of a model or adapter, a folder of "
            f"checkpoints ({PATTERNS}), a pattern that matches some, a hub id, ladder:NAME or a "
            "scripted model; check the path"
        )
    yield Found(_safe(name), None, name)


def _matches(pattern: str) -> list[Path]:
    """Return the folders that a pattern matches, numbers in their names in order."""
    folders = [path for path in map(Path, glob(pattern)) if path.is_dir()]  # noqa: PTH207  # absolute patterns too
    return sorted(folders, key=lambda path: [*map(_numbered, _DIGITS.split(str(path)))])


def _numbered(part: str) -> tuple[int, str]:
    return (int(part), "") if part.isdecimal() else (0, part)


def _labelled(name: str, label: str, rest: str) -> Found:
    several = list(_found(rest))
    if len(several) != 1:
        raise UserError(
            f"{name} gives the label {label} to {len(several)} checkpoints; give it to one of "
            "them, or leave it out"
        )
    step = as_step(Path(label))
    return replace(several[0], label=label, step=step.step if step else several[0].step)


def _at_path(path: Path) -> Iterator[Found]:
    if not path.is_dir():
        raise UserError(f"{path} is a file, not a checkpoint; give the folder that it is in")
    below = step_folders(path)
    if below:
        yield from (_as_found(each.path, each) for each in below)
        return
    yield _as_found(path, _named_for(path))


def _as_found(path: Path, step: StepFolder | None) -> Found:
    label = step.label if step else _safe(Path(full_name(str(path))).name)
    return Found(label, step.step if step else None, full_name(str(weights_of(path))))


def _named_for(path: Path) -> StepFolder | None:
    """Return the checkpoint that a folder is, or in which it holds the weights."""
    full = Path(full_name(str(path)))
    places = ((above, place) for place in _PLACES for above in (full, *full.parents))
    named = (as_step(above) for above, place in places if above / place == full)
    return next(filter(None, named), None)


def _is_model(folder: Path) -> bool:
    return any((folder / name).is_file() for name in _CONFIGS)


def _has_weights(folder: Path) -> bool:
    return has_weights(folder) or (folder / ADAPTER_WEIGHTS).is_file()


def _safe(name: str) -> str:
    return _UNSAFE.sub("-", name).strip("-.") or "model"


def _series(found: Found) -> tuple[str, str]:
    """Return what checkpoints of one run have in common: the folder around them, and the kind."""
    model = Path(found.model)
    if found.step is not None:
        for step in map(as_step, (model, *model.parents)):
            if step is not None:
                return str(step.path.parent), step.kind
    return found.model, found.label


def _at(found: Found) -> int:
    return -1 if found.step is None else found.step


def _require_labels(found: Iterable[Found]) -> None:
    named: dict[str, Found] = {}
    for each in found:
        if each.label in named:
            raise UserError(
                f"{named[each.label].model} and {each.model} are both called {each.label}; give "
                "each checkpoint once, or give one of them another label, as in "
                f"second={each.model}"
            )
        named[each.label] = each
