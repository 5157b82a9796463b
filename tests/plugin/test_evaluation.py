"""With a model, each case is an item that reports what the run recorded."""

import json
from pathlib import Path
from typing import Any

import pytest
from plugin.pytest_run import PLUGIN, Outcome, pytest_in, tally
from run.runs import QUIET, scripted_run
from task.suites import TASK, write_suite

from toolbench_ood.run.evaluate import resume
from toolbench_ood.run.folder import RunFolder
from toolbench_ood.run.sources import Sources

CASES = {
    f"tasks/lamps/task_lamps.py::{task}[none][{name}][0]"
    for task in ("lights_one", "lights_all_then_none")
    for name in ("hermes", "pythonic")
}
FORMATS = (
    *("--toolbench-format", "hermes,pythonic", "--toolbench-seeds", 1),
    *("--toolbench-shift", "none"),
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with one suite of two tasks."""
    write_suite(tmp_path / "tasks" / "lamps")
    return tmp_path


def play(project: Path, model: str, *more: object, out: str = "run") -> Outcome:
    """Evaluate a scripted model in two formats."""
    given = ("--toolbench-model", model, "--toolbench-out", out, *FORMATS)
    return pytest_in(project, "tasks", *given, *more, plugins=("xdist", PLUGIN))


def test_each_case_of_the_oracle_passes(project: Path) -> None:
    """Task x format x seed is an item, and the run can be scored and resumed like any other."""
    played = play(project, "oracle")
    assert played.code == 0
    assert played.ids == dict.fromkeys(CASES, "PASSED")
    run = RunFolder.open(project / "run")
    assert len(run.records()) == 4
    assert run.header.settings.cases == ()
    sources = Sources(task_folders=run.header.settings.task_folders)
    assert len(resume(run.path, QUIET, sources).records()) == 4


def test_shifted_cases_are_items_too(project: Path) -> None:
    """``--toolbench-shift`` plays each task in each shift that applies to it."""
    played = play(project, "oracle", "--toolbench-shift", "opaque,flaky+opaque,paraphrase")
    assert played.ids == {
        name.replace("[none]", f"[{shift}]"): "PASSED"
        for name in CASES
        for shift in ("none", "opaque", "opaque+flaky")
    }
    refused = play(project, "oracle", "--toolbench-shift", "opake", out="other")
    assert "there is no shift 'opake'" in refused.text


def test_a_profile_leaves_the_choice_of_tasks_to_pytest(project: Path) -> None:
    """Tasks that a profile names are those of what ships, not of the project."""
    played = play(project, "oracle", "--toolbench-profile", "ladder")
    assert played.ids == dict.fromkeys(CASES, "PASSED")


def test_each_case_of_the_noop_fails_and_says_why(project: Path) -> None:
    """A failed case shows the check that failed, the findings and the end of the conversation."""
    played = play(project, "noop")
    assert played.code == 1
    assert played.ids == dict.fromkeys(CASES, "FAILED")
    assert "not solved: task_lamps.py:17: assert [name" in played.text
    assert "message 2: P1_NO_CALL (judgement) empty" in played.text
    assert "[1] user\nLight lamp-" in played.text
    assert (
        "toolbench_ood/" not in played.text.partition("= FAILURES =")[2].partition("short test")[0]
    )


def test_a_solved_case_with_a_malformed_message_fails(project: Path) -> None:
    """Structure counts: solved after a fault is not passed."""
    played = play(project, "faulty:1", "-k", "lights_one")
    assert tally(played) == {"FAILED": 2}


@pytest.mark.slow
def test_only_what_is_selected_is_played(project: Path) -> None:
    """``-k``, node ids, ``--lf`` and ``--toolbench-limit`` decide which cases the run has."""
    assert play(project, "noop", "-k", "lights_one and hermes", out="k").counts["failed"] == 1
    assert played_cases(project / "k") == {"lamps/task_lamps.py::lights_one[none][hermes][0]"}
    again = play(project, "oracle", "--lf", out="lf")
    assert again.ids == {"tasks/lamps/task_lamps.py::lights_one[none][hermes][0]": "PASSED"}
    assert played_cases(project / "lf") == played_cases(project / "k")
    few = play(project, "oracle", "--toolbench-limit", 2, out="few")
    assert few.counts == {"passed": 2, "deselected": 2}
    assert len(played_cases(project / "few")) == 2
    play(project, "oracle", "--collect-only", out="none")
    assert not (project / "none").exists()


def played_cases(folder: Path) -> set[str]:
    return {record.case for record in RunFolder.open(folder).records()}


@pytest.mark.slow
def test_workers_share_one_run(project: Path) -> None:
    """Under xdist the controller plays all cases once, and the workers read the records."""
    played = play(project, "oracle", "-n", 2)
    assert played.ids == dict.fromkeys(CASES, "PASSED")
    assert played.text.count("toolbench-ood: playing 4 cases") == 1
    assert len((project / "run" / "records.jsonl").read_text(encoding="utf-8").splitlines()) == 4
    selected = play(project, "noop", "-n", 2, "-k", "lights_one", out="few")
    assert selected.counts == {"failed": 2}
    assert len(played_cases(project / "few")) == 2


def test_the_records_are_those_of_eval(project: Path) -> None:
    """Pytest's way with asserts changes nothing that a run records, times aside."""
    play(project, "noop")
    suite = project / "tasks" / "lamps"
    chosen: dict[str, Any] = {
        "task_folders": (suite,),
        "suites": ("lamps",),
        "formats": ("hermes", "pythonic"),
    }
    scripted_run(project / "eval", "noop", **chosen)
    assert lines(project / "run") == lines(project / "eval")


def lines(folder: Path) -> list[Any]:
    found = (folder / "records.jsonl").read_text(encoding="utf-8").splitlines()
    return sorted(({**json.loads(line), "time": None} for line in found), key=str)


def test_an_engine_failure_is_an_error_and_no_failed_case(project: Path) -> None:
    """A case that the engine failed, and one without a record, are errors of their items."""
    play(project, "oracle")
    records = project / "run" / "records.jsonl"
    first, second = records.read_text(encoding="utf-8").splitlines()[:2]
    lost = {**json.loads(first), "solved": False, "stop": "engine_error", "failure": "it fell over"}
    records.write_text(f"{json.dumps(lost)}\n{second}\n", encoding="utf-8")
    # A worker reads what the controller left, here without a controller.
    (project / "conftest.py").write_text(
        "def pytest_configure(config):\n    config.workerinput = {'toolbench_run': 'run'}\n",
        encoding="utf-8",
    )
    given = ("--toolbench-model", "oracle", *FORMATS)
    read = pytest_in(project, "tasks", *given)
    assert tally(read) == {"ERROR": 3, "PASSED": 1}
    assert "the engine failed: it fell over" in read.text
    assert "not played, because the run ended first" in read.text


@pytest.mark.slow
def test_what_cannot_be_played_is_one_sentence(project: Path) -> None:
    """A wrong model, folder or profile ends pytest with an error and no traceback."""
    (project / "full").mkdir()
    (project / "full" / "file").write_text("x", encoding="utf-8")
    for more, model, complaint in (
        ((), "oracl", "There is no model 'oracl'"),
        (("--toolbench-out", "full"), "oracle", "is not an empty folder"),
        (("--toolbench-profile", "huge"), "oracle", "there is no profile 'huge'"),
        (("--toolbench-engine", "warp"), "oracle", "--toolbench-engine 'warp' is not valid"),
        (("--toolbench-engine", "vllm"), "oracle", "--toolbench-engine vllm does not apply"),
    ):
        refused = play(project, model, *more)
        assert refused.code == 4
        assert complaint in refused.text
        assert "Traceback" not in refused.text


def test_suites_of_one_name_are_not_mixed(project: Path) -> None:
    """Two suites of one name have the same case ids, so they are not played in one run."""
    write_suite(project / "tasks" / "more" / "lamps", lamps=TASK)
    refused = play(project, "oracle")
    assert refused.code == 4
    assert "suite lamps is in" in refused.text
