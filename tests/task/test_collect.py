"""Suites are found, loaded, and refused with the place of the fault."""

import os
import sys
from pathlib import Path

import pytest
from cases import for_each
from task.suites import TASK, WORLD, write_suite

from toolbench_ood.tasks.collect import collect
from toolbench_ood.tasks.suite import Split
from toolbench_ood.types.errors import UserError


def test_a_folder_of_suites_and_a_suite_are_both_found(tmp_path: Path) -> None:
    """``--tasks`` takes a suite folder or a folder of suite folders."""
    suite = write_suite(tmp_path / "all" / "lamps")
    for given in (suite, suite.parent):
        found = {each.name: each for each in collect([given]).suites}
        assert found["lamps"].split is Split.TRAIN
        assert list(found["lamps"].tasks) == [
            "task_lamps.py::lights_one",
            "task_lamps.py::lights_all_then_none",
        ]


def test_the_digest_follows_the_content(tmp_path: Path) -> None:
    """The same files give the same digest anywhere; any change of a file gives another."""
    one = write_suite(tmp_path / "a" / "lamps")
    other = write_suite(tmp_path / "b" / "lamps")
    changed = write_suite(tmp_path / "c" / "lamps", lamps=TASK + "\n")
    digests = [
        next(suite for suite in collect([folder]).suites if suite.name == "lamps").digest
        for folder in (one, other, changed)
    ]
    assert digests[0] == digests[1] != digests[2]


BROKEN = {
    "syntax": ("def broken(:\n", r"task_bad\.py:1"),
    "import": ("import does_not_exist\n", r"task_bad\.py:1: ModuleNotFoundError"),
    "name": ("\nundefined\n", r"task_bad\.py:2: NameError"),
    "empty": ("x = 1\n", r"task_bad\.py has no tasks"),
    "docstring": (
        "from toolbench_ood.tasks.task import task\n\n@task\ndef f(world, rng):\n    yield\n",
        r"task f .*task_bad\.py:3\) has no docstring",
    ),
    "never yields": (
        "from toolbench_ood.tasks.task import task\n\n@task\ndef f(world, rng):\n    'Do.'\n",
        r"task f .*task_bad\.py:3\) never yields; yield Ask\(text, solution\), then assert",
    ),
    "name twice": (
        """
from toolbench_ood.tasks.task import task


@task
def f(world, rng):
    'Do.'
    yield


@task
def f(world, rng):
    'Do otherwise.'
    yield
""",
        r"task f .*task_bad\.py:11\) has the same name as the task on line 5; rename one of them",
    ),
    "name twice in disguise": (
        """
from toolbench_ood.tasks.task import task


def make():
    @task
    def f(world, rng):
        'Do.'
        yield
    return f


one, other = make(), make()
""",
        r"task_bad\.py has two tasks named f, on lines 6 and 6; rename one of the functions",
    ),
    "kind": (
        """
from toolbench_ood.tasks.task import task


@task(kind="hard")
def f(world, rng):
    'Do.'
    yield
""",
        r"kind 'hard'; the kinds are aggregate, chain",
    ),
}


@pytest.mark.slow
@for_each("name", BROKEN)
def test_a_broken_task_file_is_named_with_its_line(tmp_path: Path, name: str) -> None:
    """A file that fails to load is an error of one line that names file and line."""
    content, complaint = BROKEN[name]
    folder = write_suite(tmp_path / "lamps", lamps=TASK, bad=content)
    with pytest.raises(UserError, match=complaint) as caught:
        collect([folder])
    assert "\n" not in str(caught.value)


@pytest.mark.slow
@for_each("name", BROKEN)
def test_keep_going_collects_the_rest(tmp_path: Path, name: str) -> None:
    """With keep_going the other files are still collected and the broken one is reported."""
    content, _ = BROKEN[name]
    folder = write_suite(tmp_path / "lamps", lamps=TASK, bad=content)
    collection = collect([folder], keep_going=True)
    suite = next(suite for suite in collection.suites if suite.name == "lamps")
    assert len(suite.tasks) == 2
    assert len(collection.problems) == 1
    assert "task_bad.py" in collection.problems[0]


@pytest.mark.slow
@for_each(
    ("world", "complaint"),
    [
        ("x = 1\n", "declares no suite"),
        (WORLD.replace('"train"', '"test"'), "split 'test'; the splits are held_out, train"),
        (
            WORLD.replace("world=Lamps", "world=str"),
            "declares <class 'str'> as its world; give a sub",
        ),
        (WORLD.replace('        """List the lamps."""\n', ""), "list_lamps .* no docstring"),
        (WORLD.replace("            lamp: Id of the lamp.\n", ""), "argument lamp"),
    ],
)
def test_a_broken_world_is_refused(tmp_path: Path, world: str, complaint: str) -> None:
    """A world that declares no suite, an unknown split, or an undocumented tool is refused."""
    with pytest.raises(UserError, match=complaint):
        collect([write_suite(tmp_path / "lamps", world=world)])


def test_two_suites_of_one_name_are_refused(tmp_path: Path) -> None:
    """A name stands for one suite; both folders are named."""
    one = write_suite(tmp_path / "a" / "lamps")
    other = write_suite(tmp_path / "b" / "lamps")
    with pytest.raises(UserError, match=r"suite lamps is in .*a/lamps and in .*b/lamps"):
        collect([one, other])


def test_a_folder_without_suites_is_refused(tmp_path: Path) -> None:
    """A path that holds no suite is an error that says what a suite is."""
    with pytest.raises(UserError, match=r"contains no suite; expected a folder with a world\.py"):
        collect([tmp_path / "nothing"])


def test_a_suite_is_what_its_files_say_now(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A suite that is collected again is loaded anew, the modules that its files share included.

    Neither the length of a file nor its time need have changed, and nothing is left beside it.
    """
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    folder = write_suite(tmp_path / "lamps.v2", lamps="from . import words\n" + TASK)
    before = sorted([*folder.iterdir(), folder / "words.py"])
    for words in ("Please light", "Please start"):
        (folder / "words.py").write_text(f"SAY = {words!r}\n", encoding="utf-8")
        os.utime(folder / "words.py", (1, 1))
        suite = next(each for each in collect([folder]).suites if each.folder == folder)
        module = sys.modules[suite.tasks["task_lamps.py::lights_one"].function.__module__]
        assert words == module.words.SAY
    assert sorted(folder.iterdir()) == before


def test_a_name_that_would_break_case_ids_is_refused(tmp_path: Path) -> None:
    """Brackets begin what an id says behind the task's name."""
    with pytest.raises(UserError, match=r"lamps\[2\] has a bracket in its name"):
        collect([write_suite(tmp_path / "lamps[2]")])
    folder = write_suite(tmp_path / "lamps")
    (folder / "task_lamps.py").rename(folder / "task_[a].py")
    with pytest.raises(UserError, match=r"task_\[a\]\.py has a bracket in its name"):
        collect([folder])


def test_an_alias_of_a_task_is_no_second_one(tmp_path: Path) -> None:
    """A task under two names of its module is one task, and one that is imported is none."""
    alias = "from .task_lamps import lights_one as imported\n"
    folder = write_suite(tmp_path / "lamps", lamps=TASK + "again = lights_one\n", more=alias + TASK)
    suite = next(each for each in collect([folder]).suites if each.folder == folder)
    assert len(suite.tasks) == 4
