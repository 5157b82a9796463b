"""What a folder or file is if no engine can load it, and what to do about it.

Each sentence goes on from the path: ``contains GGUF files …``.
"""

import re
from collections.abc import Callable
from pathlib import Path

from toolbench_ood.model.broken_file import listed

_CONVERT = "python -m toolbench_ood.model.convert_gguf"
_MAGIC = b"GGUF"
_CONFIGS = ("config.json", "adapter_config.json")
_DIGITS = re.compile(r"(\d+)")
_WEIGHTS = frozenset({".safetensors", ".bin", ".pt", ".pth", ".distcp"})


def file_form(path: Path) -> str:
    """Say what kind of file was given instead of a model folder."""
    if path.suffix == ".gguf" or _starts_with(path, _MAGIC):
        return (
            f"is a GGUF file, which no engine here loads as it is: convert it with "
            f"`{_CONVERT} {path} FOLDER` and give that folder"
        )
    if path.suffix in _WEIGHTS and (path.parent / "config.json").is_file():
        return f"is one file of a model: give its folder, {path.parent}"
    return "is a file: expected a model's folder"


def folder_form(folder: Path) -> str | None:
    """Say what a folder without a whole model holds instead; None for nothing that is known."""
    for form in _FORMS:
        found = form(folder)
        if found:
            return found
    return None


def _starts_with(path: Path, magic: bytes) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(magic)) == magic
    except OSError:
        return False


def _gguf(folder: Path) -> str | None:
    files = sorted(folder.glob("*.gguf"))
    if not files:
        return None
    return (
        f"contains GGUF files ({listed(files)}), which no engine here loads as they are: convert "
        f"one with `{_CONVERT} {files[0]} FOLDER` and give that folder"
    )


def _deepspeed(folder: Path) -> str | None:
    parts = sorted(path for path in folder.glob("global_step*") if any(path.glob("*zero_pp_rank*")))
    if not parts:
        return None
    return _sharded(parts, f"`python {folder}/zero_to_fp32.py {folder} OUT` (DeepSpeed)")


def _fsdp(folder: Path) -> str | None:
    parts = sorted((*folder.glob("*.distcp"), *folder.glob("*/*.distcp")))
    if not parts:
        return None
    return _sharded(parts, f"`accelerate merge-weights {parts[0].parent} OUT` (FSDP)")


def _verl(folder: Path) -> str | None:
    parts = [
        path
        for place in (folder, folder.parent)
        for path in sorted(place.glob("model_world_size_*_rank_*.pt"))
    ]
    if not parts:
        return None
    merge = "python -m verl.model_merger merge --backend fsdp"
    return _sharded(parts, f"`{merge} --local_dir {parts[0].parent} --target_dir OUT` (verl)")


def _megatron(folder: Path) -> str | None:
    parts = sorted((*folder.glob("mp_rank*"), *folder.glob("iter_*/mp_rank*")))
    if not parts:
        return None
    paths = f"--megatron-path {parts[0].parent} --hf-path OUT"
    bridge = "python examples/conversion/convert_checkpoints.py export --hf-model BASE"
    return _sharded(parts, f"`{bridge} {paths}` (Megatron Bridge)")


def _sharded(parts: list[Path], merge: str) -> str:
    return (
        f"contains a trainer's sharded state ({listed(parts, 3)}), not weights that an engine can "
        f"load: merge it with {merge}, put config.json and the tokenizer files beside the result, "
        "and give that folder"
    )


def _checkpoints(folder: Path) -> str | None:
    below = sorted(
        {path.parent for name in _CONFIGS for path in folder.glob(f"*/{name}")}, key=_natural
    )
    if not below:
        return None
    return f"contains no model itself, only {listed(below)}: did you mean {below[-1]}?"


def _natural(path: Path) -> tuple[tuple[int, int | str], ...]:
    """Order checkpoint-1000 after checkpoint-500."""
    return tuple(
        (0, int(part)) if part.isdecimal() else (1, part) for part in _DIGITS.split(path.name)
    )


_FORMS: tuple[Callable[[Path], str | None], ...] = (
    _deepspeed,
    _fsdp,
    _verl,
    _megatron,
    _gguf,
    _checkpoints,
)
