"""The hooks of pytest.

Before a suite is collected, only the declaration of options is imported, which needs no other
package.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Any

import pytest

from toolbench_ood.plugin.options import add_options, given_to, model_of
from toolbench_ood.plugin.recognise import is_task_file


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options, all of which begin with ``--toolbench-``."""
    add_options(parser)


def pytest_sessionstart(session: pytest.Session) -> None:
    """Refuse invalid options before anything is collected."""
    if given_to(session.config):
        from toolbench_ood.plugin.settings import check  # noqa: PLC0415  # only when asked for

        check(session.config)


def pytest_report_header(config: pytest.Config) -> str | None:
    """Name the model and the folder of its run."""
    model = model_of(config)
    if model is None:
        return None
    from toolbench_ood.plugin.evaluation import run_path  # noqa: PLC0415  # only when asked for

    return f"toolbench-ood: {model}, run folder {run_path(config)}"


@pytest.hookimpl(wrapper=True)
def pytest_collect_file(
    file_path: Path, parent: pytest.Collector
) -> Generator[None, list[pytest.Collector], list[pytest.Collector]]:
    """Collect the task files of suites, which are no test modules even where they are named."""
    others = yield
    if not is_task_file(file_path):
        return others
    from toolbench_ood.plugin.task_file import TaskFile  # noqa: PLC0415  # the first import of ours

    return [TaskFile.from_parent(parent, path=file_path)]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_finish(session: pytest.Session) -> None:
    """Keep as many of the selected cases as the limit allows."""
    if model_of(session.config) is None:
        return
    from toolbench_ood.plugin.limit import keep_few  # noqa: PLC0415  # only when asked for

    keep_few(session)


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> None:
    """Play the selected cases before the first item runs."""
    config = session.config
    if model_of(config) is None or config.option.collectonly or _is_worker(config):
        return
    if session.testsfailed and not config.option.continue_on_collection_errors:
        return
    _play(config, [item.nodeid for item in session.items])


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a worker of xdist where the records will be."""
    if model_of(node.config) is not None:
        from toolbench_ood.plugin.evaluation import RUN_INPUT, run_path  # noqa: PLC0415  # see above

        node.workerinput[RUN_INPUT] = str(run_path(node.config))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_node_collection_finished(node: Any, ids: Sequence[str]) -> None:
    """Play the cases that the workers selected, when the first of them has; the rest wait."""
    if model_of(node.config) is not None:
        _play(node.config, ids)


def _play(config: pytest.Config, node_ids: Sequence[str]) -> None:
    from toolbench_ood.plugin.evaluation import play_once  # noqa: PLC0415  # only when asked for

    play_once(config, node_ids)


def _is_worker(config: pytest.Config) -> bool:
    return hasattr(config, "workerinput")
