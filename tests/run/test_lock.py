"""A run folder is locked where that is possible, and played without a lock elsewhere."""

import os
import subprocess
import sys
from io import FileIO
from pathlib import Path

import pytest

from toolbench_ood.run.lock import lock

NO_LOCKS = """
import errno
import fcntl

def flock(*arguments):
    raise OSError(errno.ENOSYS, "Function not implemented")

fcntl.flock = flock
"""
"""Does what a network file system mounted without locks does."""


def test_a_lock_is_exclusive(tmp_path: Path) -> None:
    """A second one on the same file is refused until the first file is closed."""
    path = tmp_path / "file"
    with FileIO(path, "a") as first:
        assert lock(first)
        with FileIO(path, "a") as second, pytest.raises(BlockingIOError):
            lock(second)
    with FileIO(path, "a") as third:
        assert lock(third)


def test_what_cannot_be_locked_is_told(tmp_path: Path) -> None:
    """No error, but False, where the system refuses to lock."""
    (tmp_path / "file").touch()
    with FileIO(os.open(tmp_path / "file", os.O_PATH), "r") as file:
        assert not lock(file)


def test_a_run_needs_no_lock(tmp_path: Path) -> None:
    """It is played to its end, and the user is told once."""
    (tmp_path / "sitecustomize.py").write_text(NO_LOCKS, encoding="utf-8")
    program = str(Path(sys.executable).with_name("toolbench-ood"))
    command = [program, "eval", "--model", "oracle", "--suite", "bank", "--format", "hermes"]
    path = os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(  # noqa: S603  our own program
        [*command, "--limit", "2", "--shift", "none", "--out", str(tmp_path / "run")],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr.count("has no locks") == 1
    assert len((tmp_path / "run" / "records.jsonl").read_text().splitlines()) == 2
