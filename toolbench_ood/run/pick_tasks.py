"""Selection of tasks by suite, split and kind."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from toolbench_ood.tasks.suite import Split, Suite
from toolbench_ood.tasks.task import Kind
from toolbench_ood.types.errors import UserError, choices
from toolbench_ood.types.suggest import did_you_mean

Named = TypeVar("Named")


def pick(found: Mapping[str, Named], names: Sequence[str], what: str) -> tuple[Named, ...]:
    """Return the named items, or all if none is named (UserError: unknown name)."""
    unknown = [name for name in names if name not in found]
    if unknown:
        raise UserError(f"there is no {what} {unknown[0]!r}; the {what}s are: {choices(found)}")
    return tuple(found[name] for name in dict.fromkeys(names)) if names else tuple(found.values())


def pick_suites(
    suites: Iterable[Suite], names: Sequence[str] = (), splits: Sequence[str] = ()
) -> tuple[Suite, ...]:
    """Return the named suites of the splits; all names or splits if none is given.

    Raises:
        UserError: there is no such suite or split, or none is left.
    """
    by_name = {suite.name: suite for suite in suites}
    asked_split = next((name for name in names if name in set(Split) - by_name.keys()), None)
    if asked_split is not None:
        raise UserError(f"{asked_split} is a split, not a suite; give --split {asked_split}")
    wanted = pick({split.value: split for split in Split}, splits, "split")
    named = pick(by_name, names, "suite")
    left = tuple(suite for suite in named if suite.split in wanted)
    if named and not left:
        raise UserError(
            f"none of the suites {choices(suite.name for suite in named)} is in the split "
            f"{choices(splits)}; leave out --suite or --split"
        )
    return left


def pick_tasks(
    suites: Sequence[Suite], kinds: Sequence[str] = (), names: Sequence[str] = ()
) -> list[tuple[str, str]]:
    """Return suite and id of each task of the kinds; of every kind if none is given.

    Args:
        suites: the suites to choose from.
        kinds: names of kinds.
        names: tasks as ``suite/file.py::task``; all if none is given.

    Raises:
        UserError: there is no such kind or task, or no task of the kinds.
    """
    wanted = pick({kind.value: kind for kind in Kind}, kinds, "kind")
    tasks = {
        f"{suite.name}/{task_id}": (suite.name, task_id, task.kind)
        for suite in suites
        for task_id, task in suite.tasks.items()
    }
    _require_tasks(names, tasks)
    found = [
        (suite, task_id)
        for name, (suite, task_id, kind) in tasks.items()
        if kind in wanted and (not names or name in names)
    ]
    if suites and kinds and not found:
        raise UserError(
            f"no task of {choices(suite.name for suite in suites)} is of the kind "
            f"{choices(kinds)}; list tasks prints the kinds"
        )
    return found


def _require_tasks(names: Iterable[str], known: Mapping[str, object]) -> None:
    unknown = next((name for name in names if name not in known), None)
    if unknown is not None:
        raise UserError(f"there is no task {unknown}{did_you_mean(unknown, known)}")
