"""The run behind a session's cases: played once, by one process, before the first item."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from toolbench_ood.plugin.options import given_to, model_of, spell
from toolbench_ood.plugin.progress import Progress
from toolbench_ood.plugin.recognise import is_task_file
from toolbench_ood.plugin.settings import run_settings
from toolbench_ood.plugin.suites import suites_of
from toolbench_ood.run.evaluate import default_folder, evaluate
from toolbench_ood.run.folder import HEADER
from toolbench_ood.run.read_options import make_invocation
from toolbench_ood.tasks.collect import Collection
from toolbench_ood.tasks.suite import Suite
from toolbench_ood.types.errors import EngineError, ProgramError, UserError

RUN_INPUT = "toolbench_run"
"""Under this name a worker of xdist is told the run's folder."""

_ENGINE_EXIT = 3

_PATH = pytest.StashKey[Path]()
_PLAYED = pytest.StashKey[bool]()


def run_path(config: pytest.Config) -> Path:
    """Return the folder of the session's run, which is chosen when it is first asked for."""
    if hasattr(config, "workerinput"):
        return Path(config.workerinput[RUN_INPUT])
    if _PATH not in config.stash:
        path = make_invocation(given_to(config), spell).out or default_folder(
            model_of(config) or ""
        )
        config.stash[_PATH] = config.invocation_params.dir / path
    return config.stash[_PATH]


def play_once(config: pytest.Config, node_ids: Sequence[str]) -> None:
    """Play the cases among the selected items, unless that was done.

    Raises:
        pytest.UsageError: something that was chosen is wrong.
    """
    if config.stash.get(_PLAYED, False):
        return
    parts = [node_id.partition("::") for node_id in node_ids]
    named = [(config.rootpath / file, name) for file, _, name in parts]
    ours = {file for file in {file for file, _ in named} if is_task_file(file)}
    chosen = [(file, name) for file, name in named if file in ours]
    if not chosen:
        return
    config.stash[_PLAYED] = True
    files = dict.fromkeys(file for file, _ in chosen)
    cases = [f"{file.parent.name}/{file.name}::{name}" for file, name in chosen]
    try:
        _play(config, _suites(config, files), cases)
    except UserError as error:
        raise pytest.UsageError(str(error)) from error


def _play(config: pytest.Config, suites: Sequence[Suite], cases: Sequence[str]) -> None:
    settings = run_settings(config, suites, cases)
    path = run_path(config)
    progress = Progress(config.pluginmanager.get_plugin("terminalreporter"))
    try:
        evaluate(settings, path, progress, Collection(tuple(suites)))
    except EngineError as error:
        if not (path / HEADER).exists():
            pytest.exit(str(error), returncode=_ENGINE_EXIT)
        progress.note(str(error))
    except ProgramError as error:
        progress.note(str(error))


def _suites(config: pytest.Config, files: Iterable[Path]) -> list[Suite]:
    """Return the suites of the files; their names are the cases' and must differ."""
    by_name: dict[str, Suite] = {}
    for file in files:
        suite = suites_of(config).of(file)
        other = by_name.setdefault(suite.name, suite)
        if other is not suite:
            raise UserError(
                f"suite {suite.name} is in {other.folder} and in {suite.folder}; rename one of the "
                "folders, or evaluate them one at a time"
            )
    return list(by_name.values())
