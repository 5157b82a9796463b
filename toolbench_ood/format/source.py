"""The texts that decide a format, wherever they come from."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from toolbench_ood.types.errors import UserError

REQUIRED_FILES = ("format.toml", "calls.jinja")
"""The files that decide what a format writes and reads, and that every format folder has."""
OPTIONAL_FILES = ("declare.jinja", "results.jinja")
"""Templates that a format may have in place of the ones that formats share."""


@dataclass(frozen=True)
class Source:
    """The text of each required file and of the optional ones there are, with LF at line ends."""

    texts: Mapping[str, str]
    folder: Path | None = None
    """Where they lie; None when the program made them."""

    def place(self, file: str) -> str:
        """Name one of the files for a message to the user."""
        return str(self.folder / file) if self.folder else f"the generated {file}"


def read_source(folder: Path) -> Source:
    """Read a format folder; raises UserError when a required file is missing or one no UTF-8."""
    own = (name for name in OPTIONAL_FILES if (folder / name).is_file())
    return Source({name: _read(folder, name) for name in (*REQUIRED_FILES, *own)}, folder)


def _read(folder: Path, name: str) -> str:
    path = folder / name
    if not path.is_file():
        raise UserError(f"{folder} has no {name}, which every format must have")
    try:
        return path.read_bytes().decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise UserError(f"{path} is not valid UTF-8: {error}") from error
