"""The plugin does nothing where no suite is collected, and imports but its options' declaration."""

from pathlib import Path

from plugin.pytest_run import PLUGIN, pytest_in
from task.suites import write_suite

TEST = """
import sys


def test_nothing_was_imported():
    ours = {name for name in sys.modules if name.startswith("toolbench_ood.")}
    assert len(ours) < 40
    assert not {name for name in ours if name.split(".")[1] in {"format", "tasks", "world", "chat"}}
    heavy = {"pydantic", "jinja2", "jsonschema", "docstring_parser", "vllm", "rich", "typer"}
    assert not heavy & set(sys.modules)
"""


def test_another_project_is_left_alone(tmp_path: Path) -> None:
    """Task files that are not ours, even beside a ``world.py``, are neither read nor collected."""
    (tmp_path / "test_own.py").write_text(TEST, encoding="utf-8")
    game = tmp_path / "game"
    game.mkdir()
    for name in ("world.py", "task_jump.py"):
        (game / name).write_text("raise SystemExit('imported')\n", encoding="utf-8")
    with_plugin = pytest_in(tmp_path)
    assert with_plugin.ids == {"test_own.py::test_nothing_was_imported": "PASSED"}
    assert "toolbench" not in with_plugin.text
    named = pytest_in(tmp_path, "-o", "python_files=task_*.py")
    assert "imported" in named.text


def test_a_suite_is_imported_only_where_it_is_collected(tmp_path: Path) -> None:
    """A suite beside the tests that are run stays unread."""
    write_suite(tmp_path / "tasks" / "lamps")
    (tmp_path / "test_own.py").write_text(TEST, encoding="utf-8")
    assert pytest_in(tmp_path, "test_own.py").counts == {"passed": 1}


def test_a_suite_is_no_test_module(tmp_path: Path) -> None:
    """A task file is collected once, as tasks, also where it is named or matches python_files."""
    write_suite(tmp_path / "lamps")
    chosen = ("--collect-only", "-q", "-o", "python_files=*.py", "lamps/task_lamps.py")
    listed = pytest_in(tmp_path, *chosen, plugins=(PLUGIN,)).text
    assert "2 tests collected" in listed
