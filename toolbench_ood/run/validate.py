"""Validation of formats and tasks against their laws."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing import get_context
from typing import Any, TypeAlias

from toolbench_ood.run.subject import Named, Subject, choose_subject
from toolbench_ood.run.trials import Scope, TaskTrial, try_format, try_one_task
from toolbench_ood.shifts.find import shift_name
from toolbench_ood.tasks.case import NO_SHIFT
from toolbench_ood.tasks.collect import collect
from toolbench_ood.types.errors import UserError

Progress: TypeAlias = Callable[[str], None]
Map: TypeAlias = Callable[[Callable[[Any], Any], Iterable[Any]], Iterator[Any]]

_TASKS_A_PROCESS = 8
"""Fewer are not worth the start of another process."""


@dataclass(frozen=True, slots=True)
class Validation:
    """What was checked, and the problems found."""

    formats: int
    tasks: int
    cases: int
    """Cases that the oracle played."""
    skipped: int
    """Tasks in shifts that do not apply to them."""
    mutants: int
    """Solutions with one wrong write or answer that were tried."""
    survivors: int
    """Those of them that pass."""
    extremes: int
    """Calls and answers at the extremes of what a model may write that were tried."""
    problems: tuple[str, ...]
    """One sentence each, with the file or case that it concerns."""


def validate(  # noqa: PLR0913  # each is a choice of its own, given by name
    named: Named,
    *,
    shifts: Sequence[str] = (NO_SHIFT,),
    seeds: int = 3,
    every: bool = False,
    jobs: int | None = None,
    keep_going: bool = False,
    on_start: Callable[[Subject], None] = lambda _: None,
    on_progress: Progress = lambda _: None,
) -> Validation:
    """Check that formats round-trip and that tasks obey their laws.

    Args:
        named: what to check.
        shifts: content shifts in which tasks are played.
        seeds: every task is tried with so many seeds.
        every: play every task, seed and shift in every format, instead of rotating formats.
        jobs: processes; None for as many as the machine can use.
        keep_going: report files that fail to load among the problems instead of raising.
        on_start: called with the subject before anything is checked.
        on_progress: called with what was checked.

    Raises:
        UserError: a name is unknown, or a file fails to load and ``keep_going`` is off.
    """
    collection = collect(named.task_folders, keep_going=keep_going)
    subject = choose_subject(named, collection)
    on_start(subject)
    scope = Scope(
        task_folders=tuple(named.task_folders),
        format_folders=tuple(named.format_folders),
        formats=subject.formats,
        shifts=tuple(dict.fromkeys(map(shift_name, shifts))),
        seeds=seeds,
        every=every,
        keep_going=keep_going,
        tries_tasks=subject.tries_tasks,
    )
    return _validated(scope, subject, collection.problems, jobs, on_progress)


def _validated(
    scope: Scope,
    subject: Subject,
    unloaded: Sequence[str],
    jobs: int | None,
    on_progress: Progress,
) -> Validation:
    tasks = subject.tasks
    sound, problems = scope.formats, list[str]()
    with ExitStack() as stack:
        each = _mapper(stack, jobs or _suitable(len(tasks)))
        if subject.checks_formats:
            sound, problems = _check_formats(scope, each, on_progress)
        tried = _check_tasks(replace(scope, formats=sound), tasks, each, on_progress)
    return Validation(
        formats=len(scope.formats),
        tasks=len(tasks),
        cases=sum(one.cases for one in tried),
        skipped=sum(one.skipped for one in tried),
        mutants=sum(one.mutants for one in tried),
        survivors=sum(one.survivors for one in tried),
        extremes=sum(one.extremes for one in tried),
        problems=(*unloaded, *problems, *(p for one in tried for p in one.problems)),
    )


def _check_formats(
    scope: Scope, each: Map, on_progress: Progress
) -> tuple[tuple[str, ...], list[str]]:
    """Return the names of the formats that hold to their laws, and what is wrong with others."""
    sound, problems = [], []
    checked = each(partial(try_format, scope), scope.formats)
    total = len(scope.formats)
    for nth, (name, found) in enumerate(zip(scope.formats, checked, strict=True), 1):
        on_progress(f"format {name} ({nth} of {total})")
        problems += found
        sound += [] if found else [name]
    return tuple(sound), problems


def _check_tasks(
    scope: Scope, tasks: Sequence[tuple[str, str]], each: Map, on_progress: Progress
) -> list[TaskTrial]:
    if not scope.formats:
        return []
    tried = []
    trials = zip(tasks, each(partial(_try, scope), tasks), strict=True)
    for nth, ((suite, task_id), trial) in enumerate(trials, 1):
        on_progress(f"task {suite}/{task_id}: {trial.cases} cases ({nth} of {len(tasks)})")
        tried.append(trial)
    return tried


def _try(scope: Scope, task: tuple[str, str]) -> TaskTrial:
    return try_one_task(scope, *task)


def _mapper(stack: ExitStack, jobs: int) -> Map:
    """Return ``map``, or one that spreads the work over processes."""
    if jobs == 1:
        return map
    # A fresh process: forking one that holds threads of an engine or a test runner can hang.
    pool = ProcessPoolExecutor(jobs, mp_context=get_context("spawn"))
    stack.enter_context(_named_crash())
    stack.callback(pool.shutdown, cancel_futures=True)
    return pool.map


@contextmanager
def _named_crash() -> Iterator[None]:
    try:
        yield
    except BrokenProcessPool as error:
        raise UserError(
            "a process ended before its tasks were done, by os._exit or a crash in a suite's "
            "code; with --jobs 1, the last line printed comes just before it"
        ) from error


def _suitable(tasks: int) -> int:
    return max(1, min(os.cpu_count() or 1, tasks // _TASKS_A_PROCESS))
