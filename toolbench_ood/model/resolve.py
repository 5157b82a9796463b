"""From the name of a model to its location."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from pathlib import Path

from toolbench_ood.model.broken_file import listed
from toolbench_ood.model.bundled import BUNDLED, bundled_model, converted_model
from toolbench_ood.model.other_forms import file_form, folder_form
from toolbench_ood.types.errors import UserError, choices
from toolbench_ood.types.suggest import closest

_NOT_NEEDED = ["original/*", "onnx/*", "*.gguf", "*.h5", "*.msgpack", "*.onnx"]
"""The same weights in other forms, which no engine here reads."""
_NEIGHBOURS = 1000
"""Files beside a mistyped path that are looked at for one that is alike."""
_HUB_ID = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*")


class ModelKind(StrEnum):
    """Where a model comes from."""

    SCRIPTED = "scripted"
    LOCAL = "local"
    HUB = "hub"


@dataclass(frozen=True, slots=True)
class ModelRef:
    """One model: the name it was asked for by, and its folder."""

    name: str
    kind: ModelKind
    path: Path | None
    """The model's folder; None for a scripted model."""


def resolve(name: str, *, scripted: Sequence[str] = ()) -> ModelRef:
    """Find a model.

    Args:
        name: a scripted model's name (with or without ``:`` and its argument), ``smollm2``, a
            folder, or an id ``organisation/name`` of the Hugging Face hub. A folder comes before a
            hub id of the same spelling.
        scripted: base names of the scripted models.

    Raises:
        UserError: there is no such model, or it can't be fetched.
    """
    if name.partition(":")[0] in scripted:
        return ModelRef(name, ModelKind.SCRIPTED, None)
    if name == BUNDLED:
        return ModelRef(name, ModelKind.LOCAL, bundled_model())
    path = Path(name).expanduser()
    if path.exists():
        return ModelRef(name, ModelKind.LOCAL, _checked_folder(name, path))
    if _HUB_ID.fullmatch(name):
        return ModelRef(name, ModelKind.HUB, _download(name))
    raise UserError(
        f"There is no model {name!r}: expected a folder with a config.json, a Hugging Face hub id "
        f"(organisation/name), or one of {choices((*scripted, BUNDLED))}; "
        f"{_advice(name, path, (*scripted, BUNDLED))}"
    )


def local_folder(name: str) -> Path | None:
    """Return a model's folder where it is there already; nothing is fetched or converted.

    Raises:
        UserError: the name is a path that holds no model, or the bundled model is not installed.
    """
    if name == BUNDLED:
        return converted_model()
    path = Path(name).expanduser()
    return _checked_folder(name, path) if path.exists() else None


def _checked_folder(name: str, path: Path) -> Path:
    if not path.is_dir():
        raise UserError(f"{name} {file_form(path)}.")
    if (path / "config.json").is_file():
        return path.resolve()
    other = folder_form(path)
    if other:
        raise UserError(f"{name} {other}{'' if other.endswith('?') else '.'}")
    raise UserError(
        f"{name} is not a model folder: expected config.json, weights and tokenizer, as "
        f"save_pretrained writes them; it contains {listed(sorted(path.iterdir())) or 'nothing'}; "
        "give the folder of a checkpoint."
    )


def _advice(name: str, path: Path, known: Sequence[str]) -> str:
    base, colon, rest = name.partition(":")
    alike = closest(base, known)
    if alike:
        return f"did you mean {alike}{colon}{rest}?"
    if path.parent.is_dir():
        beside = [entry.name for entry in islice(path.parent.iterdir(), _NEIGHBOURS)]
        near = closest(path.name, beside)
        if near:
            return f"did you mean {path.with_name(near)}?"
    return "check the path or choose one of these."


def _download(name: str) -> Path:
    try:
        # Imported here so that a run without hub model needs no huggingface_hub.
        from huggingface_hub import snapshot_download  # noqa: PLC0415  see above
        from huggingface_hub.errors import (  # noqa: PLC0415  see above
            HfHubHTTPError,
            LocalEntryNotFoundError,
        )
    except ImportError as error:
        raise UserError(
            f"The model {name!r} is not a local folder, and the Hugging Face hub can't be reached "
            "without huggingface_hub; install it (`pip install huggingface_hub`) or give a folder."
        ) from error
    try:
        return Path(snapshot_download(name, ignore_patterns=_NOT_NEEDED))
    except (HfHubHTTPError, LocalEntryNotFoundError, OSError, ValueError) as error:
        words = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise UserError(
            f"The model {name!r} is not a local folder and could not be fetched from the Hugging "
            f"Face hub ({words}); check the id and the network, or download it first and give its "
            "folder."
        ) from error
