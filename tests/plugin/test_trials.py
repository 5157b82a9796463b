"""Without a model, each task is an item that passes when it holds to the laws."""

from pathlib import Path

import pytest
from plugin.pytest_run import Outcome, pytest_in
from task.suites import TASK, write_suite

HEAD = TASK.partition("@task")[0]

WRONG = (
    HEAD
    + '''
@task
def lights_another(world: Lamps, rng: Random):
    """The check asks for more than the solution does."""
    lamp = sorted(world.lit)[0]

    def solution(call):
        call("switch", lamp=lamp)

    yield Ask(f"Light {lamp}.", solution)
    assert [name for name, lit in world.lit.items() if lit] == ["none", "such"]


@task
def looks_for_what_is_gone(world: Lamps, rng: Random):
    """The check looks up an entry that the world does not have."""
    yield Ask("Look.", lambda call: str(call("list_lamps")))
    assert world.lit["nowhere"]


@task
def cannot_begin(world: Lamps, rng: Random):
    """Arranging fails."""
    lamp = {}["missing"]
    yield Ask(f"Light {lamp}.", lambda call: None)


@task
def asks_for_nothing(world: Lamps, rng: Random):
    """Any answer will do."""
    yield Ask("Say something.", lambda call: str(call("list_lamps")))
'''
)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a sound task file, and one with a mistake of each sort."""
    root = tmp_path_factory.mktemp("project")
    write_suite(root / "tasks" / "lamps", lamps=TASK, wrong=WRONG)
    return root


@pytest.fixture(scope="module")
def tried(project: Path) -> Outcome:
    """Every task of the project, tried."""
    return pytest_in(project, "tasks", "--toolbench-seeds", 2)


def test_each_task_is_an_item(tried: Outcome) -> None:
    """Sound tasks pass and the others fail, each under its own node id."""
    sound, wrong = "tasks/lamps/task_lamps.py::", "tasks/lamps/task_wrong.py::"
    assert tried.code == 1
    assert tried.ids == {
        f"{sound}lights_one": "PASSED",
        f"{sound}lights_all_then_none": "PASSED",
        f"{wrong}lights_another": "FAILED",
        f"{wrong}looks_for_what_is_gone": "FAILED",
        f"{wrong}cannot_begin": "FAILED",
        f"{wrong}asks_for_nothing": "FAILED",
    }


def part(outcome: Outcome, name: str) -> str:
    """The report on one failed item."""
    return outcome.text.partition(f"_ {name} _")[2].partition("\n_____")[0]


def test_a_failed_assert_is_explained_by_pytest(tried: Outcome) -> None:
    """The task's own assertion is shown with both values, and none of the program's own frames."""
    shown = part(tried, "lights_another")
    assert (
        '>       assert [name for name, lit in world.lit.items() if lit] == ["none", "such"]'
        in shown
    )
    assert "] == ['none', 'such']" in shown
    assert "Right contains one more item: 'such'" in shown
    assert "task_wrong.py:18: AssertionError" in shown
    assert "toolbench_ood/" not in shown
    assert "the solution of task lights_another" in shown


def test_what_a_check_trips_over_is_shown_in_the_task(tried: Outcome) -> None:
    """A KeyError of a check, and one while arranging, are shown in the task's own lines."""
    assert '>       assert world.lit["nowhere"]' in part(tried, "looks_for_what_is_gone")
    assert "E       KeyError: 'nowhere'" in part(tried, "looks_for_what_is_gone")
    assert '>       lamp = {}["missing"]' in part(tried, "cannot_begin")
    assert "toolbench_ood/" not in part(tried, "cannot_begin")


def test_a_task_that_silence_passes_fails(tried: Outcome) -> None:
    """The null policies play each task too, in the format that is named or hermes."""
    assert "solved by noop, which understands nothing" in part(tried, "asks_for_nothing")
    assert "[none][hermes][0]" in part(tried, "asks_for_nothing")


@pytest.mark.slow
def test_selection_works_as_for_any_item(project: Path) -> None:
    """``-k``, node ids, ``--collect-only``, ``-x`` and ``--lf`` choose among tasks."""
    one = "tasks/lamps/task_lamps.py::lights_one"
    assert set(pytest_in(project, "tasks", "-k", "lights_one").ids) == {one}
    assert set(pytest_in(project, one).ids) == {one}
    assert one in pytest_in(project, "tasks", "--collect-only", "-q").text
    stopped = pytest_in(project, "tasks", "-x", "--cache-clear", "--toolbench-seeds", 1)
    assert stopped.counts["failed"] == 1
    again = pytest_in(project, "tasks", "--lf", "--toolbench-seeds", 1)
    assert list(again.ids) == ["tasks/lamps/task_wrong.py::lights_another"]


@pytest.mark.slow
def test_tasks_are_tried_on_several_workers(project: Path) -> None:
    """Under xdist the same items pass and fail, with the same words."""
    chosen = ("tasks", "-n", 2, "-k", "lights_one or lights_another", "--toolbench-seeds", 1)
    spread = pytest_in(project, *chosen, plugins=("xdist", "toolbench_ood.plugin.hooks"))
    assert spread.counts == {"failed": 1, "passed": 1}
    assert "Right contains one more item: 'such'" in spread.text


def test_a_file_that_does_not_load_hides_no_other(tmp_path: Path) -> None:
    """Each broken file is a collection error that names file and line; the others are tried."""
    twice = HEAD + TASK.partition(HEAD)[2].partition("@task(")[0] * 2
    plain = f'{HEAD}@task\ndef never(world, rng):\n    """Never asks."""\n'
    write_suite(
        tmp_path / "lamps",
        lamps=TASK,
        syntax="\ndef broken(:\n",
        missing="import does_not_exist\n",
        bare="x = 1\n",
        twice=twice,
        plain=plain,
    )
    found = pytest_in(tmp_path, "lamps", "--continue-on-collection-errors", "--toolbench-seeds", 1)
    assert found.counts == {"passed": 2, "error": 5}
    for complaint in (
        "task_syntax.py:2: invalid syntax",
        "task_missing.py:1: ModuleNotFoundError: No module named 'does_not_exist'",
        "task_bare.py has no tasks; decorate its functions with @task",
        "has the same name as the task on line 8; rename one of them",
        "never yields; yield Ask(text, solution), then assert",
    ):
        assert complaint in found.text
    assert "Traceback" not in found.text


@pytest.mark.slow
def test_options_without_a_model_are_refused(tmp_path: Path) -> None:
    """What means something for a model only, names nothing, or is no number, is an error."""
    for given, complaint in (
        (("--toolbench-limit", 3), "--toolbench-limit has no effect without a model"),
        (("--toolbench-format", "hermez"), "there is no format 'hermez'; did you mean 'hermes'"),
        (("--toolbench-seeds", 0), "--toolbench-seeds 0 is not valid: expected"),
    ):
        refused = pytest_in(tmp_path, *given)
        assert refused.code == 4
        assert complaint in refused.text
