"""The least of a series that is played alone: a checkpoint's run, or one part of it."""

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from toolbench_ood.probe.probing import Probing
from toolbench_ood.probe.run_probe import RunProbe
from toolbench_ood.run.evaluate import evaluate_plan, resume
from toolbench_ood.run.folder import HEADER, RunFolder, check_free
from toolbench_ood.run.listener import Listener
from toolbench_ood.run.planned import Planned, plan_run
from toolbench_ood.run.settings import Settings
from toolbench_ood.run.sources import Sources
from toolbench_ood.tasks.collect import Collection, collect
from toolbench_ood.types.errors import EngineError, ProgramError, ToolbenchError, UserError


@dataclass(frozen=True)
class Suites:
    """The suites of a series, loaded once for all that one process plays of it."""

    settings: Settings

    @cached_property
    def loaded(self) -> Collection:
        """The suites (UserError: they can't be loaded)."""
        return collect(self.settings.task_folders, keep_going=self.settings.keep_going)


@dataclass(frozen=True, slots=True)
class Unit:
    """What one worker plays at a time. It can be sent to another process or machine."""

    label: str
    """That of the checkpoint."""
    folder: Path
    """Of the run; new, or begun."""
    settings: Settings
    """They name the model, and which part of its cases is played, if not all."""
    probed: int = 0
    """Conversations on which the model is probed when the cases are played; 0 for no probe."""

    @property
    def name(self) -> str:
        """What it is called in a line of progress: ``step-30`` or ``step-30 2/4``."""
        return " ".join(filter(None, (self.label, self.settings.shard)))

    @property
    def is_finished(self) -> bool:
        """Whether nothing is left to play; False also where its folder is broken."""
        try:
            is_probed = not self.probed or RunProbe.load(self.folder) is not None
            return is_probed and finished_run(self.folder) is not None
        except UserError:
            return False  # said when it is played

    def plan(self, suites: Suites) -> Planned | None:
        """Return what it will play; None where it is begun, or can't be planned."""
        if (self.folder / HEADER).exists():
            return None
        try:
            return plan_run(replace(self.settings, shard=None), suites.loaded)
        except UserError:
            return None  # said when it is played

    def play(self, listener: Listener, suites: Suites) -> ToolbenchError | None:
        """Play it, or what is left of it.

        Returns:
            Why it is not played to its end; None where it is.

        Raises:
            OSError: a file can't be read, though the checkpoint is there.
        """
        try:
            self._play(listener, suites)
        except (UserError, EngineError, ProgramError) as failed:
            return self._gone() or failed
        except OSError as failed:
            gone = self._gone()
            if gone is None:
                raise
            gone.__cause__ = failed
            return gone
        return None

    def _play(self, listener: Listener, suites: Suites) -> None:
        probing = Probing(self.folder, self.probed, listener) if self.probed else None
        if not (self.folder / HEADER).exists():
            drop_drafts(self.folder)
            check_free(self.folder)
            planned = plan_run(self.settings, suites.loaded)
            evaluate_plan(planned, self.folder, listener, follow_up=probing)
        elif not self.is_finished:
            resume(self.folder, listener, _sources(self.settings), suites.loaded, probing)

    def _gone(self) -> UserError | None:
        """Return the error for a checkpoint that was a folder and is none any more."""
        path = Path(self.settings.model)
        if not path.is_absolute() or path.exists():
            return None
        return UserError(
            f"the checkpoint {path} is not there any more; copy it back, or keep more checkpoints "
            "in the trainer"
        )


def finished_run(path: Path) -> RunFolder | None:
    """Return the run in a folder; None where none is begun, or it is not finished.

    Raises:
        UserError: the folder is broken.
    """
    if not (path / HEADER).exists():
        return None
    run = RunFolder.open(path)
    return run if len(run.done()) >= run.header.cases else None


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


def drop_drafts(path: Path) -> None:
    """Remove what a run leaves that is killed while it writes its header."""
    for draft in path.glob(f".{HEADER}.*"):
        draft.unlink()
