"""The laws over formats and tasks, run on whatever is installed or named."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TypeAlias

from toolbench_ood.format.library import FormatLibrary
from toolbench_ood.run.pick_tasks import pick_suites, pick_tasks
from toolbench_ood.run.trials import Scope, TaskTrial, try_format, try_one_task
from toolbench_ood.shifts.find import shift_name
from toolbench_ood.task.case import NO_SHIFT
from toolbench_ood.task.collect import collect

Progress: TypeAlias = Callable[[str], None]
Map: TypeAlias = Callable[[Callable[[Any], Any], Iterable[Any]], Iterator[Any]]

_TASKS_A_PROCESS = 8
"""Fewer are not worth the start of another process."""


@dataclass(frozen=True, slots=True)
class Validation:
    """What was looked at and what is wrong with it."""

    formats: int
    tasks: int
    cases: int
    """Cases that the oracle played."""
    skipped: int
    """Tasks in shifts that cannot apply to them."""
    mutants: int
    """Solutions with a write dropped, repeated or changed."""
    survivors: int
    """Those of them that pass."""
    problems: tuple[str, ...]
    """One sentence each, with the file or case that it concerns."""


def validate(  # noqa: PLR0913  # each is a choice of its own, given by name
    *,
    task_folders: Sequence[Path] = (),
    format_folders: Sequence[Path] = (),
    suites: Sequence[str] = (),
    splits: Sequence[str] = (),
    kinds: Sequence[str] = (),
    formats: Sequence[str] = (),
    shifts: Sequence[str] = (NO_SHIFT,),
    seeds: int = 3,
    every: bool = False,
    jobs: int | None = None,
    keep_going: bool = False,
    on_progress: Progress = lambda _: None,
) -> Validation:
    """Check that formats round-trip, that tasks hold what they promise, and silence never wins.

    Args:
        task_folders: further suites.
        format_folders: further formats.
        suites: names to look at; all when empty.
        splits: those of suites to look at; both when empty.
        kinds: those of tasks to look at; all when empty.
        formats: names to look at; all when empty.
        shifts: content shifts in which tasks are played.
        seeds: every task is tried with so many seeds.
        every: play every task, seed and shift in every format, instead of in turns.
        jobs: processes; None for as many as the machine has use for.
        keep_going: report files that fail to load among the problems instead of raising.
        on_progress: told what is looked at.

    Raises:
        UserError: a name is unknown, or a file fails to load and ``keep_going`` is off.
    """
    collection = collect(task_folders, keep_going=keep_going)
    tasks = pick_tasks(pick_suites(collection.suites, suites, splits), kinds)
    scope = Scope(
        task_folders=tuple(task_folders),
        format_folders=tuple(format_folders),
        formats=_formats(format_folders, formats),
        shifts=tuple(dict.fromkeys(map(shift_name, shifts))),
        seeds=seeds,
        every=every,
        keep_going=keep_going,
    )
    return _validated(scope, tasks, collection.problems, jobs, on_progress)


def _validated(
    scope: Scope,
    tasks: Sequence[tuple[str, str]],
    unloaded: Sequence[str],
    jobs: int | None,
    on_progress: Progress,
) -> Validation:
    with ExitStack() as stack:
        each = _mapper(stack, jobs or _suitable(len(tasks)))
        sound, problems = _check_formats(scope, each, on_progress)
        tried = _check_tasks(replace(scope, formats=sound), tasks, each, on_progress)
    return Validation(
        formats=len(scope.formats),
        tasks=len(tasks),
        cases=sum(one.cases for one in tried),
        skipped=sum(one.skipped for one in tried),
        mutants=sum(one.mutants for one in tried),
        survivors=sum(one.survivors for one in tried),
        problems=(*unloaded, *problems, *(p for one in tried for p in one.problems)),
    )


def _formats(folders: Sequence[Path], names: Sequence[str]) -> tuple[str, ...]:
    library = FormatLibrary(folders, names)
    loaded = dict.fromkeys(map(library.load, names or library.names()))
    return tuple(format_.name for format_ in loaded)


def _check_formats(
    scope: Scope, each: Map, on_progress: Progress
) -> tuple[tuple[str, ...], list[str]]:
    """Return the names of the formats that hold to their laws, and what is wrong with others."""
    sound, problems = [], []
    checked = each(partial(try_format, scope), scope.formats)
    for name, found in zip(scope.formats, checked, strict=True):
        on_progress(f"format {name}")
        problems += found
        sound += [] if found else [name]
    return tuple(sound), problems


def _check_tasks(
    scope: Scope, tasks: Sequence[tuple[str, str]], each: Map, on_progress: Progress
) -> list[TaskTrial]:
    if not scope.formats:
        return []
    tried = []
    for (suite, task_id), trial in zip(tasks, each(partial(_try, scope), tasks), strict=True):
        on_progress(f"task {suite}/{task_id}: {trial.cases} cases")
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
    stack.callback(pool.shutdown, cancel_futures=True)
    return pool.map


def _suitable(tasks: int) -> int:
    return max(1, min(os.cpu_count() or 1, tasks // _TASKS_A_PROCESS))
