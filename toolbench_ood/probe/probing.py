"""Probes the model of a run with the run's own engine, when its cases are played."""

from dataclasses import dataclass
from pathlib import Path

from toolbench_ood.engines.engine import Engine
from toolbench_ood.probe.probe import probe_on
from toolbench_ood.probe.run_probe import PROBE, RunProbe
from toolbench_ood.probe.subject import require_probabilities, subject_of_plan
from toolbench_ood.probe.watching import Watching
from toolbench_ood.run.planned import Planned
from toolbench_ood.types.errors import EngineDownError, EngineError, UserError


@dataclass(frozen=True, slots=True)
class Probing:
    """A follow-up of a run: probes its model in the first of its ID formats.

    What it finds is kept in the run's folder and not computed again; so is the sentence that says
    that the engine serves nothing.
    """

    folder: Path
    """The run's."""
    conversations: int
    """At most so many of the run's tasks, as their solutions play them."""
    watching: Watching
    """Told of the progress."""

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to do."""
        return (self.folder / PROBE).exists()

    async def __call__(self, planned: Planned, engine: Engine) -> None:
        """Probe the model, unless that has been done.

        Raises:
            UserError: the result can't be written.
            EngineError: the engine failed.
        """
        if self.is_done:
            return
        try:
            found = await self._probe(planned, engine)
        except UserError as error:
            found = RunProbe(unprobed=str(error))
        except EngineError as error:
            kind = EngineDownError if isinstance(error, EngineDownError) else EngineError
            raise kind(f"the cases are played, but the probe failed: {error}") from error
        found.save(self.folder)

    async def _probe(self, planned: Planned, engine: Engine) -> RunProbe:
        require_probabilities(planned.model)
        names = planned.model.id_formats.names
        if not names:
            return RunProbe(unprobed="no ID format is known; name one with --id-format")
        subject = subject_of_plan(planned.model, planned.plan, names[0], self.conversations)
        return RunProbe(report=await probe_on(engine, subject, self.watching))
