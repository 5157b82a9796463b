"""Rows that were added to a table during a conversation, for checks."""

from collections.abc import Container, Mapping
from dataclasses import replace
from typing import Any, TypeVar

Row = TypeVar("Row")


def new_rows(table: Mapping[str, Row], before: Container[str]) -> list[Row]:
    """List the rows whose ids did not exist before."""
    return [row for id_, row in table.items() if id_ not in before]


def new_row(table: Mapping[str, Row], before: Container[str]) -> Row:
    """Return the one new row.

    Raises:
        AssertionError: there is no new row, or more than one.
    """
    rows = new_rows(table, before)
    if len(rows) != 1:
        raise AssertionError(f"{len(rows)} new rows, not one: {rows}")
    return rows[0]


def without_id(row: Any) -> Any:
    """Return a row with an empty id, to compare its contents alone: no ask can specify the id.

    Args:
        row: a dataclass with a field ``id``.
    """
    return replace(row, id="")
