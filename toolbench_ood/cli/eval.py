"""``toolbench-ood eval``."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import typer

from toolbench_ood.cli.declared import GroupedCommand, takes_declared
from toolbench_ood.cli.dry_run import print_plan
from toolbench_ood.cli.profile_defaults import profile_default
from toolbench_ood.cli.progress import show_progress
from toolbench_ood.cli.report import print_run
from toolbench_ood.cli.show_played import way_to_a_failure
from toolbench_ood.report.visible import visible_text
from toolbench_ood.run.evaluate import default_folder, evaluate_plan, resume
from toolbench_ood.run.folder import HEADER, RunFolder, check_free
from toolbench_ood.run.invocation import Invocation
from toolbench_ood.run.listener import Listener
from toolbench_ood.run.planned import plan_run
from toolbench_ood.run.profile import find_profile
from toolbench_ood.run.read_options import make_invocation, make_settings, make_sources
from toolbench_ood.run.settings import Settings
from toolbench_ood.run.sources import NOTHING, Sources, resume_command, source_options
from toolbench_ood.series.forecast import forecast_lines, make_forecast
from toolbench_ood.types.errors import EngineError, ProgramError, UserError

app = typer.Typer(add_completion=False, rich_markup_mode=None)

INTERRUPTED_EXIT = 130

_BESIDES_RESUME = frozenset({"--resume", "--json", *source_options()})


@app.command(cls=GroupedCommand)
@takes_declared(Settings, Invocation, default_of=profile_default)
def evaluate_model(given: Mapping[str, Any]) -> None:
    """Evaluate a model's tool use across call formats.

    Defaults are in parentheses; (profile) means that the profile sets it. Progress goes to stderr,
    the report (or, with --json, the scores) to stdout, and the run to a new folder.

    Exit codes: 0 success; 2 invalid input; 3 the engine failed (--resume plays the remaining
    cases); 4 a suite, a format or the program failed on the model's output in some case (--resume
    plays it again); 130 interrupted.
    """
    invocation = make_invocation(given)
    if invocation.resume is not None:
        require_only_resume(given)
        sources = make_sources({name: given[name] for name in source_options() if name in given})
        path = invocation.resume
        again = partial(resume, path, sources=sources)
        play_run(again, path, sources, as_json=invocation.json)
        return
    settings = make_settings(given)
    if invocation.dry_run:
        print_plan(settings, as_json=invocation.json)
        return
    path = invocation.out or default_folder(settings.model)
    play_run(partial(play_new, settings, path), path, as_json=invocation.json)


def play_new(settings: Settings, path: Path, listener: Listener) -> RunFolder:
    """Play a new run, after a forecast where its profile is played at many checkpoints."""
    check_free(path)
    planned = plan_run(settings)
    if find_profile(settings.profile).follows:
        for line in forecast_lines(make_forecast(planned)):
            listener.note(line)
    return evaluate_plan(planned, path, listener)


def require_only_resume(given: Mapping[str, Any]) -> None:
    """Refuse options that a resumed run can't take (UserError)."""
    others = [name for name in given if name not in _BESIDES_RESUME]
    if others:
        raise UserError(
            f"--resume continues with the run's own settings and takes no others than "
            f"{', '.join(source_options())}; leave out {', '.join(others)}"
        )


def play_run(
    run: Callable[[Listener], RunFolder],
    path: Path,
    sources: Sources = NOTHING,
    *,
    as_json: bool,
) -> None:
    """Play a run, print what was recorded however it ends, and say how to continue.

    Args:
        run: plays it, or what is left of it.
        path: its folder.
        sources: what was named anew to continue it.
        as_json: print scores, and no report.
    """
    try:
        with show_progress() as listener:
            folder = run(listener)
    except KeyboardInterrupt:
        typer.echo(visible_text(f"interrupted; {_way_on(path, sources)}"), err=True)
        raise typer.Exit(INTERRUPTED_EXIT) from None
    except EngineError as error:
        if _begun(path):
            _print_ended(RunFolder.open(path), sources, as_json=as_json)
        if "--resume" in str(error):
            raise
        words = str(error).rstrip(".")
        raise EngineError(f"{words}; {_way_on(path, sources)}") from error
    except ProgramError:
        _print_ended(RunFolder.open(path), sources, as_json=as_json)
        raise
    _print_ended(folder, sources, as_json=as_json)
    typer.echo(f"run folder: {path}", err=True)


def _print_ended(run: RunFolder, sources: Sources, *, as_json: bool) -> None:
    """Print the report of what is on disk, and how to look at a case that failed."""
    way = way_to_a_failure(run, print_run(run, as_json=as_json), sources)
    if way is not None:
        typer.echo(visible_text(way), err=True)


def _begun(path: Path) -> bool:
    return (path / HEADER).exists()


def _way_on(path: Path, sources: Sources) -> str:
    if _begun(path):
        command = resume_command(path, RunFolder.open(path).header.settings, sources)
        return f"finished cases are kept; continue with: {command}"
    return "no case was played"
