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

app = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True)

_ENTRIES = Path("leaderboards/entries")
_OUT = "Folder of the entries."
_NAME = "How the entry is called (the model's name)."
_PATH = "A JSON file or a folder of them (the leaderboards that ship)."


@app.callback()
def leaderboard() -> None:
    """Publish the result of a run, or check published entries."""


@app.command()
def add(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="Folder of a finished run.")],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help=_OUT)] = _ENTRIES,
    name: Annotated[str | None, typer.Option("--name", metavar="NAME", help=_NAME)] = None,
    tasks: Tasks = None,
    formats: Formats = None,
) -> None:
    """Write the entry of a finished run.

    The recorded words are played again first: a run whose records say anything else than that is
    refused. A run with suites or formats of its own needs their folders by --tasks and --formats;
    those that its run.json names are not looked into.

    It is one JSON file, named after the entry, its day and its content; where it is, is printed.
    """
    folder = RunFolder.open(run)
    entry = make_entry(folder, name)
    verify(folder, tasks or (), formats or ())
    typer.echo(write_entry(entry, out))


@app.command()
def validate(
    path: Annotated[Path | None, typer.Argument(metavar="PATH", help=_PATH)] = None,
) -> None:
    """Check entries: their schema and their arithmetic.

    Every figure must follow from the counts of the entry, and the counts must go together.

    Exit codes: 0 all hold; 2 something is wrong, and each line says where and what.
    """
    files = entry_files(path)
    problems = [problem for file in files for problem in entry_problems(file)]
    for problem in problems:
        typer.echo(problem)
    counted = "1 entry" if len(files) == 1 else f"{len(files)} entries"
    typer.echo(f"{counted}: {plural(len(problems), 'problem')}")
    if problems:
        raise typer.Exit(USER_EXIT)
