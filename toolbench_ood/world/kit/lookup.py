"""Looks up rows by id, with a uniform error for ids that do not exist."""

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import TypeVar

from toolbench_ood.world.tool import ToolError

Row = TypeVar("Row")

_SHOWN = 8
"""Maximum number of existing ids that an error lists."""


def find(table: Mapping[str, Row], id_: str, noun: str) -> Row:
    """Look up a row.

    Args:
        table: the rows by id, or by name if the domain identifies its rows by name.
        id_: the requested id.
        noun: what a row is called, in the singular: ``standing order``.

    Raises:
        ToolError: there is no such row; the error names the requested id and existing ones.
    """
    if id_ in table:
        return table[id_]
    raise ToolError(f"There is no {noun} {id_}; {_existing(table)}.")


def find_any(tables: Mapping[str, Mapping[str, Row]], id_: str) -> tuple[str, Row]:
    """Look up a row that may be in any of several tables; return its noun and the row.

    Args:
        tables: the tables by noun, in the singular.
        id_: the requested id.

    Raises:
        ToolError: no table contains such a row.
    """
    for noun, table in tables.items():
        if id_ in table:
            return noun, table[id_]
    *nouns, last = tables
    raise ToolError(f"There is no {', '.join(nouns)} or {last} {id_}.")


def _existing(ids: Iterable[str]) -> str:
    known = sorted(ids)
    if not known:
        return "there are none yet"
    more = len(known) - _SHOWN
    shown = ", ".join(islice(known, _SHOWN))
    return f"existing: {shown}{f' and {more} more' if more > 0 else ''}"
