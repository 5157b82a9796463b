"""What a conversation has added to a table, for checks."""

from collections.abc import Container, Mapping
from dataclasses import replace
from typing import Any, TypeVar

Row = TypeVar("Row")


def new_rows(table: Mapping[str, Row], before: Container[str]) -> list[Row]:
    """List the rows whose ids are not among those that there were before."""
    return [row for id_, row in table.items() if id_ not in before]


def new_row(table: Mapping[str, Row], before: Container[str]) -> Row:
    """Return the one row that is new.

    Raises:
        AssertionError: there is none, or more than one.
    """
    rows = new_rows(table, before)
    if len(rows) != 1:
        raise AssertionError(f"{len(rows)} new rows, not one: {rows}")
    return rows[0]


def without_id(row: Any) -> Any:
    """Return a row with an empty id, which no ask can name, so that it compares with what it says.

    Args:
        row: a dataclass with a field ``id``.
    """
    return replace(row, id="")
