"""Problems of a file that are visible in its first and last bytes."""

import zipfile
from collections.abc import Sequence
from pathlib import Path

_POINTER = b"version https://git-lfs.github.com/spec/"
_PICKLE = b"\x80"
"""How files begin that torch wrote before it wrote zip files."""
_END_BYTES = 64


def file_problem(path: Path) -> str | None:
    """Say why a file can't be what its name says; None if no problem is found.

    The sentence goes on from the file's name.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(len(_POINTER))
    except OSError as error:
        return f"can't be read ({error.strerror})"
    if size == 0:
        return "is empty (0 bytes)"
    if start == _POINTER:
        return "is a Git LFS pointer, not the file itself (`git lfs pull` fetches it)"
    return None


def torch_problem(path: Path) -> str | None:
    """Say why a file can't be weights that torch wrote. It is never unpickled."""
    known = file_problem(path)
    if known:
        return known
    with path.open("rb") as file:
        start = file.read(1)
    # A zip file's table of contents is at its end, so one that was cut short has none.
    if start == _PICKLE or zipfile.is_zipfile(path):
        return None
    return "is not a complete torch file"


def json_problem(path: Path) -> str | None:
    """Say why a file can't be a JSON object, without reading all of it."""
    known = file_problem(path)
    if known:
        return known
    with path.open("rb") as file:
        start = file.read(_END_BYTES).lstrip()
        file.seek(max(path.stat().st_size - _END_BYTES, 0))
        end = file.read(_END_BYTES).rstrip()
    if start.startswith(b"{") and end.endswith(b"}"):
        return None
    return "is not a complete JSON object"


def listed(paths: Sequence[Path], most: int = 8) -> str:
    """Name files for a sentence; the names are data, so control characters are spelled out."""
    names = [path.name if path.name.isprintable() else repr(path.name) for path in paths]
    more = f" and {len(names) - most:,} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more
