"""Compare two states of the laboratory."""

from collections.abc import Mapping
from typing import Any, TypeAlias

Row: TypeAlias = Mapping[str, Any]
Snapshot: TypeAlias = Mapping[str, Mapping[str, Row]]
"""Table, then id, then field."""


def changed(before: Snapshot, after: Snapshot) -> dict[str, dict[str, Any]]:
    """Return what changed in rows that were there before: fields with new values, by row id."""
    rows = {
        id_: _new_values(row, after[table][id_])
        for table, old in before.items()
        for id_, row in old.items()
    }
    return {id_: values for id_, values in rows.items() if values}


def added(before: Snapshot, after: Snapshot) -> dict[str, list[Row]]:
    """Return the new rows of each table that has any."""
    new = {
        table: [row for id_, row in rows.items() if id_ not in before[table]]
        for table, rows in after.items()
    }
    return {table: rows for table, rows in new.items() if rows}


def only_added(before: Snapshot, after: Snapshot, table: str) -> Row:
    """Return the one new row of a table, after asserting that nothing else is new anywhere."""
    new = added(before, after)
    assert list(new) == [table]
    assert len(new[table]) == 1
    return new[table][0]


def without(row: Row, *fields: str) -> dict[str, Any]:
    """Return a row less the fields that no request can name, such as its id."""
    return {name: value for name, value in row.items() if name not in fields}


def _new_values(old: Row, new: Row) -> dict[str, Any]:
    return {name: value for name, value in new.items() if value != old[name]}
