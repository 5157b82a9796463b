"""Which cases the laws of tasks, formats and shifts are tried on.

Every task is played in every format, and the shifts take turns, so that each two of a task, a
format and a shift meet in a case at least once: ``pairwise_rows`` chooses, and ``test_crossing.py``
proves it. A task, seed and shift comes back in several formats, whose records are compared.
``--extent exhaustive`` crosses tasks, formats and shifts in full.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import product

from covering import pairwise_rows
from extent import Extent
from shipped_formats import FORMATS

from toolbench_ood.policy.find import NULL_POLICIES
from toolbench_ood.shifts.find import SHIFTS, find_shifts
from toolbench_ood.shifts.obstacles import first_obstacle
from toolbench_ood.tasks.case import NO_SHIFT, Case
from toolbench_ood.tasks.collect import shipped_suites
from toolbench_ood.tasks.situation import Situation
from toolbench_ood.tasks.suite import Suite

JOINED = (
    "lean+distract+nest+opaque+paraphrase+flaky",
    "long+flatten+terse+rename+reorder+verbose",
)
LEVELS = (NO_SHIFT, *SHIFTS, *JOINED)
"""What a task can be shifted by: nothing, each shift, and two joins that hold all of them."""
SEEDS = 3
"""Situations that tasks and shifts take turns in."""
QUICK_STEP = 47
"""Of so many rows a quick run plays one: other tasks, formats and shifts each time."""


@cache
def tasks() -> tuple[tuple[Suite, str], ...]:
    """Return every shipped task with its suite."""
    return tuple((suite, task_id) for suite in shipped_suites() for task_id in suite.tasks)


@cache
def levels_of(suite: Suite, task_id: str) -> frozenset[str]:
    """Return the levels that apply to a task."""
    situation = Situation(suite, suite.tasks[task_id], 0)
    return frozenset(
        level for level in LEVELS if first_obstacle(situation, find_shifts(level)) is None
    )


def seed_of(task: int, level: int) -> int:
    """Return the situation of a task in a shift, the same in all formats."""
    return (task + level) % SEEDS


def crossed(suite: Suite, extent: Extent = Extent.SAMPLED) -> list[Case]:
    """Return the cases of a suite; a shift that does not apply to a task is none.

    In a quick run every task is played in a format or two.
    """
    sizes = (len(tasks()), len(FORMATS), len(LEVELS))
    own = {nth for nth, (owner, _) in enumerate(tasks()) if owner is suite}
    rows: Iterable[tuple[int, ...]] = _rows(sizes)[:: QUICK_STEP if extent is Extent.QUICK else 1]
    if extent is Extent.EXHAUSTIVE:
        rows = product(sorted(own), *map(range, sizes[1:]))
    made = {case.id: case for case in (_case(*row) for row in rows if row[0] in own)}
    return list(made.values())


def silenced(suite: Suite, extent: Extent = Extent.SAMPLED) -> Mapping[str, list[Case]]:
    """Return a suite's cases for each null policy.

    Every task meets every policy unshifted, every policy meets every task in some shift and every
    shift in some task; each policy takes the formats in turn. Exhaustively, every task meets every
    policy in every shift; in a quick run, a policy or two.
    """
    policies = list(NULL_POLICIES)
    sizes = (len(tasks()), len(LEVELS), len(policies))
    whole = product(*map(range, sizes))
    bare = product(range(sizes[0]), (0,), range(sizes[2]))
    rows = sorted({*_rows(sizes), *bare})[:: QUICK_STEP // 4 if extent is Extent.QUICK else 1]
    rows = list(whole) if extent is Extent.EXHAUSTIVE else rows
    made: dict[str, dict[str, Case]] = {policy: {} for policy in policies}
    turns: Counter[int] = Counter()
    for task, level, policy in rows:
        turns[policy] += 1
        if tasks()[task][0] is suite:
            case = _case(task, (turns[policy] + policy) % len(FORMATS), level)
            made[policies[policy]][case.id] = case
    return {policy: list(cases.values()) for policy, cases in made.items()}


@cache
def _rows(sizes: tuple[int, ...]) -> tuple[tuple[int, ...], ...]:
    return tuple(pairwise_rows(sizes))


def _case(task: int, format_: int, level: int) -> Case:
    suite, task_id = tasks()[task]
    level = level if LEVELS[level] in levels_of(suite, task_id) else 0
    return Case(suite, task_id, FORMATS[format_], seed_of(task, level), LEVELS[level])
