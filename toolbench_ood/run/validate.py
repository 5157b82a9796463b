"""The laws over formats and tasks, run on whatever is installed or named."""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from toolbench_ood.chat.byte_tokenizer import ByteTokenizer
from toolbench_ood.chat.chat import Chat
from toolbench_ood.engines.scripted import ScriptedEngine
from toolbench_ood.format.check import format_problems
from toolbench_ood.format.library import FormatLibrary
from toolbench_ood.policy.find import NULL_POLICIES, find_policy, script_of
from toolbench_ood.rollout.record import Record
from toolbench_ood.rollout.rollout import Setting
from toolbench_ood.run.drive import play
from toolbench_ood.run.plan import pick
from toolbench_ood.task.case import Case, make_cases
from toolbench_ood.task.collect import collect
from toolbench_ood.task.kinds import kind_problem
from toolbench_ood.task.oracle import play_solution
from toolbench_ood.task.suite import Suite
from toolbench_ood.task.task import Kind
from toolbench_ood.types.errors import UnwritableError, UserError


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
    for name in ("oracle", *NULL_POLICIES):
        on_progress(f"{name} on {len(sound)} cases")
        yield from asyncio.run(_play_all(name, sound))


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


async def _play_all(policy: str, cases: Sequence[Case]) -> list[str]:
    chat = Chat.learn(ByteTokenizer())
    engine = ScriptedEngine(policy, chat, script_of(find_policy(policy), cases, seed=0))
    judge = _oracle_problem if policy == "oracle" else _null_problem
    setting = Setting(chat)
    problems = []
    for case in cases:
        try:
            problems.append(judge(policy, await play(case, engine, setting)))
        except UnwritableError as error:
            problems.append(f"{case.id}: {error}")
    return [problem for problem in problems if problem]


def _oracle_problem(policy: str, record: Record) -> str | None:
    if not record.solved:
        return f"{record.case}: the {policy} ends unsolved ({record.stop}: {record.failure})"
    if record.findings:
        first = record.findings[0]
        return f"{record.case}: the {policy}'s message {first.message} yields {first.code}"
    if any(call.status == "refused" for call in record.calls):
        return f"{record.case}: a call of the {policy}'s is refused"
    recovers = any(call.status == "tool_error" for call in record.calls)
    if record.kind == Kind.RECOVERY and not recovers:
        return f"{record.case}: no call of the {policy}'s is refused, so nothing is recovered from"
    return None


def _null_problem(policy: str, record: Record) -> str | None:
    return (
        f"{record.case}: solved by {policy}, which understands nothing" if record.solved else None
    )
