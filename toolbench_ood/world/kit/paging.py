"""Long lists, one page at a time: cut by a tool, read by a solution."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from operator import attrgetter
from typing import Any, Generic, TypeVar

from toolbench_ood.world.tool import ToolError

Row = TypeVar("Row")

_ID: Callable[[Any], str] = attrgetter("id")


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """A part of a list."""

    rows: Sequence[Row]
    next_cursor: str | None
    """What to ask for to get the page after it; None on the last page."""


def cut_page(
    rows: Sequence[Row], limit: int, cursor: str | None, id_of: Callable[[Row], str] = _ID
) -> Page[Row]:
    """Return the page of a list that begins at a cursor.

    A cursor is made of the ids of all rows before it, so it can't be guessed, and one of another
    list, or of a list that has changed before it, is refused. The limit may change between pages.

    Args:
        rows: the whole list, in its order.
        limit: the most rows on a page.
        cursor: what the page before gave as ``next_cursor``; None for the first page.
        id_of: gives a row's id, which no other row has.

    Raises:
        ToolError: the cursor is none of this list's.
    """
    places = _cursors([id_of(row) for row in rows])
    if cursor is not None and cursor not in places:
        raise ToolError(f"{cursor} is not a cursor of this list. Leave it out for the first page.")
    start = 0 if cursor is None else places[cursor]
    end = start + limit
    following = next((each for each, place in places.items() if place == end), None)
    return Page(rows[start:end], following)


def _cursors(ids: Sequence[str]) -> dict[str, int]:
    """Return the place of each row but the first, by its cursor."""
    digest = sha256()
    places = {}
    for place, id_ in enumerate(ids[:-1], start=1):
        digest.update(f"{id_}\n".encode())
        places[digest.hexdigest()[:12]] = place
    return places


def read_pages(
    call: Callable[..., Any], tool: str, **arguments: object
) -> Iterator[Mapping[str, Any]]:
    """Call a tool that lists page by page, and iterate over its results.

    Args:
        call: a solution's ``Caller``.
        tool: a tool with an argument ``cursor`` and ``next_cursor`` in its result.
        arguments: what is given for every page.
    """
    page = call(tool, **arguments)
    yield page
    while page["next_cursor"] is not None:
        page = call(tool, **arguments, cursor=page["next_cursor"])
        yield page
