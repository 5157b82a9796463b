"""What a conversation has added to the laboratory's records."""

from collections.abc import Collection, Mapping
from typing import TypeVar

Row = TypeVar("Row")


def new_rows(table: Mapping[str, Row], known: Collection[str]) -> list[Row]:
    """List the rows of a table whose ids are not among those known."""
    return [row for id_, row in table.items() if id_ not in known]


def only_new(table: Mapping[str, Row], known: Collection[str]) -> Row:
    """Return the one row whose id is not among those known; fail on none or several."""
    (row,) = new_rows(table, known)
    return row
