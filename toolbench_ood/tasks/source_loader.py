"""Imports a user's suite from its text alone."""

import sys
from importlib.machinery import SOURCE_SUFFIXES, FileFinder, SourceFileLoader
from pathlib import Path
from types import CodeType


class TextLoader(SourceFileLoader):
    """Compiles a file each time it is imported, and leaves no bytecode beside it.

    Python takes bytecode for current when the file's size and its time in whole seconds are, so
    a quick edit of equal length would be hashed and not run. The folder is also the user's: it
    may be read-only, or shared, or under version control.
    """

    def get_code(self, fullname: str) -> CodeType:  # noqa: ARG002  # the import system's hook
        """Compile the file."""
        return self.source_to_code(self.get_data(self.path), self.path)


def import_from_text(folder: Path) -> None:
    """Have packages whose path is this folder import their modules by ``TextLoader``."""
    sys.path_importer_cache[str(folder)] = FileFinder(str(folder), (TextLoader, SOURCE_SUFFIXES))
