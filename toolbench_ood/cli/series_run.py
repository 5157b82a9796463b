"""What ``sweep`` and ``watch`` have in common: playing a checkpoint, the page, and the end."""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import typer

from toolbench_ood.cli.eval import INTERRUPTED_EXIT
from toolbench_ood.cli.lazy import ENGINE_EXIT, PROGRAM_EXIT, USER_EXIT
from toolbench_ood.cli.progress import show_progress
from toolbench_ood.report.visible import visible_text
from toolbench_ood.series.everywhere import play_everywhere
from toolbench_ood.series.on_ray import play_on_ray
from toolbench_ood.series.page import page
from toolbench_ood.series.series import Series
from toolbench_ood.series.sweep import Sweep
from toolbench_ood.types.errors import EngineError, ProgramError, ToolbenchError, UserError


def play_in_turn(sweep: Sweep, labels: Sequence[str], parts: int) -> list[ToolbenchError]:
    """Play checkpoints one after the other in this process; return why some failed."""
    number = len(labels)
    errors = (
        play_checkpoint(sweep, label, f"checkpoint {at} of {number}: {label}", parts)
        for at, label in enumerate(labels, start=1)
    )
    return [error for error in errors if error]


def play_on_workers(
    address: str, sweep: Sweep, labels: Sequence[str], parts: int
) -> list[ToolbenchError]:
    """Play checkpoints on workers of Ray at an address; return why some failed."""
    for label in labels:
        sweep.foretell(label, tell)
    pool = partial(play_on_ray, address=address, say=tell)
    errors = []
    for label, error in play_everywhere(sweep, labels, parts, pool):
        tell(f"{label} is played" if error is None else f"{label} failed: {error}")
        errors += [error] if error else []
    return errors


def play_checkpoint(
    sweep: Sweep, label: str, heading: str, parts: int = 1
) -> ToolbenchError | None:
    """Play a checkpoint under a line that says so; return why it failed, after saying that."""
    with show_progress() as listener:
        listener.note(heading)
        error = sweep.play(label, listener, parts)
    if error is not None:
        tell(f"{label} failed: {error}")
    return error


def tell(text: str) -> None:
    """Print a line on stderr."""
    typer.echo(visible_text(" ".join(text.split())), err=True)


def worst_exit(errors: Iterable[ToolbenchError]) -> int:
    """Return the exit code of the worst failure, 0 for none."""
    return max(map(_exit_of, errors), default=0)


@contextmanager
def going_on_later() -> Iterator[None]:
    """Say how to go on when the user interrupts."""
    try:
        yield
    except KeyboardInterrupt:
        tell("interrupted; finished cases are kept; give the same command again to go on")
        raise typer.Exit(INTERRUPTED_EXIT) from None


def write_page(series: Series, file: Path) -> None:
    """Write the curves of a series in place of those before (UserError: they can't be written)."""
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        draft.write_text(page(series), encoding="utf-8")
        draft.replace(file)
    except OSError as error:
        raise UserError(
            f"--html {file} cannot be written: {error.strerror}; give a file in another folder"
        ) from error


def _exit_of(error: ToolbenchError) -> int:
    if isinstance(error, EngineError):
        return ENGINE_EXIT
    return PROGRAM_EXIT if isinstance(error, ProgramError) else USER_EXIT
