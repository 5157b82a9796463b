"""``lean``: few tools are declared, the same for all tasks of a file."""

from functools import lru_cache
from pathlib import Path
from random import Random

from toolbench_ood.shifts.layer import Layer, Tools
from toolbench_ood.shifts.needed import needed, needed_by
from toolbench_ood.shifts.shift import Shift
from toolbench_ood.tasks.situation import Situation
from toolbench_ood.tasks.suite import Suite

_OTHERS = 2
"""Tools that no task of the file needs."""
_KEPT = 1024
"""Files whose tools are remembered."""


def _make(situation: Situation, tools: Tools, rng: Random) -> Layer:
    del rng
    names = _declared(situation)
    return Layer(tuple(tool for tool in tools if tool["function"]["name"] in names))


def _declared(situation: Situation) -> frozenset[str]:
    """Name the tools of the file, and with them what another seed than 0 makes a task need."""
    names = _of_file(situation.suite, situation.task.file)
    return names if situation.seed == 0 else names | situation.kept(needed, situation)


@lru_cache(maxsize=_KEPT)
def _of_file(suite: Suite, file: Path) -> frozenset[str]:
    tasks = [task for task in suite.tasks.values() if task.file == file]
    used = frozenset().union(*(needed_by(suite, task) for task in tasks))
    withheld = {name for task in tasks for name in task.withhold}
    left = [name for name in suite.world.tools() if name not in used | withheld]
    rng = Random(f"{suite.name}/{file.name}:lean")  # noqa: S311  # not for secrets
    return used | set(rng.sample(left, min(_OTHERS, len(left))))


def _obstacle(situation: Situation, tools: Tools) -> str | None:
    if len(_declared(situation)) < len(tools):
        return None
    return f"the tasks of its file need all of its suite's tools, or all but {_OTHERS}"


LEAN = Shift(
    "lean",
    changes=f"all tasks of a file are declared the same few tools: those that they need, and "
    f"{_OTHERS} others of the suite",
    holds="the declarations of these tools, asks, results, and which calls solve the task",
    make=_make,
    obstacle=_obstacle,
    declared_alike=_declared,
)
