"""Play the checkpoints of a series with the same settings, each into a run folder of its own."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from toolbench_ood.probe.run_probe import RunProbe
from toolbench_ood.run.folder import HEADER, RunFolder
from toolbench_ood.run.listener import Listener
from toolbench_ood.run.model import open_model
from toolbench_ood.run.settings import AUTO_DETECT, Settings
from toolbench_ood.series.find_checkpoints import Found
from toolbench_ood.series.forecast import forecast_lines, make_forecast
from toolbench_ood.series.parts import Parts
from toolbench_ood.series.played_elsewhere import require_run_of
from toolbench_ood.series.series_id_formats import find_id_formats
from toolbench_ood.series.sweep_file import SWEEP, Member, RungAlarm, SweepFile
from toolbench_ood.series.unit import Suites, Unit, finished_run
from toolbench_ood.types.errors import ToolbenchError, UserError


@dataclass(slots=True)
class Sweep:
    """A series of checkpoints in a folder, of which some are played."""

    folder: Path
    settings: Settings
    """Those with which every checkpoint plays, but for its model."""
    file: SweepFile
    suites: Suites
    _is_foretold: bool = False

    @classmethod
    def begin(
        cls, folder: Path, settings: Settings, found: Sequence[Found], probed: int = 0
    ) -> Self:
        """Start a series, or go on with one.

        Args:
            folder: where its runs are; new, empty, that of a series with the same settings, or one
                of nothing but finished or begun runs, in folders named after their checkpoints.
            settings: what the user chose, of any model.
            found: the checkpoints that are there, at least one, in order.
            probed: conversations on which each of them is probed; 0 for no probe.

        Raises:
            UserError: a setting is wrong or another one than before, or the folder holds something
                else.
        """
        sweep = cls.open(folder, settings, probed, found)
        if sweep is None:
            suites = Suites(settings)
            names = find_id_formats(settings, found, suites)
            file = SweepFile(settings=settings, id_formats=names, probed=probed)
            sweep = cls(folder, replace(settings, id_formats=names), file, suites)
        sweep.add(found)
        return sweep

    @classmethod
    def open(
        cls, folder: Path, settings: Settings, probed: int = 0, found: Sequence[Found] = ()
    ) -> Self | None:
        """Go on with a series; None where there is none yet, but perhaps runs of ``found``.

        Raises:
            UserError: it has other settings, or the folder holds something else.
        """
        file = SweepFile.load(folder)
        if file is None:
            _require_free(folder, {each.label for each in found})
            return None
        file.require_settings(settings, probed, folder)
        return cls(folder, replace(settings, id_formats=file.id_formats), file, Suites(settings))

    def add(self, found: Sequence[Found]) -> None:
        """Add the checkpoints that are there now, in order, to those of the series (UserError)."""
        known = {member.label for member in self.file.members}
        for each in found:
            if each.label not in known:
                require_run_of(each, self.folder / each.label, self.settings, self.suites)
        self._keep(self.file.with_members(found, self.folder))

    def run_of(self, member: Member) -> RunFolder | None:
        """Return the finished run of a checkpoint; None where it is not finished.

        Raises:
            UserError: its folder is broken.
        """
        return finished_run(self.folder / member.label)

    def is_done(self, member: Member) -> bool:
        """Whether nothing of a checkpoint is left to play or to probe (UserError: it is broken)."""
        is_probed = not self.file.probed or RunProbe.load(self.folder / member.label) is not None
        return is_probed and self.run_of(member) is not None

    def units(self, label: str, parts: int = 1) -> tuple[Unit, ...]:
        """Return what is left to play of a checkpoint.

        Each can be played anywhere and in any order; :meth:`end` is for when all of them have been.

        Args:
            label: that of the checkpoint.
            parts: into how many its run is cut, if nothing of it is played yet; a begun one stays
                in as many as it was begun with.
        """
        settings = replace(self.settings, model=self._member(label).model)
        units = (
            Unit(label, folder, replace(settings, shard=shard), 0 if nth else self.file.probed)
            for nth, (shard, folder) in enumerate(Parts.of(self.folder, label, parts).folders())
        )
        return tuple(unit for unit in units if not unit.is_finished)

    def foretell(self, label: str, say: Callable[[str], None]) -> None:
        """Say what a checkpoint that is not begun will cost, if that was not said of another one.

        Args:
            label: that of the checkpoint.
            say: called with each line.
        """
        units = () if self._is_foretold else self.units(label)
        planned = units[0].plan(self.suites) if units else None
        if planned is None:
            return
        self._is_foretold = True
        for line in forecast_lines(make_forecast(planned, self.file.probed)):
            say(line)

    def end(self, label: str, outcomes: Iterable[ToolbenchError | None]) -> ToolbenchError | None:
        """Join the parts of a checkpoint, and record how playing it ended.

        Args:
            label: that of the checkpoint.
            outcomes: those of the units that were left to play.

        Returns:
            Why it is not played to its end; None where it is.
        """
        member = self._member(label)
        error = next(filter(None, outcomes), None)
        if error is None:
            try:
                Parts.of(self.folder, label).join()
            except UserError as refused:
                error = refused
        if error is None:
            member = member.model_copy(update={"id_formats": self._own_id_formats(member)})
        failure = None if error is None else " ".join(str(error).split())
        self._keep(self.file.with_member(member.model_copy(update={"failure": failure})))
        return error

    def play(self, label: str, listener: Listener, parts: int = 1) -> ToolbenchError | None:
        """Play a checkpoint, or what is left of it, in this process; see :meth:`end`.

        Raises:
            OSError: a file can't be read, though the checkpoint is there.
        """
        self.foretell(label, listener.note)
        units = self.units(label, parts)
        return self.end(label, [unit.play(listener, self.suites) for unit in units])

    def ring(self, alarms: Iterable[RungAlarm]) -> None:
        """Record alarms, which do not ring again."""
        self._keep(self.file.model_copy(update={"alarms": (*self.file.alarms, *alarms)}))

    def _member(self, label: str) -> Member:
        (member,) = (each for each in self.file.members if each.label == label)
        return member

    def _own_id_formats(self, member: Member) -> tuple[str, ...] | None:
        """Find out in what formats a checkpoint was trained, if that was found out for the first.

        Only a note depends on it, so a checkpoint that is gone since it was played is no error.
        """
        given = self.file.settings
        if AUTO_DETECT not in given.id_formats or member.id_formats is not None:
            return member.id_formats
        try:
            return open_model(replace(given, model=member.model)).id_formats.names
        except UserError:
            return None

    def _keep(self, file: SweepFile) -> None:
        file.save(self.folder)
        self.file = file


def _is_foreign(path: Path, labels: Collection[str]) -> bool:
    is_run = path.name in labels and (path / HEADER).exists()
    return not is_run and not path.name.startswith(f".{SWEEP}.")


def _require_free(folder: Path, labels: Collection[str]) -> None:
    """Refuse a folder with anything in it but runs of these checkpoints (UserError)."""
    try:
        taken = folder.exists() and (
            not folder.is_dir() or any(_is_foreign(each, labels) for each in folder.iterdir())
        )
    except OSError as error:
        raise UserError(f"{folder} cannot be read: {error.strerror}; give another --out") from error
    if taken:
        raise UserError(
            f"{folder} holds something other than a sweep; give a new folder with --out, or that "
            "of a sweep to go on with it"
        )
