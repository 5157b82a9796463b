"""Keys that follow no order, and lists that are shown a part at a time."""

from collections.abc import Container, Sequence
from hashlib import sha256
from random import Random
from typing import TypeVar

from toolbench_ood.world.tool import ToolError

_SIGNS = "BCDFGHJKLMNPQRSTVWXZ"
Item = TypeVar("Item")


def draw_key(rng: Random, prefix: str, taken: Container[str]) -> str:
    """Draw a key that is not taken; none can be foretold."""
    while True:
        key = f"{prefix}-{''.join(rng.choices(_SIGNS, k=2))}{rng.randrange(100, 1000)}"
        if key not in taken:
            return key


def turn(
    found: Sequence[tuple[str, Item]], per_page: int, cursor: str | None
) -> tuple[list[Item], str | None]:
    """Return a part of a list of named items, and the cursor of the next part if there is one."""
    start = 0 if cursor is None else _start_of(found, cursor)
    end = start + per_page
    part = [item for _, item in found[start:end]]
    return part, _cursor(found, end) if end < len(found) else None


def _start_of(found: Sequence[tuple[str, Item]], cursor: str) -> int:
    for start in range(1, len(found)):
        if _cursor(found, start) == cursor:
            return start
    raise ToolError(f"There is no part {cursor} of this list; start again without a cursor.")


def _cursor(found: Sequence[tuple[str, Item]], start: int) -> str:
    """Name a part by all that comes before it, so that a cursor can't be foretold."""
    before = "\n".join(name for name, _ in found[:start])
    return f"next-{sha256(before.encode()).hexdigest()[:10]}"
