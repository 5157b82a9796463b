"""The report of a probe, as it is written to a file."""

from typing import Final, Literal

from pydantic import BaseModel, ConfigDict

from toolbench_ood.probe.controls import ControlKind
from toolbench_ood.probe.figure import Figure
from toolbench_ood.probe.figures import Figures
from toolbench_ood.probe.position import Position
from toolbench_ood.run.header import ModelEntry
from toolbench_ood.score.cluster import TaskName
from toolbench_ood.types.value import Json

REPORT_VERSION: Final = 1
"""Raised whenever the meaning of a field changes."""


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ControlEntry(_Closed):
    """A text that was followed."""

    label: str
    """What it is called in the figures."""
    kind: ControlKind
    text: str
    tokens: tuple[int, ...]
    """Where there are several, its probability is the product along them."""


class ProbeComparison(_Closed):
    """The model against the reference on the same conversations."""

    differences: Figures
    """Of the model's values and the reference's, paired position by position."""
    divergence: dict[Position, Figure] | None
    """KL(model ‖ reference) in nats a token; None: the engine does not serve whole distributions.
    """


class Prefixes(_Closed):
    """Figures on one kind of prefix."""

    cases_digest: str
    """SHA-256 over the sorted ids of the cases."""
    left_out: dict[str, int]
    """Number of conversations that were left out, by the reason."""
    figures: Figures
    by_task: dict[str, dict[str, dict[str, float]]] = {}
    """The mean of each signature, and of ``own_ask``, by name, suite and task: what an alarm over
    checkpoints watches; see :mod:`toolbench_ood.probe.by_task`."""
    comparison: ProbeComparison | None = None


class ProbeReport(_Closed):
    """Everything that a probe found, and what it was found on."""

    version: Literal[1] = REPORT_VERSION
    model: ModelEntry
    reference: ModelEntry | None = None
    format: str
    engine: dict[str, Json]
    """The engine's description: name, arguments, device."""
    versions: dict[str, str]
    """Of toolbench-ood and of the packages that compute."""
    controls: tuple[ControlEntry, ...]
    oracle: Prefixes
    """On the oracle's messages."""
    own: Prefixes | None = None
    """On the messages that the model wrote itself."""
    made: dict[str, str]
    """Time and seconds; no effect on the figures."""

    @property
    def by_task(self) -> dict[str, dict[TaskName, float]]:
        """The signatures on the oracle's messages, by name and task."""
        return {
            name: {
                (suite, task): mean
                for suite, tasks in suites.items()
                for task, mean in tasks.items()
            }
            for name, suites in self.oracle.by_task.items()
        }
