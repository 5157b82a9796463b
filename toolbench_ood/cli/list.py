"""``toolbench-ood list tasks|formats|suites|shifts|arms``."""

from collections.abc import Sequence

import typer

from toolbench_ood.cli.options import AsJson, Formats, KeepGoing, Kinds, Splits, SuiteNames, Tasks
from toolbench_ood.cli.output import print_json
from toolbench_ood.rollout.arms.registry import ARMS
from toolbench_ood.run.option_values import split_names
from toolbench_ood.run.pick_tasks import pick_suites, pick_tasks
from toolbench_ood.tasks.collect import collect
from toolbench_ood.types.value import Json

app = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True)

_FORMAT_COLUMNS = ("name", "kind", "split", "family", "encoding", "version")
Rows = Sequence[dict[str, Json]]


@app.callback()
def listing() -> None:
    """List the available tasks, formats, suites, shifts or arms."""


@app.command()
def tasks(  # noqa: PLR0913, PLR0917  # each is an option of the command
    suite: SuiteNames = None,
    split: Splits = None,
    kind: Kinds = None,
    tasks: Tasks = None,
    keep_going: KeepGoing = False,
    as_json: AsJson = False,
) -> None:
    """List tasks with kind, split and description."""
    collection = collect(tasks or (), keep_going=keep_going)
    suites = pick_suites(
        collection.suites, split_names(suite, "--suite"), split_names(split, "--split")
    )
    by_name = {each.name: each for each in suites}
    rows = [
        {
            "name": f"{name}/{task_id}",
            "kind": by_name[name].tasks[task_id].kind.value,
            "split": by_name[name].split.value,
            "suite": name,
            "description": by_name[name].tasks[task_id].description,
        }
        for name, task_id in pick_tasks(suites, split_names(kind, "--kind"))
    ]
    for problem in collection.problems:
        typer.echo(f"skipped: {problem}", err=True)
    _print(rows, as_json=as_json, columns=("name", "kind", "split", "description"))


@app.command()
def formats(formats: Formats = None, as_json: AsJson = False) -> None:
    """List formats with kind, split, family, encoding and version.

    A held-out format tests models in what they were not trained in; export refuses it.
    """
    # Slow to import, and the other lists do without formats.
    from toolbench_ood.format.library import FormatLibrary  # noqa: PLC0415

    library = FormatLibrary(formats or ())
    found = [library.load(name) for name in library.names()]
    rows = [
        {
            "name": spec.name,
            "kind": spec.kind,
            "split": each.split,
            "family": spec.family,
            "encoding": spec.arguments.encoding,
            "version": spec.version,
            "axes": spec.axes.model_dump(mode="json"),
            "lossy": list(spec.lossy),
            "source": spec.source,
        }
        for each, spec in ((each, each.spec) for each in found)
    ]
    _print(rows, as_json=as_json, columns=_FORMAT_COLUMNS)


@app.command()
def suites(tasks: Tasks = None, as_json: AsJson = False) -> None:
    """List suites with split, version and counts of tasks and tools.

    Depth is the number of messages with calls in a task's solution. The last columns count tools
    whose arguments include objects, lists, enumerations, optional arguments, dates, bounds and
    patterns.
    """
    # The other lists do without what counts features.
    from toolbench_ood.cli.suite_rows import COLUMNS, suite_row, total_row  # noqa: PLC0415

    rows = [suite_row(suite) for suite in collect(tasks or ()).suites]
    if as_json:
        print_json(rows)
        return
    _print([*rows, total_row(rows)], as_json=False, columns=COLUMNS)


@app.command()
def shifts(as_json: AsJson = False) -> None:
    """List content shifts: what each changes, and what it keeps."""
    # This imports the formats too.
    from toolbench_ood.shifts.find import SHIFTS  # noqa: PLC0415

    rows = [
        {"name": shift.name, "changes": shift.changes, "keeps": shift.holds}
        for shift in SHIFTS.values()
    ]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        typer.echo(f"{row['name']}: {row['changes']}.\n    keeps: {row['keeps']}")


@app.command()
def arms(as_json: AsJson = False) -> None:
    """List arms: how much help a model gets (eval --arm).

    An informed arm knows the solution: what is solved with it is no ability by itself.
    """
    rows: Rows = [
        {
            "name": arm.name,
            "informed": arm.is_informed,
            "constrains": arm.constrains,
            "gives": arm.gives,
        }
        for arm in ARMS.values()
    ]
    if as_json:
        print_json(list(rows))
        return
    for row in rows:
        typer.echo(f"{row['name']}: {row['gives']}{' (informed)' if row['informed'] else ''}.")


def _print(rows: Rows, *, as_json: bool, columns: Sequence[str]) -> None:
    """Print rows as JSON, or as columns of text that line up (rich would double the start-up)."""
    if as_json:
        print_json(list(rows))
        return
    table = [columns, *([str(row[column]) for column in columns] for row in rows)]
    widths = [max(len(line[index]) for line in table) for index in range(len(columns))]
    for line in table:
        cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        typer.echo("  ".join(cells).rstrip())
