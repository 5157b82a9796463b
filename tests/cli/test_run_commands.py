"""Commands over a finished run: ``report``, ``score`` and ``leaderboard``."""

import json
from pathlib import Path

import pytest
from cases import for_each
from cli.command import error_line, run, run_json

from toolbench_ood.rollout.record import dump_record, load_record
from toolbench_ood.run.folder import RECORDS


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Play a model that only opens calls over a few cases: nothing solved, many findings."""
    out = tmp_path_factory.mktemp("runs") / "run"
    result = run("eval", "--model", "open_tag", "--seeds", 1, "--limit", 12, "--out", out)
    assert result.exit_code == 0
    return out


def test_a_report_is_repeated(finished: Path) -> None:
    """The same records give the same report."""
    text = run("report", finished).stdout
    assert text == run("report", finished).stdout
    assert "12 cases of 12 counted" in text


@pytest.mark.slow
def test_scoring_again_gives_the_same_scores(finished: Path, tmp_path: Path) -> None:
    """Texts alone are enough, and the file holds what is printed."""
    out = tmp_path / "scores.json"
    result = run("score", finished, "--json", "--out", out)
    assert "all 12 cases have the recorded outcome" in result.stderr
    scores = json.loads(result.stdout)
    assert scores == run_json("report", finished, "--json")
    assert json.loads(out.read_text()) == scores
    assert "12 cases of 12 counted" in run("score", finished).stdout


def test_a_changed_verdict_is_noticed(finished: Path, tmp_path: Path) -> None:
    """A record that says otherwise than its texts is named."""
    run("eval", "--model", "oracle", "--seeds", 1, "--limit", 3, "--out", tmp_path / "run")
    file = tmp_path / "run" / RECORDS
    first, *others = file.read_bytes().splitlines()
    record = load_record(first)
    record = load_record(dump_record(record).replace(b'"solved":true', b'"solved":false'))
    file.write_bytes(b"\n".join([dump_record(record), *others, b""]))
    result = run("score", tmp_path / "run")
    assert (
        f"1 of 3 cases have another outcome than recorded, the first: {record.case}"
        in result.stderr
    )


@pytest.mark.slow
def test_scores_are_not_written_over(finished: Path, tmp_path: Path) -> None:
    """A file that exists stays, and an impossible place is refused in one line."""
    out = tmp_path / "scores.json"
    out.write_text("mine")
    assert "exists" in error_line("score", finished, "--out", out)
    assert out.read_text() == "mine"
    assert "cannot be written" in error_line("score", finished, "--out", out / "below")


@for_each("command", [("report",), ("score",), ("leaderboard", "add")])
def test_a_folder_without_a_run_is_one_line(command: tuple[str, ...], tmp_path: Path) -> None:
    """The folder is named, and what it should be."""
    assert "is not a run folder" in error_line(*command, tmp_path)


def test_an_entry_is_added_and_valid(finished: Path, tmp_path: Path) -> None:
    """The path of the entry is printed, and validate agrees with it."""
    out = tmp_path / "entries"
    path = run("leaderboard", "add", finished, "--out", out, "--name", "Mine").stdout.strip()
    assert json.loads(Path(path).read_text())["name"] == "Mine"
    result = run("leaderboard", "validate", out)
    assert (result.exit_code, result.stdout) == (0, "1 entry: 0 problems\n")


def test_a_wrong_entry_is_named(finished: Path, tmp_path: Path) -> None:
    """The exit code is two; the line has file, place and expectation."""
    path = Path(run("leaderboard", "add", finished, "--out", tmp_path).stdout.strip())
    entry = json.loads(path.read_text())
    entry["scores"]["total"]["solved"]["k"] = 13
    path.write_text(json.dumps(entry))
    result = run("leaderboard", "validate", path)
    assert result.exit_code == 2
    assert f"{path}: scores.total.solved.k is 13; expected 0 to 12" in result.stdout


def test_an_unfinished_run_is_not_added(finished: Path, tmp_path: Path) -> None:
    """One line says what is missing and how to play it."""
    run("eval", "--model", "oracle", "--seeds", 1, "--limit", 3, "--out", tmp_path / "run")
    file = tmp_path / "run" / RECORDS
    file.write_bytes(b"".join(file.read_bytes().splitlines(keepends=True)[:1]))
    line = error_line("leaderboard", "add", tmp_path / "run", "--out", tmp_path / "entries")
    assert "of 3 cases 2 were not played" in line
    assert "--resume" in line
    assert not (tmp_path / "entries").exists()


def test_the_shipped_leaderboards_are_valid() -> None:
    """Without a path the published entries are checked."""
    assert run("leaderboard", "validate").exit_code == 0
