"""The sampled cases cover what they promise."""

from functools import cache
from itertools import product

from laws.crossing import AGAIN, LEVELS, crossed, levels_of, silenced, tasks
from shipped_formats import FORMATS

from toolbench_ood.policy.find import NULL_POLICIES
from toolbench_ood.shifts.find import SHIFTS
from toolbench_ood.shifts.obstacles import find_obstacles
from toolbench_ood.tasks.case import Case
from toolbench_ood.tasks.collect import shipped_suites

NAMES = [fmt.name for fmt in FORMATS]


def task_names() -> list[str]:
    return [f"{suite.name}/{task_id}" for suite, task_id in tasks()]


def applying() -> set[tuple[str, str]]:
    """Tasks with the shifts that apply to them."""
    named = zip(task_names(), tasks(), strict=True)
    return {(name, level) for name, task in named for level in levels_of(*task)}


@cache
def oracle_cases() -> list[Case]:
    return [case for suite in shipped_suites() for case in crossed(suite)]


def _task(case: Case) -> str:
    return f"{case.suite.name}/{case.task_id}"


def test_every_task_format_and_shift_is_played() -> None:
    """The oracle meets each task in its shifts, and each format with each shift, suite and kind."""
    cases = oracle_cases()
    suites = [suite.name for suite in shipped_suites()]
    kinds = {suite.tasks[task_id].kind for suite, task_id in tasks()}
    assert {(_task(case), case.shift) for case in cases} == applying()
    assert {(case.format.name, case.shift) for case in cases} == set(product(NAMES, LEVELS))
    assert {(case.suite.name, case.format.name) for case in cases} == set(product(suites, NAMES))
    assert {(case.task.kind, case.format.name) for case in cases} == set(product(kinds, NAMES))


def test_every_task_comes_back_in_several_formats() -> None:
    """Unshifted and in the joins, a task and seed has more than one record to be compared."""
    alike: dict[tuple[str, str, int], set[str]] = {}
    for case in oracle_cases():
        alike.setdefault((_task(case), case.shift, case.seed), set()).add(case.format.name)
    compared = [formats for (_, level, _), formats in alike.items() if level in AGAIN]
    assert len(compared) >= len(tasks())
    assert min(map(len, compared)) >= 2


def test_every_null_policy_meets_every_task_suite_shift_and_format() -> None:
    """Each policy meets each task unshifted, each suite, shift and format; no pair is left out."""
    met = [
        (policy, case)
        for suite in shipped_suites()
        for policy, cases in silenced(suite).items()
        for case in cases
    ]
    bare = {(policy, _task(case)) for policy, case in met if case.shift == LEVELS[0]}
    assert bare == set(product(NULL_POLICIES, task_names()))
    assert {(policy, case.shift) for policy, case in met} == set(product(NULL_POLICIES, LEVELS))
    assert {(case.suite.name, case.shift) for _, case in met} == {
        (name.partition("/")[0], level) for name, level in applying()
    }
    assert {(policy, case.format.name) for policy, case in met} == set(
        product(NULL_POLICIES, NAMES)
    )


def test_the_shifts_that_apply_are_those_that_a_run_plays() -> None:
    """What is left out is what ``find_obstacles`` leaves out."""
    (suite, *_) = shipped_suites()
    obstacles = find_obstacles([suite], list(SHIFTS))
    assert {(task, shift) for _, task, shift in obstacles} == {
        (task, shift)
        for task in suite.tasks
        for shift in SHIFTS
        if shift not in levels_of(suite, task)
    }
