"""``probe.json`` in a run's folder: the probe of its model, or why there is none."""

from pathlib import Path
from typing import Final, Literal, Self

from pydantic import BaseModel, ConfigDict

from toolbench_ood.probe.report import ProbeReport
from toolbench_ood.run.folder import require_own_file, unwritable
from toolbench_ood.run.own_file import read_own, write_own

PROBE = "probe.json"
RUN_PROBE_VERSION: Final = 1


class RunProbe(BaseModel):
    """What was found when a run's model was probed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: Literal[1] = RUN_PROBE_VERSION
    report: ProbeReport | None = None
    unprobed: str | None = None
    """Why there is no report: what was asked for is not served. No sentence's end."""

    @classmethod
    def load(cls, folder: Path) -> Self | None:
        """Read the file of a run's folder; None where there is none.

        Raises:
            UserError: it is broken, of another version of the program, or a link.
        """
        path = folder / PROBE
        require_own_file(path)
        return read_own(cls, path, "remove it, and it is made again")

    def save(self, folder: Path) -> None:
        """Write the file at once, so that it is never there in part (UserError: it can't be)."""
        try:
            write_own(self, folder / PROBE)
        except OSError as error:
            raise unwritable(folder, error) from error
