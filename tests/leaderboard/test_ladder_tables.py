"""The tables in the ladder's README."""

import runpy
from pathlib import Path

import pytest
from cases import for_each

from toolbench_ood.shipped import shipped

pytest.importorskip("pyarrow", reason="the ladder's recipe reads datasets")

LADDER = shipped("leaderboards") / "ladder"


@for_each(("page", "content"), [(LADDER, "tables"), (LADDER.parents[1], "summary")])
def test_the_tables_follow_from_entries_and_reports(page: Path, content: str) -> None:
    """They are what tables.py would write: no figure is typed by hand."""
    text = (page / "README.md").read_text(encoding="utf-8")
    _, begun, rest = text.partition("<!-- tables -->\n")
    written, ended, _ = rest.partition("<!-- end of tables -->")
    assert begun
    assert ended
    made = runpy.run_path(str(LADDER / "tables.py"))[content]()
    assert written == f"{made}\n"
