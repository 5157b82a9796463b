"""The run folder: nothing lost, nothing half written, nothing written over."""

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from cases import for_each
from run.runs import QUIET, a_record, header_of, scripted_run

from toolbench_ood.rollout.record import dump_record
from toolbench_ood.run.folder import RECORDS, RunFolder
from toolbench_ood.types.errors import UserError


def test_records_come_back(tmp_path: Path) -> None:
    """What is appended is read back equal, in order."""
    folder = RunFolder.create(tmp_path / "run", header_of())
    records = [a_record(f"case-{index}") for index in range(3)]
    with folder.writer() as writer:
        for record in records:
            writer.append(record)
    assert RunFolder.open(folder.path).records() == records
    assert RunFolder.open(folder.path).header == folder.header


def test_the_last_record_of_a_case_counts(tmp_path: Path) -> None:
    """A case that was played again replaces its earlier record."""
    folder = RunFolder.create(tmp_path / "run", header_of())
    with folder.writer() as writer:
        writer.append(a_record("a", stop="engine_error"))
        writer.append(a_record("b"))
        assert folder.done() == {"b"}
        writer.append(a_record("a"))
    assert [record.case for record in folder.records()] == ["a", "b"]
    assert folder.done() == {"a", "b"}


@for_each("cut", [1, 2, 40])
def test_a_line_that_was_cut_off_is_no_record(tmp_path: Path, cut: int) -> None:
    """After a crash in the middle of a line the line is ignored, and removed on resume."""
    folder = RunFolder.create(tmp_path / "run", header_of())
    with folder.writer() as writer:
        writer.append(a_record("a"))
        writer.append(a_record("b"))
    path = folder.path / RECORDS
    content = path.read_bytes()
    path.write_bytes(content[:-cut])
    assert [record.case for record in folder.records()] == ["a"]
    with folder.writer() as writer:
        writer.append(a_record("b"))
    assert path.read_bytes() == content


def test_a_changed_line_is_refused(tmp_path: Path) -> None:
    """A whole line that is no record is named with its number."""
    folder = RunFolder.create(tmp_path / "run", header_of())
    (folder.path / RECORDS).write_bytes(dump_record(a_record("a")) + b"\n{}\n")
    with pytest.raises(UserError, match=r"records\.jsonl:2 is not a record"):
        folder.records()


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    """A second process that would write to the same run is refused."""
    folder = RunFolder.create(tmp_path / "run", header_of())
    with (
        folder.writer(),
        pytest.raises(UserError, match="another process is writing"),
        folder.writer(),
    ):
        pass


def test_another_runs_folder_is_not_touched(tmp_path: Path) -> None:
    """A folder that holds a run, or anything else, is refused before anything is done."""
    folder = RunFolder.create(tmp_path / "run", header_of())
    with pytest.raises(UserError, match=r"holds another run; .*--resume"):
        RunFolder.create(folder.path, header_of())
    other = tmp_path / "other"
    other.mkdir()
    (other / "thesis.tex").write_text("x", encoding="utf-8")
    with pytest.raises(UserError, match="is not an empty folder"):
        scripted_run(other)
    assert [path.name for path in other.iterdir()] == ["thesis.tex"]


@for_each("content", [None, "", "{}", "[", '{"version": 1, "zz": 2}'])
def test_what_is_no_run_is_refused(tmp_path: Path, content: str | None) -> None:
    """A folder without a header, or with a damaged one, is refused in one line."""
    if content is not None:
        (tmp_path / "run.json").write_text(content, encoding="utf-8")
    with pytest.raises(UserError) as caught:
        RunFolder.open(tmp_path)
    assert "\n" not in str(caught.value)


def _full_disk(folder: str) -> None:
    """Play a run in a process whose files may grow to a few kilobytes only."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (90_000, 90_000))
    try:
        scripted_run(Path(folder))
    except UserError as error:
        sys.stderr.write(f"error: {error}")
        raise SystemExit(2) from error


@pytest.mark.slow
def test_a_full_disk_leaves_whole_records(tmp_path: Path) -> None:
    """When the disk is full the run ends with one sentence, and every line on disk is whole."""
    folder = tmp_path / "run"
    script = f"from run.test_folder import _full_disk; _full_disk({str(folder)!r})"
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    done = subprocess.run(  # noqa: S603  # our own interpreter
        [sys.executable, "-c", script], capture_output=True, text=True, env=environment, check=False
    )
    assert done.returncode == 2
    assert "cannot be written: File too large" in done.stderr
    kept = RunFolder.open(folder).records()
    assert kept
    content = (folder / RECORDS).read_bytes()
    assert content.endswith(b"\n")
    assert content.count(b"\n") == len(kept)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_place_is_refused(tmp_path: Path) -> None:
    """A place that cannot be written is one sentence."""
    tmp_path.chmod(0o500)
    with pytest.raises(UserError, match="cannot be written"):
        RunFolder.create(tmp_path / "run", header_of())


def test_a_place_that_is_no_folder_is_refused(tmp_path: Path) -> None:
    """A file in the way of the run folder is one sentence."""
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(UserError, match="cannot be written: Not a directory"):
        RunFolder.create(tmp_path / "file" / "run", header_of())
    assert QUIET is not None
