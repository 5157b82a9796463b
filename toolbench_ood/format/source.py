"""The texts that decide a format, wherever they come from."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from toolbench_ood.types.errors import UserError

DECIDING_FILES = ("format.toml", "declare.jinja", "calls.jinja", "results.jinja")
"""The files of a format folder that decide what it writes and reads."""


@dataclass(frozen=True)
class Source:
    """The text of each of ``DECIDING_FILES``, with LF at line ends."""

    texts: Mapping[str, str]
    folder: Path | None = None
    """Where they lie; None when the program made them."""

    @cached_property
    def digest(self) -> str:
        """The sha256 of the texts, the same on every system."""
        digest = hashlib.sha256()
        for name in DECIDING_FILES:
            body = self.texts[name].encode()
            digest.update(f"{name}\0{len(body)}\0".encode())
            digest.update(body)
        return digest.hexdigest()

    def place(self, file: str) -> str:
        """Name one of the files for a message to the user."""
        return str(self.folder / file) if self.folder else f"the generated {file}"


def read_source(folder: Path) -> Source:
    """Read a format folder; raises UserError when a deciding file is missing or no UTF-8."""
    return Source({name: _read(folder, name) for name in DECIDING_FILES}, folder)


def _read(folder: Path, name: str) -> str:
    path = folder / name
    if not path.is_file():
        raise UserError(f"{folder} has no {name}, which every format has")
    try:
        return path.read_bytes().decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise UserError(f"{path} is not readable as UTF-8: {error}") from error
