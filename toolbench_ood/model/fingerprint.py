"""Tells checkpoints apart without reading all of them.

Small files that decide a model's behaviour are hashed whole. Of each weights file, these bytes are
hashed: its size, its safetensors header (names, shapes and places of all tensors; the length is in
the first eight bytes, little endian), and 64 blocks of 4 KiB at even distances from the first to
the last byte. A training step changes nearly every weight, so two checkpoints differ in some
block; a file in which only single weights were edited may be missed. A 100 GB model of 20 files
costs about 5 MB of reading.
"""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from toolbench_ood.model.safetensors_file import LENGTH_BYTES, LONGEST_HEADER
from toolbench_ood.model.weights import OF_TRAINING

_BLOCKS = 64
_BLOCK_BYTES = 4096
_WEIGHTS = frozenset({".safetensors", ".bin", ".pt", ".pth", ".gguf"})
_DECIDING = frozenset({".json", ".jinja", ".model", ".txt", ".tiktoken", ".py"})


def fingerprint(folder: Path) -> Mapping[str, str]:
    """Return a SHA-256 for each file that decides what the model does, by file name."""
    return {path.name: _digest(path) for path in _files(folder)}


def _files(folder: Path) -> list[Path]:
    known = _WEIGHTS | _DECIDING
    return sorted(
        path
        for path in folder.iterdir()
        if path.suffix in known and not path.name.startswith(OF_TRAINING) and path.is_file()
    )


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    if path.suffix not in _WEIGHTS:
        digest.update(path.read_bytes())
        return digest.hexdigest()
    size = path.stat().st_size
    digest.update(size.to_bytes(LENGTH_BYTES, "little"))
    with path.open("rb") as file:
        if path.suffix == ".safetensors":
            digest.update(_header(file))
        for block in _blocks(file, size):
            digest.update(block)
    return digest.hexdigest()


def _header(file: BinaryIO) -> bytes:
    length = int.from_bytes(file.read(LENGTH_BYTES), "little")
    return file.read(min(length, LONGEST_HEADER))


def _blocks(file: BinaryIO, size: int) -> Iterator[bytes]:
    last = max(size - _BLOCK_BYTES, 0)
    for offset in sorted({last * index // (_BLOCKS - 1) for index in range(_BLOCKS)}):
        file.seek(offset)
        yield file.read(_BLOCK_BYTES)
