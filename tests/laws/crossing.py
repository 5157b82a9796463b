"""Which cases the laws of tasks, formats and shifts are tried on.

The oracle plays every task in every shift that applies to it. The formats take turns, so that each
meets every suite, every kind of task and every shift; unshifted, and in the joins that hold all
shifts, a task comes back in other formats, whose records are compared. The null policies are tried
on every task unshifted, and on every suite shifted. ``test_crossing.py`` proves that nothing of it
is left out; ``--extent exhaustive`` crosses tasks, formats and shifts in full.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import product

from covering import Row, pairwise_rows, rarest_first
from extent import Extent
from shipped_formats import FORMATS

from toolbench_ood.policy.find import NULL_POLICIES
from toolbench_ood.shifts.find import SHIFTS, find_shifts
from toolbench_ood.shifts.obstacles import first_obstacle
from toolbench_ood.tasks.case import NO_SHIFT, Case
from toolbench_ood.tasks.collect import shipped_suites
from toolbench_ood.tasks.situation import Situation
from toolbench_ood.tasks.suite import Suite
from toolbench_ood.tasks.task import Kind

JOINED = (
    "lean+distract+nest+opaque+paraphrase+flaky",
    "long+flatten+terse+rename+reorder+verbose",
)
LEVELS = (NO_SHIFT, *SHIFTS, *JOINED)
"""What a task can be shifted by: nothing, each shift, and two joins that hold all of them."""
SEEDS = 3
"""Situations that tasks and shifts take turns in."""
AGAIN = (NO_SHIFT, NO_SHIFT, *JOINED)
"""What a task comes back in, in other formats."""
QUICK_STEP = 13
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

    In a quick run every task is played once or twice.
    """
    own = _own(suite)
    rows: Iterable[Row] = _played()[:: QUICK_STEP if extent is Extent.QUICK else 1]
    if extent is Extent.EXHAUSTIVE:
        rows = product(own, range(len(FORMATS)), range(len(LEVELS)))
    made = {case.id: case for case in (_case(*row) for row in rows if row[0] in own)}
    return list(made.values())


def silenced(suite: Suite, extent: Extent = Extent.SAMPLED) -> Mapping[str, list[Case]]:
    """Return a suite's cases for each null policy.

    Every task meets every policy unshifted, and each two of a suite, a shift and a policy meet in
    one of the suite's tasks; each policy takes the formats in turn. Exhaustively, every task meets
    every policy in every shift; in a quick run, a policy or two.
    """
    policies = list(NULL_POLICIES)
    own = _own(suite)
    rows = _silent(suite)[:: QUICK_STEP if extent is Extent.QUICK else 1]
    if extent is Extent.EXHAUSTIVE:
        rows = list(product(own, range(len(LEVELS)), range(len(policies))))
    made: dict[str, dict[str, Case]] = {policy: {} for policy in policies}
    turns: Counter[int] = Counter()
    for task, level, policy in rows:
        turns[policy] += 1
        case = _case(task, (own[0] + turns[policy] + policy) % len(FORMATS), level)
        made[policies[policy]][case.id] = case
    return {policy: list(cases.values()) for policy, cases in made.items()}


@cache
def _played() -> tuple[Row, ...]:
    """Return the places of a task, a format and a level in each of the oracle's rows."""
    again = [LEVELS.index(level) for level in AGAIN]
    pairs = list(product(range(len(tasks())), (*range(len(LEVELS)), *again)))
    kinds, suites = list(Kind), shipped_suites()
    facts = [
        (suites.index(suite), kinds.index(suite.tasks[task_id].kind)) for suite, task_id in tasks()
    ]
    sizes = (len(suites), len(kinds), len(LEVELS), len(FORMATS))
    formats = rarest_first(((*facts[task], level) for task, level in pairs), sizes)
    return tuple((task, fmt, level) for (task, level), fmt in zip(pairs, formats, strict=True))


def _silent(suite: Suite) -> list[Row]:
    """Return the places of a task, a level and a null policy in each of a suite's rows."""
    own, suites, policies = _own(suite), shipped_suites(), range(len(NULL_POLICIES))
    rows = set(product(own, (0,), policies))
    for place, level, policy in pairwise_rows((len(suites), len(LEVELS), len(policies))):
        if suites[place] is suite:
            able = [task for task in own if _applying(task, level) == level]
            rows |= {(able[(level + policy) % len(able)], level, policy)} if able else set()
    return sorted(rows)


def _own(suite: Suite) -> list[int]:
    """Return the places of a suite's tasks."""
    return [nth for nth, (owner, _) in enumerate(tasks()) if owner is suite]


def _applying(task: int, level: int) -> int:
    """Return the level, or that of no shift where it does not apply to the task."""
    return level if LEVELS[level] in levels_of(*tasks()[task]) else 0


def _case(task: int, format_: int, level: int) -> Case:
    suite, task_id = tasks()[task]
    level = _applying(task, level)
    return Case(suite, task_id, FORMATS[format_], seed_of(task, level), LEVELS[level])
