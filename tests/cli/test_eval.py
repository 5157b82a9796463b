"""``eval``: plays, reports, goes on, and refuses what it must."""

import json
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import pytest
import typer
from cases import for_each
from cli.command import error_line, run, run_json
from task.suites import TASK, write_suite

from toolbench_ood.cli.eval import play_run
from toolbench_ood.rollout.limits import Stop
from toolbench_ood.rollout.record import dump_record, load_record
from toolbench_ood.run.folder import RECORDS, RunFolder
from toolbench_ood.run.listener import Listener
from toolbench_ood.run.profile import find_profile
from toolbench_ood.shipped import shipped
from toolbench_ood.types.errors import EngineDownError, EngineError

INTERRUPTIBLE = """
import signal
from toolbench_ood.cli.main import main
signal.signal(signal.SIGINT, signal.default_int_handler)
main()
"""
"""The command line with Ctrl-C switched on: tests in the background inherit an ignored SIGINT."""

_SMALL = ("--seeds", 1, "--limit", 6)


def test_a_run_ends_with_its_report(tmp_path: Path) -> None:
    """The report is on stdout, progress and the folder on stderr, records on disk."""
    out = tmp_path / "run"
    result = run("eval", "--model", "oracle", *_SMALL, "--out", out)
    assert result.exit_code == 0
    assert "6 cases of 6 counted" in result.stdout
    assert "playing 6 of 6 cases" in result.stderr
    assert f"run folder: {out}" in result.stderr
    assert len(RunFolder.open(out).records()) == 6


def test_scores_come_as_json(tmp_path: Path) -> None:
    """With --json stdout is one JSON value, the same that ``report --json`` prints later."""
    out = tmp_path / "run"
    scores = run_json("eval", "--model", "oracle", *_SMALL, "--out", out, "--json")
    assert scores["total"]["solved"]["rate"] == 1.0
    assert scores == run_json("report", out, "--json")


def test_a_null_policy_solves_nothing(tmp_path: Path) -> None:
    """Whatever is measured, silence is no success."""
    scores = run_json("eval", "--model", "noop", *_SMALL, "--out", tmp_path / "run", "--json")
    assert scores["total"]["solved"]["k"] == 0
    assert scores["total"]["cases"] == 6


def test_runs_have_folders_of_their_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without --out the folder is below runs/, named after the model."""
    monkeypatch.chdir(tmp_path)
    assert run("eval", "--model", "oracle", *_SMALL).exit_code == 0
    (folder,) = (tmp_path / "runs").iterdir()
    assert folder.name.startswith("oracle-")


def test_choices_reach_the_run(tmp_path: Path) -> None:
    """Suite, format, keyword and budgets are those of the run's header and cases."""
    out = tmp_path / "run"
    given = ("--suite", "calendar", "--format", "pythonic,hermes", "-k", "cancels and not hermes")
    result = run("eval", "--model", "oracle", "--profile", "smoke", *given, "--out", out)
    assert result.exit_code == 0, result.stderr
    folder = RunFolder.open(out)
    assert {record.format for record in folder.records()} == {"pythonic"}
    assert all("cancels" in record.case for record in folder.records())
    assert folder.header.settings.limits == find_profile("smoke").limits


def test_a_dry_run_plays_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Suites and formats are counted, ids shown, no model looked for, nothing written."""
    monkeypatch.chdir(tmp_path)
    result = run("eval", "--model", "no/such-model", "--dry-run", "--seeds", 2)
    assert result.exit_code == 0
    for words in (
        "calendar",
        "train",
        "hermes",
        "2 seeds, starting with:",
        "no/such-model",
        "[none]",
    ):
        assert words in result.stdout
    assert list(tmp_path.iterdir()) == []


def test_a_dry_run_has_json() -> None:
    """Programs are told the settings, the ids of all cases, and their counts."""
    plan = run_json("eval", "--model", "m", "--dry-run", "--limit", 7, "--json")
    assert len(plan["cases"]) == 7
    assert sum(entry["cases"] for entry in plan["counts"]) == 7
    assert plan["settings"]["model"] == "m"


@pytest.mark.slow
@for_each(
    ("arguments", "words"),
    [
        ((), "--model is missing"),
        (("--model", "/no/such/folder"), "/no/such/folder"),
        (("--model", "oracle", "--suite", "calender"), "there is no suite 'calender'"),
        (("--model", "oracle", "--format", "hermess"), "there is no format 'hermess'"),
        (("--model", "oracle", "-k", "nothing_like_it"), "matches none"),
        (("--model", "oracle", "-k", "a and"), "cannot be parsed"),
        (("--model", "oracle", "--tasks", "/no/tasks"), "/no/tasks"),
        (("--model", "oracle", "--formats", "/no/formats"), "/no/formats"),
        (("--model", "oracle", "--id-format", "hermess"), "hermess"),
        (("--model", "oracle", "--engine", "vllm"), "--engine"),
        (("--model", "oracle", "--engine", "magic"), "--engine 'magic'"),
        (("--model", "faulty:2"), "faulty"),
        (("--model", "oracle", "--engine-arg", "x"), "KEY=VALUE"),
        (("--resume", "/no/run"), "/no/run is not a run folder"),
        (("--resume", "/no/run", "--seeds", "3"), "leave out --seeds"),
    ],
)
def test_bad_input_is_one_line(
    arguments: tuple[str, ...],
    words: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What was given is named, the exit code is two, and nothing is written."""
    monkeypatch.chdir(tmp_path)
    assert words in error_line("eval", *arguments)
    assert list(tmp_path.iterdir()) == []


def test_another_run_is_not_written_over(tmp_path: Path) -> None:
    """A folder that holds a run stays byte for byte as it is."""
    out = tmp_path / "run"
    run("eval", "--model", "oracle", *_SMALL, "--out", out)
    before = (out / RECORDS).read_bytes()
    assert "holds another run" in error_line("eval", "--model", "noop", "--out", out)
    assert (out / RECORDS).read_bytes() == before


def test_a_resume_plays_what_is_left(tmp_path: Path) -> None:
    """Records that are on disk stay, and the others come."""
    out = tmp_path / "run"
    run("eval", "--model", "oracle", *_SMALL, "--out", out)
    lines = (out / RECORDS).read_bytes().splitlines(keepends=True)
    (out / RECORDS).write_bytes(b"".join(lines[:2]))
    assert run_json("report", out, "--json")["missing"] == 4
    scores = run_json("eval", "--resume", out, "--json")
    assert (scores["missing"], scores["total"]["cases"]) == (0, 6)
    assert (out / RECORDS).read_bytes().startswith(b"".join(lines[:2]))


@pytest.mark.slow
def test_a_resume_plays_what_the_engine_failed(tmp_path: Path) -> None:
    """A case that failed in the engine is shown as such, and played again."""
    out = tmp_path / "run"
    run("eval", "--model", "oracle", *_SMALL, "--out", out)
    lines = (out / RECORDS).read_bytes().splitlines(keepends=True)
    failed = replace(load_record(lines[-1]), stop=Stop.ENGINE_ERROR, solved=False)
    (out / RECORDS).write_bytes(b"".join([*lines[:-1], dump_record(failed), b"\n"]))
    assert "failed in the engine: 1" in run("report", out).stdout
    total = run_json("eval", "--resume", out, "--json")["total"]
    assert (total["cases"], total["failed"], total["solved"]["k"]) == (6, 0, 6)


@for_each("error", [EngineError("it broke"), EngineDownError("it is gone")])
def test_an_engine_failure_names_the_way_on(
    error: EngineError, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is on disk is reported, and the error says how the rest is played."""
    out = tmp_path / "run"
    run("eval", "--model", "oracle", *_SMALL, "--out", out)

    def broken(listener: Listener) -> NoReturn:
        listener.note("playing")
        raise error

    with pytest.raises(EngineError, match=f"{error}; .*--resume {out}"):
        play_run(broken, out, as_json=True)
    assert json.loads(capsys.readouterr().out)["total"]["cases"] == 6


def test_an_engine_that_never_started_leaves_nothing_to_resume(tmp_path: Path) -> None:
    """No folder is named that does not exist."""

    def broken(listener: Listener) -> NoReturn:
        raise EngineError("no start")

    with pytest.raises(EngineError, match="no start; no case was played"):
        play_run(broken, tmp_path / "run", as_json=False)


def test_an_interrupt_names_the_way_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Ctrl-C ends with 130 and one sentence."""
    out = tmp_path / "run"
    run("eval", "--model", "oracle", *_SMALL, "--out", out)

    def interrupted(listener: Listener) -> NoReturn:
        raise KeyboardInterrupt

    with pytest.raises(typer.Exit) as end:
        play_run(interrupted, out, as_json=False)
    assert end.value.exit_code == 130
    assert f"eval --resume {out}" in capsys.readouterr().err


@pytest.mark.slow
def test_ctrl_c_in_a_real_run_can_be_resumed(tmp_path: Path) -> None:
    """A process that is interrupted while it plays leaves a run that a resume completes."""
    out = tmp_path / "run"
    command = [sys.executable, "-c", INTERRUPTIBLE, "eval"]
    with subprocess.Popen(  # noqa: S603  # this interpreter and our own command
        [*command, "--model", "oracle", "--limit", "200", "--out", str(out)],
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stderr is not None
        begun = any("playing" in line for line in process.stderr)
        process.send_signal(signal.SIGINT)
        rest = process.stderr.read()
    assert begun
    assert process.returncode == 130
    assert f"eval --resume {out}" in rest
    assert "Traceback" not in rest
    assert run_json("report", out, "--json")["missing"] > 0
    assert run_json("eval", "--resume", out, "--json")["missing"] == 0


@pytest.mark.model
def test_an_engine_that_is_down_ends_with_three(tmp_path: Path) -> None:
    """A server that does not answer is the engine's failure, in one line."""
    given = ("--model", "smollm2", "--base-url", "http://127.0.0.1:9", "--out", tmp_path / "run")
    line = error_line("eval", *given, *_SMALL, code=3)
    assert "127.0.0.1:9" in line


def test_a_broken_task_file_stops_or_is_left_out(tmp_path: Path) -> None:
    """A file with a syntax error is the one error; with --keep-going the others are played."""
    suite = write_suite(tmp_path / "mine", lamps=TASK, broken="def x(:\n")
    chosen = ("--suite", "mine", "--format", "hermes", "--shift", "none", "--seeds", 3)
    given = ("eval", "--model", "oracle", "--tasks", suite, *chosen)
    assert "task_broken.py:1" in error_line(*given)
    result = run(*given, "--keep-going", "--out", tmp_path / "run")
    assert result.exit_code == 0
    assert "skipped: " in result.stderr
    assert len(RunFolder.open(tmp_path / "run").records()) == 6


def test_a_format_that_breaks_its_laws_is_not_run(tmp_path: Path) -> None:
    """A format whose templates and reader disagree is refused before anything is played."""
    folder = tmp_path / "hermez"
    shutil.copytree(shipped("formats") / "hermes", folder)
    for name, old, new in (
        ("format.toml", 'name = "hermes"', 'name = "hermez"'),
        ("calls.jinja", "{{ call.name | json }}", '"other"'),
    ):
        text = (folder / name).read_text(encoding="utf-8")
        (folder / name).write_text(text.replace(old, new), encoding="utf-8")
    given = ("--model", "oracle", "--formats", folder, "--format", "hermez")
    assert "breaks its laws" in error_line("eval", *given, "--out", tmp_path / "run")
    assert not (tmp_path / "run").exists()
