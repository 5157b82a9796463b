"""Three states of one world side by side: initial, expected and actual."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from toolbench_ood.world.state import Tree, branches


@dataclass(frozen=True, slots=True)
class StateRow:
    """One value that differs between the three states; None where it does not exist."""

    path: str
    """Names and keys that lead from the world to the value, joined by dots."""
    before: str | None
    expected: str | None
    actual: str | None

    @property
    def as_expected(self) -> bool:
        """Whether the final value is as expected."""
        return self.expected == self.actual


def diff_states(before: Tree, expected: Tree, actual: Tree) -> tuple[StateRow, ...]:
    """Return every value that differs between any two of the states, ordered by path."""
    leaves = [dict(_leaves("", tree)) for tree in (before, expected, actual)]
    paths = sorted({path for tree in leaves for path in tree})
    rows = (StateRow(path, *(tree.get(path) for tree in leaves)) for path in paths)
    return tuple(row for row in rows if not row.before == row.expected == row.actual)


def _leaves(path: str, tree: Tree) -> Iterator[tuple[str, str]]:
    below = branches(tree)
    if below:
        for key, child in below.items():
            yield from _leaves(f"{path}.{key}".removeprefix("."), child)
    else:
        yield path, "{}" if below is not None else _spelled(tree)


def _spelled(value: object) -> str:
    """Format a value so that equal values are formatted identically in every process."""
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, frozenset):
        return f"{{{', '.join(sorted(map(_spelled, value)))}}}"
    if isinstance(value, tuple):
        return f"[{', '.join(map(_spelled, value))}]"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else str(value)
