"""Rows looked up by id, and one refusal for ids that do not exist."""

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import TypeVar

from toolbench_ood.world.tool import ToolError

Row = TypeVar("Row")

_SHOWN = 8
"""A refusal names up to this many existing ids."""


def find(table: Mapping[str, Row], id_: str, noun: str) -> Row:
    """Look a row up.

    Args:
        table: the rows by id, or by name where the domain's rows go by that.
        id_: what is asked for.
        noun: what a row is, in the singular: ``standing order``.

    Raises:
        ToolError: there is no such row; the error says what was asked for and what exists.
    """
    if id_ in table:
        return table[id_]
    raise ToolError(f"There is no {noun} {id_}; {_existing(table)}.")


def find_any(tables: Mapping[str, Mapping[str, Row]], id_: str) -> tuple[str, Row]:
    """Look a row up that may be in any of several tables; return its noun and the row.

    Args:
        tables: the tables by noun, in the singular.
        id_: what is asked for.

    Raises:
        ToolError: none of the tables has such a row.
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
