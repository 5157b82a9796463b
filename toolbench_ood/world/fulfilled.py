"""Whether a world is changed as a solution changes it."""

from collections.abc import Iterable, Sequence

from toolbench_ood.world.state import Changes, Path, Tree, is_free

_UNCHANGED = object()
"""Stands for the value of what is as it was at first."""


def fulfilled(made: Changes, wanted: Sequence[Changes], free: Iterable[str] = ()) -> bool:
    """Whether everything that a solution has changed so far is as the solution leaves it.

    What else has changed does not matter. Entries under new keys are compared whatever their keys
    and their order are.

    Args:
        made: what has changed since the first ask.
        wanted: what the solution has changed since then by the end of each ask, up to the current
            one. What it changes back must be changed back.
        free: patterns of dotted paths that may change freely.
    """
    *earlier, now = wanted
    touched = {path for each in wanted for path in each.touched if not is_free(path, free)}
    if any(_value(made, path) != _value(now, path) for path in touched):
        return False
    added = {path for each in wanted for path in each.added if not is_free(path, free)}
    return all(_added(made, now, earlier, path) for path in added)


def _value(changes: Changes, path: Path) -> Tree:
    return changes.touched.get(path, _UNCHANGED)


def _added(made: Changes, now: Changes, earlier: Iterable[Changes], path: Path) -> bool:
    """Whether the new entries of a mapping are there, and those taken away again are not."""
    there, wanted = list(made.added.get(path, ())), now.added.get(path, ())
    taken_away = any(len(each.added.get(path, ())) > len(wanted) for each in earlier)
    if taken_away and len(there) > len(wanted):
        return False
    for entry in wanted:
        if entry not in there:
            return False
        there.remove(entry)
    return True
