"""Suites by name, loaded on first use."""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from toolbench_ood.tasks.collect import name_taken, suite_folders
from toolbench_ood.tasks.load import load_suite
from toolbench_ood.tasks.suite import Suite
from toolbench_ood.types.errors import UserError, choices
from toolbench_ood.types.suggest import did_you_mean


class SuiteLibrary:
    """The suites that can be named: shipped ones, those of packages, and those in ``folders``.

    Listing the names loads none of them.
    """

    def __init__(self, folders: Sequence[Path] = ()) -> None:
        """Remember where to look.

        Args:
            folders: suite folders, or folders of suite folders.
        """
        self._extra = tuple(folders)
        self._loaded: dict[str, Suite] = {}

    def names(self) -> tuple[str, ...]:
        """Return all names (UserError: a folder contains no suite, or two suites share a name)."""
        return tuple(self._folders)

    def load(self, name: str) -> Suite:
        """Return a suite, the same object every time.

        Raises:
            UserError: there is no such name, or a file of it fails to load.
        """
        if name not in self._loaded:
            self._loaded[name] = load_suite(self._folder(name))
        return self._loaded[name]

    def _folder(self, name: str) -> Path:
        if name not in self._folders:
            hint = did_you_mean(name, self._folders)
            raise UserError(
                f"there is no suite {name!r}{hint} The suites are: {choices(self._folders)}"
            )
        return self._folders[name]

    @cached_property
    def _folders(self) -> dict[str, Path]:
        found: dict[str, Path] = {}
        for folder in suite_folders(self._extra):
            if folder.name in found:
                raise name_taken(found[folder.name], folder)
            found[folder.name] = folder
        return found
