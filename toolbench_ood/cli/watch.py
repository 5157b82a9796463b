"""``toolbench-ood watch``."""

import os
import shlex
import shutil
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

import typer

from toolbench_ood.cli.declared import GroupedCommand, takes_declared
from toolbench_ood.cli.series_choices import WITHOUT, WatchChoices, series_default, series_settings
from toolbench_ood.cli.series_run import (
    going_on_later,
    play_checkpoint,
    tell,
    worst_exit,
    write_page,
)
from toolbench_ood.report.visible import visible_text
from toolbench_ood.run.read_options import read_chosen
from toolbench_ood.run.settings import Settings
from toolbench_ood.series.alarm import Alarm
from toolbench_ood.series.arrivals import FolderLook, Look, arrivals
from toolbench_ood.series.find_checkpoints import Found
from toolbench_ood.series.series import PlayedSoFar, Series
from toolbench_ood.series.sweep import Sweep
from toolbench_ood.series.sweep_file import RungAlarm
from toolbench_ood.series.words import alarm_words, point_words
from toolbench_ood.types.errors import ToolbenchError, UserError

app = typer.Typer(add_completion=False, rich_markup_mode=None)

ALARM_EXIT = 5

_FOLDER = "folder"
_Folder = Annotated[
    Path, typer.Argument(metavar="DIR", help="Folder in which a trainer writes checkpoints.")
]


@app.command(cls=GroupedCommand)
@takes_declared(
    Settings,
    WatchChoices,
    default_of=series_default,
    without=WITHOUT,
    argument=(_FOLDER, _Folder),
)
def watch_folder(given: Mapping[str, Any]) -> None:
    """Evaluate checkpoints as a trainer writes them, and ring an alarm.

    A checkpoint that is still being written is waited for. Runs go below --out, as those of sweep,
    and the same command again goes on. An alarm rings once for each figure: --on-alarm runs a
    command then, with the checkpoint and the figure in TOOLBENCH_OOD_CHECKPOINT and
    TOOLBENCH_OOD_FIGURE and the sentence in TOOLBENCH_OOD_ALARM; without it, watch ends with 5.

    Exit codes: 0 success; 2 invalid input, or the folder is gone; 3, 4 as in eval, if that is the
    worst of the checkpoints; 5 an alarm rang; 130 interrupted.
    """
    choices = read_chosen(WatchChoices(), given)
    command = read_command(choices.on_alarm)
    folder = given[_FOLDER]
    settings = series_settings(given, str(folder))
    look = FolderLook(folder, settings.base_model)
    with going_on_later():
        watch = Watch(choices.folder, settings, choices, command)
        errors = watch.follow(look, _pause(look, choices.every))
    if errors:
        raise typer.Exit(worst_exit(errors))


@dataclass(slots=True)
class Watch:
    """A series that grows."""

    folder: Path
    """That of the series."""
    settings: Settings
    choices: WatchChoices
    command: Sequence[str]
    """Words of the command at an alarm; none: the watch ends then."""
    _series: PlayedSoFar | None = None
    _told: set[str] = field(default_factory=set)
    """Why checkpoints are not probed, which is said once."""

    def follow(self, look: Look, pause: Callable[[], None]) -> list[ToolbenchError]:
        """Play what arrives until the end, and return why checkpoints failed.

        Raises:
            UserError: the folder is gone, or the series has other settings.
            typer.Exit: an alarm rang, and there is no command for it.
        """
        known = self._known()
        until = self.choices.until
        if until is not None and any((step or 0) >= until for step in known.values()):
            return []
        found = arrivals(look, pause, known, until=until, once=self.choices.once)
        return [error for each in found if (error := self._play(each))]

    def _known(self) -> Mapping[str, int | None]:
        """Return the steps of the checkpoints that are finished already, by label."""
        sweep = Sweep.open(self.folder, self.settings, self.choices.probed)
        if sweep is None:
            return {}
        self._series = PlayedSoFar(sweep)
        return {each.label: each.step for each in sweep.file.members if sweep.is_done(each)}

    def _with(self, found: Found) -> PlayedSoFar:
        """Return the series with a checkpoint, after starting it with the first one."""
        if self._series is None:
            probed = self.choices.probed
            self._series = PlayedSoFar(Sweep.begin(self.folder, self.settings, [found], probed))
        else:
            self._series.sweep.add([found])
        return self._series

    def _play(self, found: Found) -> ToolbenchError | None:
        played = self._with(found)
        error = play_checkpoint(played.sweep, found.label, f"checkpoint {found.label}")
        if error is not None:
            return error
        series = played.series(self.choices.alpha, self.choices.tolerance)
        point = next(each for each in series.points if each.label == found.label)
        typer.echo(visible_text(point_words(point)))
        if point.unprobed is not None and point.unprobed not in self._told:
            tell(f"not probed: {point.unprobed}")
            self._told.add(point.unprobed)
        if point != series.points[-1]:
            tell(f"{found.label} came late; it stands before {series.points[-1].label}")
        if self.choices.html is not None:
            write_page(series, self.choices.html)
        self._ring(played.sweep, series)
        return None

    def _ring(self, sweep: Sweep, series: Series) -> None:
        rung = {each.figure for each in sweep.file.alarms}
        new = [alarm for alarm in series.alarms if alarm.figure not in rung]
        labels = [point.label for point in series.points]
        for alarm in new:
            typer.echo(visible_text(alarm_words(alarm, labels)))
            if self.command:
                _run(self.command, alarm, labels)
        if new:
            sweep.ring(RungAlarm(figure=each.figure, at=labels[each.at]) for each in new)
        if new and not self.command:
            raise typer.Exit(ALARM_EXIT)


def read_command(text: str | None) -> Sequence[str]:
    """Split a command line into words.

    Raises:
        UserError: it can't be split, or there is no such program.
    """
    if text is None:
        return ()
    try:
        words = shlex.split(text)
    except ValueError as error:
        raise UserError(f"--on-alarm {text!r} is no command: {error}") from error
    if not words or shutil.which(words[0]) is None:
        raise UserError(
            f"--on-alarm {text!r} can't be run: there is no program {words[0] if words else ''!r}; "
            "it is run without a shell, so give a program and its arguments"
        )
    return words


def _run(words: Sequence[str], alarm: Alarm, labels: Sequence[str]) -> None:
    about = {
        "TOOLBENCH_OOD_CHECKPOINT": labels[alarm.at],
        "TOOLBENCH_OOD_FIGURE": alarm.figure,
        "TOOLBENCH_OOD_ALARM": alarm_words(alarm, labels),
    }
    try:
        code = subprocess.run(words, env=os.environ | about, check=False).returncode  # noqa: S603  # the command line's own
    except OSError as error:
        tell(f"--on-alarm {shlex.join(words)} can't be run: {error.strerror}")
        return
    if code:
        tell(f"--on-alarm {shlex.join(words)} ended with {code}")


def _pause(look: FolderLook, seconds: float) -> Callable[[], None]:
    told: dict[str, str] = {}

    def pause() -> None:
        for label, why in look.waiting.items():
            if told.get(label) != why:
                tell(f"waiting for {label}: {why}")
            told[label] = why
        time.sleep(seconds)

    return pause
