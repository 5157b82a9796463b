"""Whether a model folder's weights are all there and whole.

Only names, sizes, headers and the index are looked at, so the largest model takes a moment.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from toolbench_ood.model.broken_file import listed, torch_problem
from toolbench_ood.model.json_file import read_json_object
from toolbench_ood.model.safetensors_file import Shapes, safetensors_problem, tensor_shapes
from toolbench_ood.types.errors import UserError

OF_TRAINING = ("trainer_state", "training_args", "optimizer", "scheduler", "rng_state")
"""How files begin that training leaves in a checkpoint and that no model reads."""

_ELSEWHERE = ("adapter_model", "model_world_size_", "optim_world_size_", "extra_state_world_size_")
"""How files begin that hold an adapter's weights, or a trainer's shares of them."""
_INDEX = ".index.json"
_SHARD = re.compile(r"(.+-)(\d{5})-of-(\d{5})(\.\w+)")


@dataclass(frozen=True, slots=True)
class _Form:
    """A form in which engines load weights."""

    single: str
    """The file's name where all weights are in one. The index of several is named after it."""
    pattern: str
    problem: Callable[[Path], str | None]


_FORMS = (
    _Form("model.safetensors", "*.safetensors", safetensors_problem),
    _Form("pytorch_model.bin", "*.bin", torch_problem),
    _Form("pytorch_model.pt", "*.pt", torch_problem),
)
"""The first that a folder has is the one that is loaded."""


def has_weights(folder: Path) -> bool:
    """Whether a folder has any weights that an engine would load, whole or not."""
    return _form(folder) is not None


def weights_problem(folder: Path) -> str | None:
    """Say what is wrong with a folder's weights, beginning with a file's name.

    Returns:
        None where nothing is seen, and where there are no weights at all.
    """
    form = _form(folder)
    return None if form is None else next(_problems(folder, form), None)


def weights_shapes(folder: Path) -> Shapes | None:
    """Return the shapes of a folder's tensors, where its weights are whole.

    Returns:
        None where they are in another form than safetensors, and where there are none.
    """
    form = _form(folder)
    if form is None or form.problem is not safetensors_problem:
        return None
    index = folder / f"{form.single}{_INDEX}"
    files = _files(folder, form)
    if index.is_file():
        files = _placed(files, _named_in(index), form)
    return {name: shape for path in files for name, shape in tensor_shapes(path).items()}


def _form(folder: Path) -> _Form | None:
    for form in _FORMS:
        if _files(folder, form) or (folder / f"{form.single}{_INDEX}").is_file():
            return form
    return None


def _files(folder: Path, form: _Form) -> list[Path]:
    others = (*OF_TRAINING, *_ELSEWHERE)
    return sorted(path for path in folder.glob(form.pattern) if not path.name.startswith(others))


def _problems(folder: Path, form: _Form) -> Iterator[str]:
    files = _files(folder, form)
    index = folder / f"{form.single}{_INDEX}"
    if index.is_file():
        try:
            named = _named_in(index)
        except UserError as error:
            yield str(error)
            return
        yield from _missing(folder, named, f"named in {index.name}")
        files = _placed(files, named, form)
    else:
        yield from _missing(folder, _counted(files), "counted in the names of the others")
    for path in files:
        problem = form.problem(path)
        if problem:
            yield f"{path.name} {problem}"


def _placed(files: Iterable[Path], named: set[str], form: _Form) -> list[Path]:
    """Return the files that are loaded where an index names some of them."""
    return [path for path in files if path.name in {*named, form.single}]


def _named_in(index: Path) -> set[str]:
    """Return the names of the files in which an index places tensors."""
    places = read_json_object(index).get("weight_map")
    names = set(places.values()) if isinstance(places, dict) and _texts(places.values()) else set()
    if not names or any(Path(name).name != name for name in names):
        raise UserError(f"{index.name} names no files in its folder")
    return names


def _texts(values: Iterable[object]) -> bool:
    return all(isinstance(value, str) for value in values)


def _counted(files: Iterable[Path]) -> set[str]:
    """Return the names that shards give the whole of their set: ``model-00001-of-00003…``."""
    matches = [match for match in (_SHARD.fullmatch(path.name) for path in files) if match]
    return {
        f"{stem}{number:05d}-of-{count}{suffix}"
        for stem, count, suffix in {(match[1], match[3], match[4]) for match in matches}
        for number in range(1, int(count) + 1)
    }


def _missing(folder: Path, names: set[str], where: str) -> Iterator[str]:
    missing = [folder / name for name in sorted(names) if not (folder / name).is_file()]
    if missing:
        verb = "is" if len(missing) == 1 else "are"
        yield f"{listed(missing)} {verb} missing, {len(missing)} of {len(names)} files {where}"
