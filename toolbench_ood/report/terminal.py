"""The report of one run, for a terminal or a pipe."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TextIO

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from toolbench_ood.format.native import NATIVE
from toolbench_ood.report.arm_tables import arm_tables
from toolbench_ood.report.failure_tables import failure_tables
from toolbench_ood.report.picture_tables import picture_tables
from toolbench_ood.report.program_errors import ProgramFailure, list_program_failures
from toolbench_ood.report.tables import (
    cell_table,
    finding_tables,
    histogram_tables,
    pair_table,
    rate_table,
)
from toolbench_ood.report.verdict import verdict
from toolbench_ood.report.visible_part import VisiblePart
from toolbench_ood.report.words import duration, mean, plural, share
from toolbench_ood.rollout.limits import Stop
from toolbench_ood.run.header import RunHeader
from toolbench_ood.score.arms import ArmScores
from toolbench_ood.score.row import Row
from toolbench_ood.score.scores import Scores
from toolbench_ood.shifts.reach import SURFACE, WORDS
from toolbench_ood.tasks.case import NO_SHIFT
from toolbench_ood.types.arm import STRICT

_READING = (
    "solved: all checks of the task pass. well-formed: no message breaks its format, and every "
    "ask that needs calls gets one. schema-valid: share of the parsed calls that satisfy the "
    "tool's schema. [low-high]: 95 % interval, with the task as the cluster."
)
_PARTS = (
    f"surface: {', '.join(sorted(SURFACE))}. words: {', '.join(sorted(WORDS))}. domain: suites not "
    "trained on. Joined shifts belong to the furthest of their parts."
)
_FAILURES = (
    "A case that is not solved has one class: the earliest stage that failed in the first ask that "
    "was not fulfilled. x: of the cases that got through the stage before, so that the product is "
    "solved. abstained: no attempt to call where none is needed. (silent), (empty call) and "
    "(asks back): what models that understand nothing would get on the same cases."
)
_PICTURE = (
    "broken: polluted or collapsed. next one: in the same ask. Tags and control tokens are counted "
    "as text."
)


def print_report(
    file: TextIO, header: RunHeader, scores: Scores, failures: Sequence[ProgramFailure] = ()
) -> None:
    """Print the report of a run; in colour only if ``file`` is a terminal."""
    console = Console(file=file, highlight=False, markup=False, emoji=False)
    for part in report(header, scores, failures):
        if isinstance(part, Table):
            console.print()
        console.print(VisiblePart(part))


def report(
    header: RunHeader, scores: Scores, failures: Sequence[ProgramFailure] = ()
) -> Iterator[RenderableType]:
    """Yield the parts of a report, from the top."""
    yield Text(header.model.name, style="bold")
    yield from _verdict(scores)
    yield from _head(header, scores)
    yield from list_program_failures(failures)
    formats = formats_in_order(scores)
    marked = {_mark(name, scores): scores.formats[name] for name in formats}
    yield rate_table("By format", "format", {**marked, **_total(scores, marked)})
    yield from _distances(scores, formats)
    yield cell_table(scores)
    yield rate_table("By suite", "suite", scores.suites)
    yield rate_table("By kind of task", "kind", scores.kinds)
    if set(scores.shifts) - {NO_SHIFT}:
        yield rate_table("By content shift", "shift", scores.shifts)
    yield from _skipped(header)
    yield Text(f"\n{_READING}", style="dim")
    if scores.content_parts:
        yield Text(_PARTS, style="dim")
    if scores.failures:
        yield from failure_tables(scores.failures, scores.null_policies, formats)
    yield Text(f"\n{_FAILURES}", style="dim")
    yield from arm_tables(scores.arms, formats, header.settings.sampling.temperature)
    yield from picture_tables(scores.pictures, scores.null_policies, formats)
    yield Text(f"\n{_PICTURE}", style="dim")
    yield from finding_tables(scores.findings, formats)
    if not scores.findings:
        yield Text("\nFindings: none", style="bold")
    yield from histogram_tables("Why cases ended", "stop", scores.stops, formats)
    yield pair_table("Tokens and time", dict(_effort(scores)))
    yield from _notes(header.chat.notes)


def formats_in_order(scores: Scores) -> list[str]:
    """Return the names of the formats of a run: ID formats, native, then the nearest first."""
    return sorted(
        scores.formats,
        key=lambda name: (
            name not in scores.id_formats,
            name != NATIVE,
            scores.distances.get(name, 0.0),
            name,
        ),
    )


def _head(header: RunHeader, scores: Scores) -> Iterator[RenderableType]:
    yield Text(f"\nID format: {header.id_formats.words} ({header.id_formats.reason})")
    yield Text(f"ID content: {header.id_content.words} ({header.id_content.reason})")
    yield Text(f"engine: {_engine(header)}")
    for departure in header.departures:
        yield Text(f"not comparable with published runs: {departure}", style="yellow")
    counted = f"{plural(scores.total.cases, 'case')} of {scores.planned:,} counted"
    yield Text(
        f"{counted}; failed in the engine: {_stopped(scores, Stop.ENGINE_ERROR)}, in the program: "
        f"{_stopped(scores, Stop.PROGRAM_ERROR)}; not played: {scores.missing}"
    )
    if scores.arms:
        played = ", ".join([STRICT, *(arm.name for arm in scores.arms)])
        yield Text(f"arms: {played}; all but the tables of arms is of {STRICT}, without help")
    if scores.total.failed or scores.missing or any(map(_is_partial, scores.arms)):
        yield Text("Not all cases are counted; eval --resume plays the rest.", style="bold red")


def _is_partial(arm: ArmScores) -> bool:
    return bool(arm.missing or arm.total.failed)


def _verdict(scores: Scores) -> Iterator[RenderableType]:
    for sentence in verdict(scores):
        yield Text(f"- {sentence}")


def _stopped(scores: Scores, stop: Stop) -> int:
    return sum(counts.get(stop, 0) for counts in scores.stops.values())


def _skipped(header: RunHeader) -> Iterator[RenderableType]:
    for entry in header.skipped:
        where = "a task" if len(entry.tasks) == 1 else f"{len(entry.tasks)} tasks"
        yield Text(f"shift {entry.shift} skipped for {where}: {entry.reason}")


def _engine(header: RunHeader) -> str:
    versions = ", ".join(f"{name} {version}" for name, version in header.versions.engine.items())
    name = str(header.engine.get("name", header.settings.engine))
    return f"{name} ({versions})" if versions else name


def _mark(name: str, scores: Scores) -> str:
    return f"{name} (ID)" if name in scores.id_formats else name


def _total(scores: Scores, formats: Mapping[str, Row]) -> dict[str, Row]:
    """Add a line for all formats together, when there are several."""
    return {"all": scores.total} if len(formats) > 1 else {}


def _distances(scores: Scores, formats: Sequence[str]) -> Iterator[RenderableType]:
    known = [name for name in formats if name in scores.distances]
    if known:
        listed = ", ".join(f"{name} {scores.distances[name]:.2f}" for name in known)
        yield Text(f"distance to the nearest ID format, 0 to 1: {listed}", style="dim")


def _effort(scores: Scores) -> Iterator[tuple[str, str]]:
    tokens, seconds, total = scores.tokens, scores.seconds, scores.total
    yield (
        "tokens written",
        f"{tokens.written:,} ({mean(tokens.written, total.messages)} per message)",
    )
    yield "prompt tokens", f"{tokens.prompt:,}, of which re-sent {tokens.resent:,}"
    yield "re-sent tokens served by the prefix cache", share(tokens.resent_cached_share)
    yield "wall time", duration(seconds.wall)
    if seconds.wall:
        yield "tokens written per second", f"{tokens.written / seconds.wall:,.0f}"
    yield "total time of all cases", duration(seconds.cases)


def _notes(notes: Sequence[str]) -> Iterable[RenderableType]:
    return [Text(f"\nnote: {note}") for note in notes]
