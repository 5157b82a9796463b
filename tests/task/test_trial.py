"""A task is tried as its author wrote it, and what is wrong with it is said in a sentence."""

from pathlib import Path

from task.suites import TASK, write_suite

from toolbench_ood.task.load import load_suite
from toolbench_ood.task.trial.trial import task_problems

ALL = "task_lamps.py::lights_all_then_none"


def problems(folder: Path, task_id: str, lamps: str = TASK) -> list[str]:
    suite = load_suite(write_suite(folder, lamps=lamps))
    return list(task_problems(suite, suite.tasks[task_id], seed=0))


def test_a_sound_task_has_none(tmp_path: Path) -> None:
    """Nothing is said of a task that checks what it asks for."""
    assert problems(tmp_path / "lamps", ALL) == []


def test_an_ask_after_the_last_check_is_found(tmp_path: Path) -> None:
    """A task that asks once more and checks nothing after that can be met with silence."""
    asks_on = TASK + '\n    yield Ask("List them.", lambda call: str(call("list_lamps")))\n'
    (problem,) = problems(tmp_path / "lamps", ALL, asks_on)
    assert "lights_all_then_none" in problem
    assert problem.endswith(
        "solved although its last ask is met with silence; check what it asks for"
    )
