"""Load a suite: import its files from a package that is its folder."""

import importlib
import re
import sys
import traceback
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from types import ModuleType

from toolbench_ood.shipped import shipped
from toolbench_ood.tasks.decoys import DECOYS, Decoy, decoys_of
from toolbench_ood.tasks.guard import LOADING, must_end
from toolbench_ood.tasks.source_loader import import_from_text
from toolbench_ood.tasks.suite import Split, Suite, SuiteInfo, suite_digest
from toolbench_ood.tasks.synonyms import load_synonyms
from toolbench_ood.tasks.task import Task
from toolbench_ood.types.errors import ToolbenchError, UserError, choices
from toolbench_ood.types.faults import contained
from toolbench_ood.world.tool import marked_tools
from toolbench_ood.world.world import World, check_documentation


def load_suite(folder: Path, broken: dict[Path, UserError] | None = None) -> Suite:
    """Load a suite from its files.

    Args:
        folder: holds ``world.py`` and the ``task_*.py`` files.
        broken: called with each task file that fails to load, and why; None to raise instead.

    Raises:
        UserError: a file fails to load, the world declares no suite, or there is no task.
    """
    _require_plain_name(folder)
    package = _make_package(folder)
    info = _info(folder / "world.py", _load(folder / "world.py", package))
    tasks: dict[str, Task] = {}
    for file in sorted(folder.glob("task_*.py")):
        try:
            tasks |= _tasks_of(file, _load(file, package))
        except UserError as error:
            if broken is None:
                raise
            broken[file] = error
    if not tasks and not broken:
        raise UserError(f"suite {folder} has no tasks; write one in a file named task_*.py")
    return Suite(
        name=folder.name,
        folder=folder,
        world=info.world,
        split=Split(info.split),
        version=info.version,
        tasks=tasks,
        digest=suite_digest(folder),
        decoys=_decoys_of(folder / DECOYS, package, info.world),
        synonyms=load_synonyms(folder),
    )


def package_name(folder: Path) -> str:
    """Name the package from which the files of a suite folder are imported."""
    word = re.sub(r"\W", "_", folder.name)
    return f"_toolbench_suite_{word}_{sha256(str(folder).encode()).hexdigest()[:8]}"


def _info(file: Path, module: ModuleType) -> SuiteInfo:
    info = getattr(module, "SUITE", None)
    if not isinstance(info, SuiteInfo):
        raise UserError(
            f"{file} declares no suite; write SUITE = SuiteInfo(world=…, split=…, version=1)"
        )
    if info.split not in list(Split):
        raise UserError(f"{file} declares split {info.split!r}; the splits are {choices(Split)}")
    if not (isinstance(info.world, type) and issubclass(info.world, World)):
        raise UserError(f"{file} declares {info.world!r} as its world; give a subclass of World")
    check_documentation(info.world)
    return info


def _tasks_of(file: Path, module: ModuleType) -> dict[str, Task]:
    _require_plain_name(file)
    found: dict[str, Task] = {}
    for value in vars(module).values():
        if not isinstance(value, Task) or value.function.__module__ != module.__name__:
            continue
        same = found.setdefault(f"{file.name}::{value.name}", value)
        if same is not value:
            raise UserError(
                f"{file} has two tasks named {value.name}, on lines {same.line} and {value.line}; "
                "rename one of the functions"
            )
    if not found:
        raise UserError(f"{file} has no tasks; decorate its functions with @task")
    return found


def _decoys_of(file: Path, package: str, world: type[World]) -> Mapping[str, Decoy]:
    return decoys_of(_load(file, package), marked_tools(world)) if file.is_file() else {}


def _require_plain_name(path: Path) -> None:
    if set("[]") & set(path.name):
        raise UserError(
            f"{path} has a bracket in its name, which case ids use for shift, format and so on; "
            "rename it"
        )


def _make_package(folder: Path) -> str:
    """Put an empty package whose path is the folder where the import system finds it.

    What was imported from it before is forgotten, so that a suite is what its files say now. Suites
    that ship are imported from Python's bytecode, where it has been kept.
    """
    name = package_name(folder)
    for known in [each for each in sys.modules if each.startswith(f"{name}.")]:
        del sys.modules[known]
    package = ModuleType(name)
    package.__path__ = [str(folder)]
    if not folder.is_relative_to(shipped("tasks")):
        import_from_text(folder)
    sys.modules[name] = package
    importlib.invalidate_caches()
    return name


def _load(file: Path, package: str) -> ModuleType:
    def broken(error: BaseException) -> UserError:
        return UserError(f"{_innermost(error, file)}: {type(error).__name__}: {error}")

    try:
        with (
            contained(broken, passing=(ToolbenchError, SyntaxError)),
            must_end(f"loading {file}", file.parent, LOADING),
        ):
            return importlib.import_module(f"{package}.{file.stem}")
    except SyntaxError as error:
        raise UserError(f"{error.filename}:{error.lineno}: {error.msg}; fix the file") from error
    except SystemExit as error:
        # A script that is no suite must not end the program as if all were well.
        raise broken(error) from error


def _innermost(error: BaseException, file: Path) -> str:
    """Name the last line of the suite's own code on the way to the error."""
    own = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if Path(frame.filename).parent == file.parent
    ]
    return f"{own[-1].filename}:{own[-1].lineno}" if own else str(file)
