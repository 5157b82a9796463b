"""``validate``: the laws over what ships and over what users bring."""

import re
import shutil
from pathlib import Path

import pytest
from cases import for_each
from cli.command import error_line, run, run_json
from task.suites import TASK, write_suite

from toolbench_ood.run.profile import PROFILES
from toolbench_ood.shipped import shipped

_FEW = ("--suite", "calendar", "--format", "hermes", "--seeds", 1)
_FOUND = (
    r"\d+ wrong solutions tried, 0 passed\n[\d,]+ extreme calls and answers tried\n"
    r"1 format, \d+ tasks, \d+ cases: 0 problems\n"
)


@pytest.mark.slow
def test_what_ships_obeys() -> None:
    """A shipped suite and format have no problem, and what was looked at is counted."""
    result = run("validate", *_FEW)
    assert result.exit_code == 0
    assert re.fullmatch(_FOUND, result.stdout)
    assert "format hermes" in result.stderr


@pytest.mark.slow
def test_programs_are_told_too() -> None:
    """The same in JSON, with nothing else on stdout."""
    told = run_json("validate", *_FEW, "--kind", "single", "--json")
    assert told.pop("extremes") > told["mutants"]
    assert told.pop("mutants") > told.pop("tasks") == told.pop("cases") > 1
    assert told == {"formats": 1, "skipped": 0, "survivors": 0, "problems": []}


def test_a_broken_file_is_named_and_the_others_are_checked(tmp_path: Path) -> None:
    """Without --keep-going it is the one error; with it, a problem among the results."""
    suite = write_suite(tmp_path / "mine", lamps=TASK, broken="def x(:\n")
    given = ("validate", "--tasks", suite, "--suite", suite.name, "--format", "hermes")
    assert "task_broken.py:1" in error_line(*given)
    result = run(*given, "--keep-going")
    assert result.exit_code == 2
    assert "task_broken.py:1" in result.stdout
    assert "1 format, 2 tasks," in result.stdout


def test_unknown_names_are_one_line() -> None:
    """A suite or format that does not exist is refused with those that do."""
    assert "calendar" in error_line("validate", "--suite", "x")
    assert "hermes" in error_line("validate", "--format", "x")


@pytest.mark.slow
def test_golden_files_are_written_for_named_formats_only(tmp_path: Path) -> None:
    """A new delimiter-only format needs a folder, its golden files, and no Python."""
    folder = tmp_path / "angle"
    shutil.copytree(shipped("formats") / "hermes", folder)
    shutil.rmtree(folder / "golden")
    toml = folder / "format.toml"
    text = toml.read_text(encoding="utf-8").replace('name = "hermes"', 'name = "angle"')
    text = text.replace('"<tool_call>"', '"<<"').replace('"</tool_call>"', '">>"')
    toml.write_text(text, encoding="utf-8")
    one = ("--suite", "calendar", "--kind", "parallel", "--seeds", 1)
    given = ("validate", "--formats", tmp_path, *one)
    assert run(*given, "--format", "angle").exit_code == 2
    assert "--format NAME" in error_line(*given, "--write-goldens")
    assert run(*given, "--format", "angle", "--write-goldens").exit_code == 0
    assert run(*given, "--format", "angle").exit_code == 0
    golden = (folder / "golden" / "one_call.txt").read_text(encoding="utf-8")
    assert golden.startswith("<<\n{")


_BY_LIMITS = {profile.limits: name for name, profile in PROFILES.items()}
"""A profile for each of the budgets that profiles have."""


@pytest.mark.slow
@for_each("profile", _BY_LIMITS.values())
def test_every_profile_has_room_for_the_solutions(profile: str, tmp_path: Path) -> None:
    """The oracle solves everything within the budgets of every profile."""
    chosen = (
        "--seeds",
        1,
        "--limit",
        200,
        "--profile",
        profile,
        "--out",
        tmp_path / "run",
        "--json",
    )
    scores = run_json("eval", "--model", "oracle", *chosen)
    assert scores["total"]["solved"]["rate"] == 1.0
