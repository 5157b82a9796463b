"""The laws over formats and tasks, run on whatever is installed or named."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from toolbench_ood.format.check import format_problems
from toolbench_ood.format.library import FormatLibrary
from toolbench_ood.run.plan import pick
from toolbench_ood.run.policy_trial import POLICIES, policy_problems
from toolbench_ood.task.case import Case, make_cases
from toolbench_ood.task.collect import collect
from toolbench_ood.task.kinds import kind_problem
from toolbench_ood.task.oracle import play_solution
from toolbench_ood.task.suite import Suite
from toolbench_ood.types.errors import UserError


@dataclass(frozen=True, slots=True)
class Validation:
    """What was looked at and what is wrong with it."""

    formats: int
    tasks: int
    cases: int
    problems: tuple[str, ...]
    """One sentence each, with the file or case that it concerns."""


def validate(  # noqa: PLR0913  # each is a choice of its own, given by name
    *,
    task_folders: Sequence[Path] = (),
    format_folders: Sequence[Path] = (),
    suites: Sequence[str] = (),
    formats: Sequence[str] = (),
    seeds: int = 3,
    keep_going: bool = False,
    on_progress: Callable[[str], None] = lambda _: None,
) -> Validation:
    """Check that formats round-trip, that solutions solve, and that silence never wins.

    Args:
        task_folders: further suites.
        format_folders: further formats.
        suites: names to look at; all when empty.
        formats: names to look at; all when empty.
        seeds: every task is played with so many seeds.
        keep_going: report files that fail to load among the problems instead of raising.
        on_progress: told what is looked at.

    Raises:
        UserError: a name is unknown, or a file fails to load and ``keep_going`` is off.
    """
    collection = collect(task_folders, keep_going=keep_going)
    chosen = pick({suite.name: suite for suite in collection.suites}, suites, "suite")
    library = FormatLibrary(format_folders, formats)
    loaded = tuple(dict.fromkeys(map(library.load, formats or library.names())))
    problems = list(collection.problems)
    sound = []
    for format_ in loaded:
        on_progress(f"format {format_.name}")
        found = [f"format {format_.name}: {problem}" for problem in format_problems(format_)]
        problems += found
        sound += [] if found else [format_]
    cases = list(make_cases(chosen, sound, range(seeds)))
    problems += _task_problems(chosen, cases, seeds, on_progress)
    return Validation(
        len(loaded), sum(len(suite.tasks) for suite in chosen), len(cases), tuple(problems)
    )


def _task_problems(
    suites: Iterable[Suite],
    cases: Sequence[Case],
    seeds: int,
    on_progress: Callable[[str], None],
) -> Iterator[str]:
    broken = dict(_broken_tasks(suites, seeds))
    yield from broken.values()
    sound = [case for case in cases if (case.suite.name, case.task_id) not in broken]
    for name in POLICIES:
        on_progress(f"{name} on {len(sound)} cases")
        yield from policy_problems(name, sound)


def _broken_tasks(suites: Iterable[Suite], seeds: int) -> Iterator[tuple[tuple[str, str], str]]:
    """Find tasks whose solution fails or belies their kind; the first problem of each."""
    for suite in suites:
        for task_id in suite.tasks:
            problem = _task_problem(suite, task_id, seeds)
            if problem:
                yield (suite.name, task_id), problem


def _task_problem(suite: Suite, task_id: str, seeds: int) -> str | None:
    task = suite.tasks[task_id]
    for seed in range(seeds):
        try:
            problem = kind_problem(task, play_solution(suite, task, seed))
        except UserError as error:
            return str(error)
        if problem:
            return problem
    return None
