"""Pagination of long lists: split by a tool, read by a solution."""

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
    """One page of a list."""

    rows: Sequence[Row]
    next_cursor: str | None
    """Cursor of the next page; None on the last page."""


def cut_page(
    rows: Sequence[Row], limit: int, cursor: str | None, id_of: Callable[[Row], str] = _ID
) -> Page[Row]:
    """Return the page of a list that begins at a cursor.

    A cursor is derived from the ids of all preceding rows, so it cannot be guessed. Cursors of
    other lists, or of a list whose preceding rows have changed, are rejected. The limit may differ
    from page to page.

    Args:
        rows: the complete list, in order.
        limit: maximum number of rows on a page.
        cursor: ``next_cursor`` of the previous page; None for the first page.
        id_of: returns a row's id, which is unique in the list.

    Raises:
        ToolError: the cursor does not belong to this list.
    """
    places = _cursors([id_of(row) for row in rows])
    if cursor is not None and cursor not in places:
        raise ToolError(f"{cursor} is not a cursor of this list. Leave it out for the first page.")
    start = 0 if cursor is None else places[cursor]
    end = start + limit
    following = next((each for each, place in places.items() if place == end), None)
    return Page(rows[start:end], following)


def _cursors(ids: Sequence[str]) -> dict[str, int]:
    """Return the position of each row except the first, by cursor."""
    digest = sha256()
    places = {}
    for place, id_ in enumerate(ids[:-1], start=1):
        digest.update(f"{id_}\n".encode())
        places[digest.hexdigest()[:12]] = place
    return places


def read_pages(
    call: Callable[..., Any], tool: str, **arguments: object
) -> Iterator[Mapping[str, Any]]:
    """Call a paginated tool page by page, and iterate over its results.

    Args:
        call: the ``Caller`` of a solution.
        tool: a tool with an argument ``cursor`` and ``next_cursor`` in its result.
        arguments: arguments passed for every page.
    """
    page = call(tool, **arguments)
    yield page
    while page["next_cursor"] is not None:
        page = call(tool, **arguments, cursor=page["next_cursor"])
        yield page
