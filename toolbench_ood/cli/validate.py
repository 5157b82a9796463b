"""``toolbench-ood validate``."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from toolbench_ood.cli.lazy import USER_EXIT
from toolbench_ood.cli.options import (
    AsJson,
    FormatNames,
    Formats,
    KeepGoing,
    Kinds,
    Splits,
    SuiteNames,
    Tasks,
    takes,
)
from toolbench_ood.cli.output import print_json
from toolbench_ood.format.check import disagreements
from toolbench_ood.format.goldens import write_goldens
from toolbench_ood.format.library import FormatLibrary
from toolbench_ood.report.words import plural
from toolbench_ood.run.option_values import split_names
from toolbench_ood.run.subject import Named, Subject
from toolbench_ood.run.templates_end import templates_end
from toolbench_ood.run.validate import Validation
from toolbench_ood.run.validate import validate as run_validation
from toolbench_ood.shifts.find import SHIFTS
from toolbench_ood.tasks.case import NO_SHIFT
from toolbench_ood.types.errors import UserError

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidateOptions:
    """Options of ``validate``."""

    suite: SuiteNames = None
    split: Splits = None
    kind: Kinds = None
    format: FormatNames = None
    tasks: Tasks = None
    formats: Formats = None
    everything: Annotated[
        bool,
        typer.Option("--all", help="Also check everything that ships."),
    ] = False
    seeds: Annotated[
        int,
        typer.Option("--seeds", metavar="N", min=1, help="Number of seeds to play each task with."),
    ] = 3
    shift: Annotated[
        list[str] | None,
        typer.Option(
            "--shift",
            metavar="NAME",
            help="Content shifts to play tasks under; all: all of them. (none)",
        ),
    ] = None
    every: Annotated[
        bool,
        typer.Option(
            "--every",
            help="Play every task, seed and shift in every format, instead of rotating formats.",
        ),
    ] = False
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", metavar="N", min=1, help="Number of processes (one per core)."),
    ] = None
    keep_going: KeepGoing = False
    write_goldens: Annotated[
        bool,
        typer.Option(
            "--write-goldens",
            help="First write the golden files of the formats named with --format.",
        ),
    ] = False
    as_json: AsJson = False


@app.command()
@takes(ValidateOptions)
def validate(options: ValidateOptions) -> None:
    """Check formats and tasks against their laws, without a model.

    Checks what is named: the suites of --tasks and --suite in all formats, or in those of --formats
    and --format; formats alone with a sample of the shipped tasks. With nothing named, everything
    is checked, which takes minutes.

    Formats must read back what they write. Solutions must solve their tasks without a finding, and
    must fail when a write is dropped, repeated, changed or added, or an answer is false. No
    trivial scripted model may solve a task. No tool and no check may crash or take
    long on anything that its schema allows. Exit codes: 0 no problems; 2 problems found.
    """
    if options.write_goldens:
        _write_goldens(split_names(options.format, "--format"), options.formats or ())
    validation = run_validation(
        _named(options),
        shifts=_shifts(options.shift),
        seeds=options.seeds,
        every=options.every,
        jobs=options.jobs,
        keep_going=options.keep_going,
        on_start=lambda subject: typer.echo(_announced(subject), err=True),
        on_progress=lambda text: typer.echo(text, err=True),
    )
    _print(validation, as_json=options.as_json)
    if validation.problems:
        raise typer.Exit(USER_EXIT)


def _named(options: ValidateOptions) -> Named:
    return Named(
        task_folders=options.tasks or (),
        format_folders=options.formats or (),
        suites=split_names(options.suite, "--suite"),
        splits=split_names(options.split, "--split"),
        kinds=split_names(options.kind, "--kind"),
        formats=split_names(options.format, "--format"),
        everything=options.everything,
    )


def _shifts(texts: Sequence[str] | None) -> tuple[str, ...]:
    names = split_names(texts, "--shift")
    return (NO_SHIFT, *SHIFTS) if names == ("all",) else names or (NO_SHIFT,)


def _write_goldens(names: Sequence[str], folders: Sequence[Path]) -> None:
    """Golden files are for people to read, so only formats that are named are written."""
    if not names:
        raise UserError(
            "--write-goldens writes only the formats that are named; give --format NAME"
        )
    library = FormatLibrary(folders)
    for name in names:
        format_ = library.load(name)
        with templates_end(format_):
            broken = any(disagreements(format_))
            written = () if broken else write_goldens(format_)
        if broken:
            typer.echo(f"format {name}: no golden files written; see below", err=True)
        for path in written:
            typer.echo(f"wrote {path}", err=True)


def _announced(subject: Subject) -> str:
    """Say what is about to be done."""
    formats, tasks = plural(len(subject.formats), "format"), plural(len(subject.tasks), "task")
    if not subject.tries_tasks:
        return (
            f"checking {formats} with a sample of the shipped tasks: {tasks}, one per suite "
            "(--all: everything)"
        )
    tried = f"trying {tasks} of {plural(subject.suites, 'suite')} in {formats}"
    if subject.checks_formats:
        return f"checking {formats}, then {tried}"
    return f"{tried}, without checking the formats themselves (--all: everything)"


def _print(validation: Validation, *, as_json: bool) -> None:
    if as_json:
        print_json(
            {
                "formats": validation.formats,
                "tasks": validation.tasks,
                "cases": validation.cases,
                "skipped": validation.skipped,
                "mutants": validation.mutants,
                "survivors": validation.survivors,
                "extremes": validation.extremes,
                "problems": list(validation.problems),
            }
        )
        return
    for problem in validation.problems:
        typer.echo(problem)
    looked_at = (
        f"{plural(validation.formats, 'format')}, {plural(validation.tasks, 'task')}, "
        f"{plural(validation.cases, 'case')}"
    )
    if validation.skipped:
        typer.echo(f"left out: {plural(validation.skipped, 'task')} in shifts that do not apply")
    if validation.mutants:
        typer.echo(
            f"{plural(validation.mutants, 'wrong solution')} tried, {validation.survivors} passed"
        )
    if validation.extremes:
        typer.echo(f"{validation.extremes:,} extreme calls and answers tried")
    typer.echo(f"{looked_at}: {plural(len(validation.problems), 'problem')}")
