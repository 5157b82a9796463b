"""Play the checkpoints of a series with the same settings, each into a run folder of its own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Self

from toolbench_ood.policy.find import is_scripted
from toolbench_ood.probe.probing import Probing
from toolbench_ood.probe.run_probe import RunProbe
from toolbench_ood.run.evaluate import evaluate_plan, resume
from toolbench_ood.run.folder import HEADER, RunFolder, check_free
from toolbench_ood.run.listener import Listener
from toolbench_ood.run.model import Model, open_model
from toolbench_ood.run.plan import make_plan
from toolbench_ood.run.planned import Planned, plan_run
from toolbench_ood.run.settings import AUTO_DETECT, NONE, Settings
from toolbench_ood.run.sources import Sources
from toolbench_ood.run.training import declared_training
from toolbench_ood.series.find_checkpoints import Found
from toolbench_ood.series.forecast import forecast_lines, make_forecast
from toolbench_ood.series.sweep_file import SWEEP, Member, RungAlarm, SweepFile
from toolbench_ood.tasks.collect import Collection, collect
from toolbench_ood.types.errors import EngineError, ProgramError, ToolbenchError, UserError


@dataclass(frozen=True)
class Suites:
    """The suites of a series, loaded once for all of its checkpoints."""

    settings: Settings

    @cached_property
    def loaded(self) -> Collection:
        """The suites (UserError: they can't be loaded)."""
        return collect(self.settings.task_folders, keep_going=self.settings.keep_going)


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
            folder: where its runs are; new, empty, or that of a series with the same settings.
            settings: what the user chose, of any model.
            found: the checkpoints that are there, at least one, in order.
            probed: conversations on which each of them is probed; 0 for no probe.

        Raises:
            UserError: a setting is wrong or another one than before, or the folder holds something
                else.
        """
        sweep = cls.open(folder, settings, probed)
        if sweep is None:
            suites = Suites(settings)
            names = _find_id_formats(settings, found, suites)
            file = SweepFile(settings=settings, id_formats=names, probed=probed)
            sweep = cls(folder, replace(settings, id_formats=names), file, suites)
        sweep.add(found)
        return sweep

    @classmethod
    def open(cls, folder: Path, settings: Settings, probed: int = 0) -> Self | None:
        """Go on with a series; None where there is none yet.

        Raises:
            UserError: it has other settings, or the folder holds something else.
        """
        file = SweepFile.load(folder)
        if file is None:
            _require_free(folder)
            return None
        file.require_settings(settings, probed, folder)
        return cls(folder, replace(settings, id_formats=file.id_formats), file, Suites(settings))

    def add(self, found: Sequence[Found]) -> None:
        """Add the checkpoints that are there now, in order, to those of the series (UserError)."""
        self._keep(self.file.with_members(found, self.folder))

    def run_of(self, member: Member) -> RunFolder | None:
        """Return the finished run of a checkpoint; None where it is not finished.

        Raises:
            UserError: its folder is broken.
        """
        path = self.folder / member.label
        if not (path / HEADER).exists():
            return None
        run = RunFolder.open(path)
        return run if len(run.done()) >= run.header.cases else None

    def is_done(self, member: Member) -> bool:
        """Whether nothing of a checkpoint is left to play or to probe (UserError: it is broken)."""
        is_probed = not self.file.probed or RunProbe.load(self.folder / member.label) is not None
        return is_probed and self.run_of(member) is not None

    def play(self, label: str, listener: Listener) -> ToolbenchError | None:
        """Play a checkpoint, or what is left of it, and record how that ended.

        Returns:
            Why it is not played to its end; None where it is.

        Raises:
            OSError: a file can't be read, though the checkpoint is there.
        """
        (member,) = (each for each in self.file.members if each.label == label)
        error: ToolbenchError | None = None
        try:
            member = member.model_copy(update={"id_formats": self._own_id_formats(member)})
            self._play(member, listener)
        except (UserError, EngineError, ProgramError) as failed:
            error = _gone(member) or failed
        except OSError as failed:
            error = _gone(member)
            if error is None:
                raise
            error.__cause__ = failed
        failure = None if error is None else " ".join(str(error).split())
        self._keep(self.file.with_member(member.model_copy(update={"failure": failure})))
        return error

    def ring(self, alarms: Iterable[RungAlarm]) -> None:
        """Record alarms, which do not ring again."""
        self._keep(self.file.model_copy(update={"alarms": (*self.file.alarms, *alarms)}))

    def _play(self, member: Member, listener: Listener) -> None:
        path = self.folder / member.label
        settings = replace(self.settings, model=member.model)
        probed = self.file.probed
        probing = Probing(path, probed, listener) if probed else None
        if not (path / HEADER).exists():
            _drop_drafts(path)
            check_free(path)
            planned = plan_run(settings, self.suites.loaded)
            self._foretell(planned, listener)
            evaluate_plan(planned, path, listener, follow_up=probing)
        elif not self.is_done(member):
            resume(path, listener, _sources(settings), self.suites.loaded, probing)

    def _foretell(self, planned: Planned, listener: Listener) -> None:
        """Say what every checkpoint will cost, once."""
        if not self._is_foretold:
            self._is_foretold = True
            for line in forecast_lines(make_forecast(planned, self.file.probed)):
                listener.note(line)

    def _own_id_formats(self, member: Member) -> tuple[str, ...] | None:
        """Find out in what formats a checkpoint was trained, if that was found out for the first.

        Raises:
            UserError: the checkpoint can't be read.
        """
        given = self.file.settings
        if AUTO_DETECT not in given.id_formats or self.run_of(member) is not None:
            return member.id_formats
        return open_model(replace(given, model=member.model)).id_formats.names

    def _keep(self, file: SweepFile) -> None:
        file.save(self.folder)
        self.file = file


def _find_id_formats(settings: Settings, found: Sequence[Found], suites: Suites) -> tuple[str, ...]:
    """Return the ID formats of a whole series, and refuse settings that leave nothing to play.

    They are those of the first checkpoint that can be read, and those that others declare.
    """
    model = _first_readable(settings, found)
    if AUTO_DETECT not in settings.id_formats:
        make_plan(model.settings, model, suites.loaded)
        return settings.id_formats
    declared = (name for each in found for name in _declared(settings, each))
    names = tuple(sorted({*model.id_formats.names, *declared})) or (NONE,)
    chosen = replace(model.settings, id_formats=names)
    make_plan(chosen, replace(model, settings=chosen), suites.loaded)
    return names


def _first_readable(settings: Settings, found: Sequence[Found]) -> Model:
    """Open the first model whose tokenizer and chat template can be read (UserError: none can)."""
    refused: UserError | None = None
    for each in found:
        model = open_model(replace(settings, model=each.model))
        try:
            _ = model.id_formats
        except UserError as error:
            refused = refused or error
        else:
            return model
    raise refused or UserError("there is no checkpoint to play")


def _declared(settings: Settings, found: Found) -> tuple[str, ...]:
    """Return the formats that a checkpoint declares, where it is at hand."""
    if is_scripted(found.model):
        return ()
    try:
        here = open_model(replace(settings, model=found.model)).here
        training = declared_training(*here.folders) if here else None
    except UserError:
        return ()  # said when it is played
    return training.formats if training else ()


def _sources(settings: Settings) -> Sources:
    """Return what a resume is told anew: all that the command line named."""
    return Sources(
        task_folders=settings.task_folders,
        format_folders=settings.format_folders,
        model=settings.model,
        base_model=settings.base_model,
        chat_template=settings.chat_template,
        base_urls=settings.base_urls,
        engine_args=settings.engine_args,
    )


def _gone(member: Member) -> UserError | None:
    """Return the error for a checkpoint that was a folder and is none any more."""
    path = Path(member.model)
    if not path.is_absolute() or path.exists():
        return None
    return UserError(
        f"the checkpoint {path} is not there any more; copy it back, or keep more checkpoints in "
        "the trainer"
    )


def _drop_drafts(path: Path) -> None:
    """Remove what a run leaves that is killed while it writes its header."""
    for draft in path.glob(f".{HEADER}.*"):
        draft.unlink()


def _is_foreign(path: Path) -> bool:
    return not path.name.startswith(f".{SWEEP}.")


def _require_free(folder: Path) -> None:
    try:
        taken = folder.exists() and (not folder.is_dir() or any(map(_is_foreign, folder.iterdir())))
    except OSError as error:
        raise UserError(f"{folder} cannot be read: {error.strerror}; give another --out") from error
    if taken:
        raise UserError(
            f"{folder} holds something other than a sweep; give a new folder with --out, or that "
            "of a sweep to go on with it"
        )
