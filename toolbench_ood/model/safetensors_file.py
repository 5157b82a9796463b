"""A safetensors file by its header: whether it is whole, and the shapes of its tensors.

The file begins with the header's length (eight bytes, little endian); the header is a JSON object
that gives for each tensor its shape, and where its data begins and ends after the header; and the
data of the last tensor ends the file.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

from toolbench_ood.model.broken_file import file_problem
from toolbench_ood.model.json_file import parse_json_object
from toolbench_ood.types.errors import UserError
from toolbench_ood.types.value import Json

LENGTH_BYTES = 8
LONGEST_HEADER = 100_000_000
"""The format allows no longer one."""

_METADATA = "__metadata__"

Shapes: TypeAlias = Mapping[str, tuple[int, ...]]
"""The shape of each tensor, by its name."""


def safetensors_problem(path: Path) -> str | None:
    """Say why a file can't be loaded, going on from its name; None: nothing is seen."""
    known = file_problem(path)
    if known:
        return known
    size = path.stat().st_size
    with path.open("rb") as file:
        length = int.from_bytes(file.read(LENGTH_BYTES), "little")
        if length > LONGEST_HEADER:
            return "is not a safetensors file"
        if LENGTH_BYTES + length > size:
            return f"ends inside its header, after {size:,} bytes"
        header = file.read(length)
    try:
        ends = _data_bytes(parse_json_object(header, "the header"))
    except UserError:
        return "is not a safetensors file"
    return _size_problem(size, LENGTH_BYTES + length + ends)


def tensor_shapes(path: Path) -> Shapes:
    """Return the shapes of a whole file's tensors, in the order of the header.

    Raises:
        UserError: the header is none.
    """
    with path.open("rb") as file:
        length = int.from_bytes(file.read(LENGTH_BYTES), "little")
        header = parse_json_object(file.read(min(length, LONGEST_HEADER)), f"{path.name}'s header")
    return {name: _shape(entry) for name, entry in header.items() if name != _METADATA}


def _size_problem(size: int, expected: int) -> str | None:
    if size == expected:
        return None
    if size < expected:
        return f"is truncated: it has {size:,} of {expected:,} bytes"
    return f"has {size:,} bytes, but its header accounts for {expected:,}"


def _data_bytes(header: dict[str, Json]) -> int:
    return max((_end(entry) for name, entry in header.items() if name != _METADATA), default=0)


def _end(entry: Json) -> int:
    match entry:
        case {"data_offsets": [int(), int(end)]}:
            return end
    raise UserError("a tensor without a place")


def _shape(entry: Json) -> tuple[int, ...]:
    match entry:
        case {"shape": [*sizes]}:
            return tuple(size for size in sizes if isinstance(size, int))
    raise UserError("a tensor without a shape")
