"""A sweep over checkpoints, with scripted models in their place."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from cases import for_each
from cli.command import error_line, run, run_json
from series.killer import Killed, Killer

from toolbench_ood.rollout.record import Record, Timing
from toolbench_ood.run.folder import HEADER, RECORDS, RunFolder
from toolbench_ood.run.read_options import make_settings
from toolbench_ood.run.settings import Settings
from toolbench_ood.run.silence import Silence
from toolbench_ood.series.find_checkpoints import Found, find_checkpoints
from toolbench_ood.series.sweep import Sweep
from toolbench_ood.series.sweep_file import SWEEP

FEW = ("--profile", "ladder", "--format", "hermes,sexp", "--id-format", "hermes", "--workers", "0")
TASKS = (*FEW, "--limit", "26")


def test_a_planted_drop_shows_everywhere(tmp_path: Path) -> None:
    """In the table, the alarm, the peak against the last checkpoint, the JSON and the page.

    The same command again plays nothing; with other options it is refused.
    """
    healthy = [f"step-{step}=oracle" for step in (10, 20, 30)]
    names = [*healthy, "step-50=faulty:1"]
    out, page = tmp_path / "out", tmp_path / "curves.html"
    command = ("sweep", *names, *TASKS, "--out", out, "--html", page)
    done = run(*command)
    assert done.exit_code == 0, done.output
    said = " ".join(done.stdout.split())
    assert "4 checkpoints, 26 cases each; ID: hermes" in said
    assert "step-30 100 [" in said
    assert "alarm at step-50: fewer solved cases. The change came after step-20" in said
    assert "peak: step-30 (100 % solved), against 0 % at step-50, the last: a drop of 100" in said
    assert "no alarm" not in said
    unprobed = (
        "step-10, step-20, step-30, step-50: not probed: a scripted model has no probabilities"
    )
    assert said.count("not probed") == 1
    assert unprobed in said
    assert done.stderr.count("two such runs show a drop of") == 1
    assert "prompt tokens" not in done.stderr
    again = run_json(*command, "--json")
    assert [each["label"] for each in again["points"]] == [
        "step-10",
        "step-20",
        "step-30",
        "step-50",
    ]
    assert again["points"][-1]["states"]["polluted"] > 0.5
    assert {each["figure"] for each in again["alarms"]} >= {"solved", "well_formed"}
    assert again["peak"]["peak"] == 2
    drawn = page.read_text(encoding="utf-8")
    assert drawn.count("<svg") == 2
    assert "alarm: solved" in drawn
    assert "http" not in drawn
    assert "--limit was 26 and is 25" in error_line(*command[:-4], "--limit", 25, "--out", out)


def test_a_single_checkpoint_has_nothing_to_compare(tmp_path: Path) -> None:
    """It is said; and so is a folder that is none of a sweep's, and every wrong option."""
    done = run("sweep", "oracle", *FEW, "--limit", 2, "--out", tmp_path / "out")
    assert done.exit_code == 0
    assert "there is nothing to compare" in done.stdout
    again = ("sweep", "oracle=noop", *FEW, "--limit", 2, "--out", tmp_path / "out")
    assert "oracle in" in error_line(*again)
    (tmp_path / "other").mkdir()
    (tmp_path / "other/file").touch()
    for arguments, words in (
        (("--out", tmp_path / "other"), "holds something other than a sweep"),
        ((), "--out is missing"),
        (("--out", tmp_path / "new", "--alpha", 0), "--alpha 0 is no rate"),
        (("--out", tmp_path / "new", "--probe-conversations", -1), "expected 0 or more"),
        (("--out", tmp_path / "new", "--html", tmp_path), "is no file"),
        (("--out", tmp_path / "new", "--suite", "none-such"), "none-such"),
    ):
        assert words in error_line("sweep", "oracle", *FEW, *arguments)
    done = run("sweep", "step-2=noop", "step-1=oracle", *FEW, "--limit", 2, "--dry-run")
    assert done.stdout.split()[:2] == ["2", "checkpoints"]
    assert done.stdout.index("step-2 ") < done.stdout.index("step-1 ")
    assert "each plays 2 cases: 2 of 26 tasks" in done.stdout
    assert "two such runs show a drop of" in done.stdout
    assert not (tmp_path / "new").exists()


@pytest.mark.slow
def test_runs_of_job_arrays_are_taken(tmp_path: Path) -> None:
    """Runs that were played in parts and joined are finished checkpoints, in a new sweep or later.

    One of another model, or with other options, is refused before anything is played.
    """
    tasks = (*FEW, "--limit", "6")
    out, played = tmp_path / "out", ("--model", "oracle", *tasks)
    for step in (1, 2):
        parts = [tmp_path / f"{step}-{part}" for part in (1, 2)]
        for part, folder in enumerate(parts, start=1):
            assert run("eval", *played, "--shard", f"{part}/2", "--out", folder).exit_code == 0
        assert run("merge", *parts, "--out", out / f"step-{step}").exit_code == 0
    records = _records(out / "step-1")
    command = ("step-1=oracle", *tasks, "--out", out)
    said = error_line("sweep", *command)
    assert f"{out} holds something other than a sweep" in said
    assert "--limit was 6 and is 25" in error_line(
        "sweep", "step-1=oracle", "step-2=oracle", *FEW, "--limit", 25, "--out", out
    )
    said = error_line("sweep", "step-2=noop", *command)
    assert "a run of oracle, which is another model than noop" in said
    shutil.move(out / "step-2", tmp_path / "later")
    done = run("sweep", *command)
    assert done.exit_code == 0, done.output
    assert _records(out / "step-1") == records
    shutil.move(tmp_path / "later", out / "step-2")
    said = error_line("sweep", "step-2=noop", *command)
    assert "a run of oracle, which is another model than noop" in said
    done = run("sweep", "step-2=oracle", *command)
    assert "2 checkpoints, 6 cases each" in " ".join(done.stdout.split())


def _records(folder: Path) -> dict[str, Record]:
    """Return the records of a run, times aside."""
    return {
        each.case: replace(each, time=Timing(0.0, 0.0)) for each in RunFolder.open(folder).records()
    }


@pytest.mark.slow
@for_each("after", [0, 3, 8])
def test_a_killed_sweep_goes_on_with_the_same_records(tmp_path: Path, after: int) -> None:
    """Killed at any case, also within a line or the header; a failure stops no other checkpoint."""
    broken = tmp_path / "step-2"
    broken.mkdir()
    (broken / "config.json").write_text('{"model_type": "llama"}')
    found = [
        *find_checkpoints(["step-1=oracle", str(broken)]),
        Found("step-3", 3, "faulty:0.5"),
    ]
    settings = make_settings({"--model": "oracle", "--profile": "ladder", "--limit": "6"})
    settings = replace(settings, formats=("hermes",), workers=0)
    whole = _play(tmp_path / "whole", found, settings)
    with pytest.raises(Killed):
        _play(tmp_path / "killed", found, settings, Killer(after))
    killed = tmp_path / "killed" / ("step-1" if after < 6 else "step-3")
    with (killed / RECORDS).open("ab") as file:
        file.write(b'{"case": "cut')
    if after == 0:
        (killed / RECORDS).unlink()
        (killed / HEADER).rename(killed / f".{HEADER}.1")
    (tmp_path / f"killed/.{SWEEP}.1").touch()
    again = _play(tmp_path / "killed", found, settings)
    for label in ("step-1", "step-3"):
        assert _records(tmp_path / "killed" / label) == _records(tmp_path / "whole" / label)
    failures = [each.failure for each in again.file.members]
    assert failures == [each.failure for each in whole.file.members]
    assert failures[0] is None
    assert failures[1] is not None
    assert failures[2] is None
    shutil.rmtree(broken)
    assert "is not there any more" in str(again.play("step-2", Silence()))


def _play(
    folder: Path, found: list[Found], settings: Settings, listener: Silence | None = None
) -> Sweep:
    sweep = Sweep.begin(folder, settings, found)
    for each in found:
        sweep.play(each.label, listener or Silence())
    return sweep
