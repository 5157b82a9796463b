"""``make prove``: its parts, its time budget, and the file of its results."""

import subprocess
import sys
from pathlib import Path

from prove.parts import PARTS, ROOT
from prove.result import FILE, Row, read_rows, write_rows

ROW = Row("law", "holds", 1_234, 56.0, "2026-01-31", "abcdef0-dirty", "2 x CPU")


def test_results_are_written_and_read(tmp_path: Path) -> None:
    """What is written is read back, so that results of several sittings stand beside each other."""
    write_rows({"b": ROW, "a": ROW}, tmp_path / "result.md")
    assert read_rows(tmp_path / "result.md") == {"a": ROW, "b": ROW}


def test_the_kept_results_are_of_parts_that_there_are() -> None:
    """No row is left over from a part that has gone, and each says of what commit it is."""
    rows = read_rows()
    assert FILE.exists()
    assert rows.keys() <= PARTS.keys()
    assert all(row.commit and row.machine for row in rows.values())


def test_checks_are_counted() -> None:
    """The numbers that the programs print are found."""
    output = "folder  seconds\nall                       12.3      20     1,234\n"
    assert PARTS["damage"].checks(output) == 1_234
    told = "a: 990 written admitted, 1000 damaged refused, 10 wrong, 1.0 s\n"
    assert PARTS["grammar"].checks(told) == 1_990
    so_far, whole = "5 inputs in 2.0 s, 2 a second\n", "9 inputs in 4.0 s, 2 a second\n"
    assert PARTS["fuzz"].checks(so_far + whole) == 9


def test_an_unknown_part_is_one_sentence() -> None:
    """It names the parts that there are."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.prove", "everything"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "no part begins with 'everything'; there are damage, " in done.stderr
