"""Long lists, a page at a time."""

from collections.abc import Sequence
from hashlib import sha256

from toolbench_ood.world.tool import ToolError

from .records import Ticket


def turn(
    found: Sequence[Ticket], per_page: int, cursor: str | None
) -> tuple[Sequence[Ticket], str | None]:
    """Return a page of tickets, and the cursor of the next page if there is one."""
    start = 0 if cursor is None else _start_of(found, cursor)
    end = start + per_page
    return found[start:end], _cursor(found, end) if end < len(found) else None


def _start_of(found: Sequence[Ticket], cursor: str) -> int:
    for start in range(1, len(found)):
        if _cursor(found, start) == cursor:
            return start
    raise ToolError(f"There is no page {cursor} of this list; start again without a cursor.")


def _cursor(found: Sequence[Ticket], start: int) -> str:
    """Name a page by what comes before it, so that a cursor can't be foretold."""
    before = "".join(ticket.key for ticket in found[:start])
    return f"pg-{sha256(before.encode()).hexdigest()[:10]}"
