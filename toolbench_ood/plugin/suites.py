"""The suites of a pytest session, each loaded once, with their asserts rewritten by pytest."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from toolbench_ood.tasks.load import load_suite, package_name
from toolbench_ood.tasks.suite import Suite
from toolbench_ood.types.errors import UserError


@dataclass(frozen=True, slots=True)
class _Loaded:
    suite: Suite
    broken: dict[Path, UserError]


@dataclass(frozen=True, slots=True)
class Suites:
    """Suites by folder; a suite that does not load is remembered with its error."""

    _found: dict[Path, _Loaded | UserError] = field(default_factory=dict)

    def of(self, file: Path) -> Suite:
        """Return the suite that a task file belongs to.

        Raises:
            UserError: the file or its world does not load.
        """
        folder = file.parent
        if folder not in self._found:
            self._found[folder] = _load(folder)
        loaded = self._found[folder]
        if isinstance(loaded, UserError):
            raise loaded
        if file in loaded.broken:
            raise loaded.broken[file]
        return loaded.suite


_SUITES = pytest.StashKey[Suites]()


def suites_of(config: pytest.Config) -> Suites:
    """Return the session's suites."""
    return config.stash.setdefault(_SUITES, Suites())


def _load(folder: Path) -> _Loaded | UserError:
    pytest.register_assert_rewrite(package_name(folder))
    broken: dict[Path, UserError] = {}
    try:
        return _Loaded(load_suite(folder, broken), broken)
    except UserError as error:
        return error
