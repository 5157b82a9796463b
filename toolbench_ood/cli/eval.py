"""``toolbench-ood eval``."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import typer

from toolbench_ood.cli.dry_run import print_plan
from toolbench_ood.cli.eval_options import EvalOptions, require_only_resume
from toolbench_ood.cli.eval_settings import make_settings
from toolbench_ood.cli.options import takes
from toolbench_ood.cli.progress import show_progress
from toolbench_ood.cli.report import print_run
from toolbench_ood.cli.show_played import way_to_a_failure
from toolbench_ood.run.evaluate import default_folder, evaluate, resume
from toolbench_ood.run.folder import HEADER, RunFolder
from toolbench_ood.run.listener import Listener
from toolbench_ood.types.errors import EngineError

app = typer.Typer(add_completion=False, rich_markup_mode=None)

INTERRUPTED_EXIT = 130


@app.command()
@takes(EvalOptions)
def evaluate_model(options: EvalOptions) -> None:
    """Evaluate a model's use of tools, across call formats.

    In brackets stands what holds where an option is left out; (profile) is the profile's value.
    Progress goes to stderr; the report, or with --json the scores, to stdout; the run to a folder
    of its own.

    Exit codes: 0 done; 2 something given is wrong; 3 the engine failed, and --resume plays the
    cases that are left; 130 interrupted.
    """
    if options.resume is not None:
        require_only_resume(options)
        path = options.resume
        play_run(partial(resume, path), path, as_json=options.as_json)
        return
    settings = make_settings(options)
    if options.dry_run:
        print_plan(settings, as_json=options.as_json)
        return
    path = options.out or default_folder(settings.model)
    play_run(partial(evaluate, settings, path), path, as_json=options.as_json)


def play_run(run: Callable[[Listener], RunFolder], path: Path, *, as_json: bool) -> None:
    """Play a run, print what is on disk however it ends, and name the way to go on."""
    try:
        with show_progress() as listener:
            run(listener)
    except KeyboardInterrupt:
        typer.echo(f"interrupted; {_way_on(path)}", err=True)
        raise typer.Exit(INTERRUPTED_EXIT) from None
    except EngineError as error:
        if _begun(path):
            _print_ended(path, as_json=as_json)
        if "--resume" in str(error):
            raise
        words = str(error).rstrip(".")
        raise EngineError(f"{words}; {_way_on(path)}") from error
    _print_ended(path, as_json=as_json)
    typer.echo(f"run folder: {path}", err=True)


def _print_ended(path: Path, *, as_json: bool) -> None:
    """Print the report of what is on disk, and how to look at a case that failed."""
    run = RunFolder.open(path)
    way = way_to_a_failure(run, print_run(run, as_json=as_json))
    if way is not None:
        typer.echo(way, err=True)


def _begun(path: Path) -> bool:
    return (path / HEADER).exists()


def _way_on(path: Path) -> str:
    if _begun(path):
        return f"cases that ended are kept; go on with: toolbench-ood eval --resume {path}"
    return "nothing was played yet"
