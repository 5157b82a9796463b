"""The trials of one task or one format, which can run in a separate process."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import cycle, islice, product
from pathlib import Path

from toolbench_ood.format.check import format_problems
from toolbench_ood.format.format import Format
from toolbench_ood.format.library import FormatLibrary
from toolbench_ood.run.policy_trial import POLICIES, policy_problems
from toolbench_ood.run.templates_end import templates_end
from toolbench_ood.shifts.obstacles import find_obstacles
from toolbench_ood.tasks.case import Case
from toolbench_ood.tasks.collect import collect
from toolbench_ood.tasks.suite import Suite
from toolbench_ood.tasks.trial.trial import Trial, try_task
from toolbench_ood.types.errors import EndlessError, ProgramError


@dataclass(frozen=True, slots=True)
class Scope:
    """What is tried; the same value means the same trials in every process."""

    task_folders: tuple[Path, ...]
    format_folders: tuple[Path, ...]
    formats: tuple[str, ...]
    """Names of the formats in which tasks are played."""
    shifts: tuple[str, ...]
    seeds: int
    every: bool
    """Play each task with every seed in every shift and every format, instead of rotating."""
    keep_going: bool
    tries_tasks: bool = True
    """Check tasks against their laws; otherwise they are only played."""


@dataclass(frozen=True, slots=True)
class TaskTrial:
    """The result for one task."""

    cases: int
    """Cases that the oracle played."""
    skipped: int
    """Shifts that do not apply."""
    mutants: int
    survivors: int
    extremes: int
    problems: tuple[str, ...]


def try_format(scope: Scope, name: str) -> tuple[str, ...]:
    """Check a format against its laws; one sentence for each that it breaks."""
    format_ = _format(scope, name)
    try:
        with templates_end(format_):
            problems = format_problems(format_)
    except EndlessError as error:
        problems = [str(error)]
    return tuple(f"format {name}: {each}" for each in problems)


def try_one_task(scope: Scope, suite_name: str, task_id: str) -> TaskTrial:
    """Try a task with every seed, and let the oracle and the null policies play it."""
    suite = _suites(scope)[suite_name]
    trials = list(_tried(suite, task_id, scope.seeds)) if scope.tries_tasks else []
    mutants = sum(each.mutants for each in trials)
    survivors = sum(len(each.survivors) for each in trials)
    extremes = sum(each.extremes for each in trials)
    problems = [problem for each in trials for problem in each.problems]
    if trials and not trials[-1].playable:
        return TaskTrial(0, 0, mutants, survivors, extremes, tuple(problems))
    shifts = _shifts(scope, suite, task_id)
    cases = list(crossed(scope, suite, task_id, shifts))
    try:
        for policy in POLICIES:
            turns = cases if policy == "oracle" else cases[: scope.seeds * len(shifts)]
            problems += policy_problems(policy, turns)
    except ProgramError as error:
        problems.append(str(error))
    skipped = len(scope.shifts) - len(shifts)
    return TaskTrial(len(cases), skipped, mutants, survivors, extremes, tuple(problems))


def crossed(scope: Scope, suite: Suite, task_id: str, shifts: Sequence[str]) -> Iterator[Case]:
    """Make the cases of a task: all of them, or so many that formats and shifts take turns.

    In turns, every seed in every shift meets some format, and every format is met.
    """
    surfaces = list(product(range(scope.seeds), shifts))
    formats = [_format(scope, name) for name in scope.formats]
    first = list(suite.tasks).index(task_id) % len(formats)
    turned = [*formats[first:], *formats[:first]]
    most = max(len(surfaces), len(formats)) if surfaces else 0
    pairs = (
        product(surfaces, turned)
        if scope.every
        else islice(zip(cycle(surfaces), cycle(turned), strict=False), most)
    )
    for (seed, shift), format_ in pairs:
        yield Case(suite, task_id, format_, seed, shift)


def _shifts(scope: Scope, suite: Suite, task_id: str) -> list[str]:
    obstacles = find_obstacles([suite], scope.shifts)
    return [shift for shift in scope.shifts if (suite.name, task_id, shift) not in obstacles]


def _tried(suite: Suite, task_id: str, seeds: int) -> Iterator[Trial]:
    """Try a task with one seed after the other, until one shows that it cannot be played."""
    for seed in range(seeds):
        trial = try_task(suite, suite.tasks[task_id], seed)
        yield trial
        if not trial.playable:
            return


@lru_cache(maxsize=1)
def _suites(scope: Scope) -> dict[str, Suite]:
    found = collect(scope.task_folders, keep_going=scope.keep_going)
    return {suite.name: suite for suite in found.suites}


@lru_cache(maxsize=1)
def _library(scope: Scope) -> FormatLibrary:
    return FormatLibrary(scope.format_folders, scope.formats)


def _format(scope: Scope, name: str) -> Format:
    return _library(scope).load(name)
