"""``toolbench-ood leaderboard add|validate``."""

from pathlib import Path
from typing import Annotated

import typer

from toolbench_ood.cli.lazy import USER_EXIT
from toolbench_ood.cli.options import Formats, Tasks
from toolbench_ood.leaderboard.check import entry_files, entry_problems
from toolbench_ood.leaderboard.publish import make_entry
from toolbench_ood.leaderboard.store import write_entry
from toolbench_ood.leaderboard.verify import verify
from toolbench_ood.report.words import plural
from toolbench_ood.run.folder import RunFolder
from toolbench_ood.run.sources import Sources

app = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True)

_ENTRIES = Path("leaderboards/entries")
_OUT = "Folder for entries."
_NAME = "Name of the entry (the model's name)."
_PATH = "A JSON file, or a folder of them (the shipped leaderboards)."


@app.callback()
def leaderboard() -> None:
    """Publish the results of a run, or check published entries."""


@app.command()
def add(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="Folder of a finished run.")],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help=_OUT)] = _ENTRIES,
    name: Annotated[str | None, typer.Option("--name", metavar="NAME", help=_NAME)] = None,
    tasks: Tasks = None,
    formats: Formats = None,
) -> None:
    """Write a leaderboard entry for a finished run.

    The recorded messages are replayed first, and a run whose records do not agree is refused. For a
    run with its own suites or formats, give their folders with --tasks and --formats; the folders
    named in run.json are not used.

    The entry is one JSON file, named after its name, date and content; its path is printed.
    """
    folder = RunFolder.open(run)
    entry = make_entry(folder, name)
    verify(folder, Sources(task_folders=tuple(tasks or ()), format_folders=tuple(formats or ())))
    typer.echo(write_entry(entry, out))


@app.command()
def validate(
    path: Annotated[Path | None, typer.Argument(metavar="PATH", help=_PATH)] = None,
) -> None:
    """Check the schema and the arithmetic of entries.

    Every figure must follow from the entry's counts, and the counts must be consistent.

    Exit codes: 0 no problems; 2 problems found, each printed on a line.
    """
    files = entry_files(path)
    problems = [problem for file in files for problem in entry_problems(file)]
    for problem in problems:
        typer.echo(problem)
    counted = "1 entry" if len(files) == 1 else f"{len(files)} entries"
    typer.echo(f"{counted}: {plural(len(problems), 'problem')}")
    if problems:
        raise typer.Exit(USER_EXIT)
