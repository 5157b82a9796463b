"""The texts that define a format, regardless of their origin."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from toolbench_ood.types.errors import UserError

REQUIRED_FILES = ("format.toml", "calls.jinja")
"""Files that determine what a format writes and reads; every format folder has them."""
OPTIONAL_FILES = ("declare.jinja", "results.jinja")
"""Templates with which a format may override the shared ones."""


@dataclass(frozen=True)
class Source:
    """The text of each required file and of existing optional ones, with LF line endings."""

    texts: Mapping[str, str]
    folder: Path | None = None
    """Their folder; None if the program generated them."""

    def place(self, file: str) -> str:
        """Name one of the files in a message to the user."""
        return str(self.folder / file) if self.folder else f"the generated {file}"


def read_source(folder: Path) -> Source:
    """Read a format folder; raises UserError if a required file is missing or one is not UTF-8."""
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
