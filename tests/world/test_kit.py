"""The kit for worlds: ids, look-ups, pages, new rows, values in words."""

from dataclasses import dataclass
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolbench_ood.world.kit import (
    clock,
    cut_page,
    draw_id,
    exact_text,
    find,
    find_any,
    listed,
    money,
    new_row,
    new_rows,
    read_pages,
    without_id,
)
from toolbench_ood.world.tool import ToolError

IDS = st.lists(st.text(min_size=1, max_size=4), unique=True, max_size=30)


@dataclass(frozen=True)
class Row:
    """A row as tables hold it."""

    id: str
    text: str = ""


def test_ids_are_fresh() -> None:
    """An id has its prefix and length, and is none that exists."""
    drawn = draw_id(Random(1), "AC-", ())
    assert len(drawn) == len("AC-") + 6
    assert drawn.startswith("AC-")
    assert draw_id(Random(1), "AC-", {drawn}) != drawn
    assert draw_id(Random(0), "", {"a", "b"}, length=1, alphabet="abc") == "c"


def test_a_missing_row_is_refused_with_what_exists() -> None:
    """A look-up says what was asked for and which ids exist, the first eight of many."""
    table = {f"R{nth:02d}": nth for nth in range(10)}
    assert find(table, "R03", "row") == 3
    refused = {
        "There is no row X; existing: R00, R01, R02, R03, R04, R05, R06, R07 and 2 more.": table,
        "There is no row X; existing: R00.": {"R00": 1},
        "There is no row X; there are none yet.": {},
    }
    for words, rows in refused.items():
        with pytest.raises(ToolError) as caught:
            find(rows, "X", "row")
        assert str(caught.value) == words
    tables = {"row": table, "line": {"L": 7}, "dot": {}}
    assert find_any(tables, "L") == ("line", 7)
    with pytest.raises(ToolError, match=r"^There is no row, line or dot X\.$"):
        find_any(tables, "X")


@given(IDS, st.integers(1, 10))
def test_pages_make_up_the_list(ids: list[str], limit: int) -> None:
    """Read page by page, with any limits, a list is whole and in order; the last has no cursor."""
    rows = [Row(id_) for id_ in ids]

    def list_rows(tool: str, /, **given: Any) -> Any:
        assert tool == "list_rows"
        page = cut_page(rows, given["limit"], given.get("cursor"))
        return {"rows": page.rows, "next_cursor": page.next_cursor}

    pages = list(read_pages(list_rows, "list_rows", limit=limit))
    assert [row for page in pages for row in page["rows"]] == rows
    assert len(pages) == max(1, -(-len(rows) // limit))
    first = cut_page(rows, limit, None)
    rest = [] if first.next_cursor is None else cut_page(rows, 100, first.next_cursor).rows
    assert [*first.rows, *rest] == rows


def test_a_foreign_cursor_is_refused() -> None:
    """A cursor of another list, of a changed one, or of none is refused."""
    rows = [Row(id_) for id_ in "abcdef"]
    cursor = cut_page(rows, 2, None).next_cursor
    assert cursor is not None
    for others in (rows[1:], rows[::-1], [Row("new"), *rows], []):
        with pytest.raises(ToolError, match=f"^{cursor} is not a cursor of this list"):
            cut_page(others, 2, cursor)
    for made_up in ("", "a", "2"):
        with pytest.raises(ToolError, match="not a cursor"):
            cut_page(rows, 2, made_up)
    assert cut_page([*rows, Row("g")], 2, cursor).rows == rows[2:4]
    assert cut_page("xyz", 1, None, id_of=str).rows == "x"


def test_new_rows_are_those_that_were_not_there() -> None:
    """New rows are found by id; one new row is just one, and compares without its id."""
    table = {"a": Row("a"), "b": Row("b", "hello")}
    assert new_rows(table, {"a"}) == [table["b"]]
    assert without_id(new_row(table, {"a"})) == Row("", "hello")
    for before in ((), ("a", "b")):
        with pytest.raises(AssertionError, match="new rows, not one"):
            new_row(table, before)


def test_values_are_written_as_people_write_them() -> None:
    """Money, times, lists and dictated texts."""
    written = {
        money(120_450): "€1,204.50",
        money(-300, "GBP"): "-£3.00",
        money(5, "CHF"): "0.05 CHF",
        clock(570): "09:30",
        listed(["A"]): "A",
        listed(["A", "B", "C"]): "A, B and C",
        listed(["A", "B"], "or"): "A or B",
        exact_text("{x}\\"): "Use exactly this text:\n{x}\\",
        exact_text("x", "this title"): "Use exactly this title:\nx",
    }
    assert all(made == wanted for made, wanted in written.items()), written
