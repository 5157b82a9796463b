"""Find suites: folders with a ``world.py`` and ``task_*.py`` files."""

import importlib.util
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path

from toolbench_ood.shipped import shipped
from toolbench_ood.tasks.load import load_suite
from toolbench_ood.tasks.suite import Suite
from toolbench_ood.types.errors import UserError

ENTRY_POINTS = "toolbench_ood.tasks"
"""Entry point group of packages that provide suites; each names a package folder of suites."""


@dataclass(frozen=True, slots=True)
class Collection:
    """The suites that were found, and the files that could not be loaded."""

    suites: tuple[Suite, ...]
    problems: tuple[str, ...] = ()
    """One sentence per file or suite that was skipped; empty without ``keep_going``."""


def collect(folders: Sequence[Path] = (), *, keep_going: bool = False) -> Collection:
    """Collect the shipped suites, those of installed packages, and those in ``folders``.

    Args:
        folders: suite folders, or folders of suite folders.
        keep_going: skip files that fail to load and report them, instead of raising.

    Raises:
        UserError: a folder contains no suite, a file fails to load, or two suites share a name.
    """
    suites: dict[str, Suite] = {}
    problems: list[str] = []
    for folder in suite_folders(folders):
        broken: dict[Path, UserError] | None = {} if keep_going else None
        try:
            suite = load_suite(folder, broken)
            if suite.name in suites:
                raise name_taken(suites[suite.name].folder, folder)
            suites[suite.name] = suite
        except UserError as error:
            if not keep_going:
                raise
            problems.append(str(error))
        problems += map(str, (broken or {}).values())
    return Collection(tuple(suites.values()), tuple(problems))


@cache
def shipped_suites() -> tuple[Suite, ...]:
    """Collect only the shipped suites."""
    return tuple(load_suite(folder, None) for folder in _suites_below(shipped("tasks")))


def suite_folders(extra: Sequence[Path] = ()) -> list[Path]:
    """List the suite folders in order: shipped, of installed packages, then ``extra``."""
    roots = [shipped("tasks"), *_entry_point_folders()]
    found = [folder for root in roots for folder in _suites_below(root)]
    return list(dict.fromkeys([*found, *folders_below(extra)]))


def folders_below(roots: Sequence[Path]) -> list[Path]:
    """List the suite folders that are named or lie in a named folder.

    Raises:
        UserError: a folder holds none.
    """
    found = []
    for root in roots:
        below = _suites_below(root.resolve())
        if not below:
            raise UserError(
                f"{root} contains no suite; expected a folder with a world.py, or a folder of such "
                "folders"
            )
        found += below
    return found


def name_taken(one: Path, other: Path) -> UserError:
    """Return the error for two suite folders of one name."""
    return UserError(f"suite {one.name} is in {one} and in {other}; rename one of the folders")


def _suites_below(root: Path) -> list[Path]:
    if (root / "world.py").is_file():
        return [root]
    return sorted(file.parent for file in root.glob("*/world.py"))


def _entry_point_folders() -> list[Path]:
    folders = []
    for entry in sorted(entry_points(group=ENTRY_POINTS), key=lambda entry: entry.name):
        spec = importlib.util.find_spec(entry.value)
        if spec is None or not spec.submodule_search_locations:
            raise UserError(
                f"entry point {entry.name} of {ENTRY_POINTS} names {entry.value}, which is not an "
                "installed package; reinstall or remove the package that defines it"
            )
        folders += [Path(place) for place in spec.submodule_search_locations]
    return folders
