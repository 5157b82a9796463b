"""Find suites and load them: folders with a ``world.py`` and ``task_*.py`` files."""

import importlib.util
import sys
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType

from toolbench_ood.shipped import shipped
from toolbench_ood.task.suite import Split, Suite, SuiteInfo, suite_digest
from toolbench_ood.task.task import Task
from toolbench_ood.types.errors import UserError, choices
from toolbench_ood.world.world import check_documentation

ENTRY_POINTS = "toolbench_ood.tasks"
"""Entry point group of packages that bring suites; each names a package folder of suites."""


@dataclass(frozen=True, slots=True)
class Collection:
    """The suites that were found, and the files that could not be loaded."""

    suites: tuple[Suite, ...]
    problems: tuple[str, ...] = ()
    """One sentence a file or suite that was left out; empty unless collecting kept going."""


def collect(folders: Sequence[Path] = (), *, keep_going: bool = False) -> Collection:
    """Collect the shipped suites, those of installed packages, and those in ``folders``.

    Args:
        folders: suite folders, or folders of suite folders.
        keep_going: leave out files that fail to load and say so, instead of raising.

    Raises:
        UserError: a folder holds no suite, a file fails to load, or two suites share a name.
    """
    suites: dict[str, Suite] = {}
    problems: list[str] = []
    for folder in suite_folders(folders):
        try:
            suite = _load_suite(folder, problems if keep_going else None)
            if suite.name in suites:
                raise UserError(
                    f"suite {suite.name} is in {suites[suite.name].folder} and in {folder}; "
                    "rename one of the folders"
                )
            suites[suite.name] = suite
        except UserError as error:
            if not keep_going:
                raise
            problems.append(str(error))
    return Collection(tuple(suites.values()), tuple(problems))


@cache
def shipped_suites() -> tuple[Suite, ...]:
    """Collect the suites that ship with the program, and no others."""
    return tuple(_load_suite(folder, None) for folder in _suites_below(shipped("tasks")))


def suite_folders(extra: Sequence[Path] = ()) -> list[Path]:
    """List the suite folders in order: shipped, of installed packages, then ``extra``."""
    roots = [shipped("tasks"), *_entry_point_folders()]
    found = [folder for root in roots for folder in _suites_below(root)]
    for root in extra:
        below = _suites_below(root.resolve())
        if not below:
            raise UserError(
                f"{root} holds no suite; expected a folder with a world.py, or a folder of such "
                "folders"
            )
        found += below
    return list(dict.fromkeys(found))


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
                f"entry point {entry.name} of {ENTRY_POINTS} names {entry.value}, which is no "
                "installed package; reinstall or remove the package that brings it"
            )
        folders += [Path(place) for place in spec.submodule_search_locations]
    return folders


def _load_suite(folder: Path, problems: list[str] | None) -> Suite:
    package = _make_package(folder)
    info = getattr(_load(folder / "world.py", package), "SUITE", None)
    if not isinstance(info, SuiteInfo):
        raise UserError(
            f"{folder / 'world.py'} declares no suite; write "
            "SUITE = SuiteInfo(world=…, split=…, version=1)"
        )
    if info.split not in list(Split):
        raise UserError(
            f"{folder / 'world.py'} declares split {info.split!r}; the splits are {choices(Split)}"
        )
    check_documentation(info.world)
    tasks: dict[str, Task] = {}
    for file in sorted(folder.glob("task_*.py")):
        try:
            tasks |= _tasks_of(file, _load(file, package))
        except UserError as error:
            if problems is None:
                raise
            problems.append(str(error))
    if not tasks and not problems:
        raise UserError(f"suite {folder} has no task; write one in a file named task_*.py")
    return Suite(
        name=folder.name,
        folder=folder,
        world=info.world,
        split=Split(info.split),
        version=info.version,
        tasks=tasks,
        digest=suite_digest(folder),
    )


def _tasks_of(file: Path, module: ModuleType) -> dict[str, Task]:
    found: dict[str, Task] = {}
    for value in vars(module).values():
        if isinstance(value, Task) and value.file == file:
            found[f"{file.name}::{value.name}"] = value
    if not found:
        raise UserError(f"{file} holds no task; decorate its functions with @task")
    return found


def _make_package(folder: Path) -> str:
    """Register an empty package for a suite folder, so that its files can import one another."""
    name = f"_toolbench_suite_{folder.name}_{sha256(str(folder).encode()).hexdigest()[:8]}"
    package = ModuleType(name)
    package.__path__ = [str(folder)]
    sys.modules[name] = package
    return name


def _load(file: Path, package: str) -> ModuleType:
    name = f"{package}.{file.stem}"
    spec = importlib.util.spec_from_file_location(name, file)
    if spec is None or spec.loader is None:
        raise UserError(f"{file} cannot be loaded as Python")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except UserError:
        raise
    except SyntaxError as error:
        raise UserError(f"{error.filename}:{error.lineno}: {error.msg}; mend the file") from error
    except (ImportError, NameError, AttributeError, TypeError, ValueError, LookupError) as error:
        raise UserError(f"{_innermost(error, file)}: {type(error).__name__}: {error}") from error
    return module


def _innermost(error: Exception, file: Path) -> str:
    """Name the last line of the suite's own code on the way to the error."""
    own = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if Path(frame.filename).parent == file.parent
    ]
    return f"{own[-1].filename}:{own[-1].lineno}" if own else str(file)
