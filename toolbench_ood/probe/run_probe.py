"""``probe.json`` in a run's folder: the probe of its model, or why there is none."""

import os
from pathlib import Path
from typing import Final, Literal, Self

from pydantic import BaseModel, ConfigDict, ValidationError

from toolbench_ood.probe.report import ProbeReport
from toolbench_ood.run.folder import require_own_file, unwritable
from toolbench_ood.types.errors import UserError

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
        try:
            return cls.model_validate_json(path.read_bytes())
        except FileNotFoundError:
            return None
        except OSError as error:
            raise UserError(f"{path} cannot be read: {error.strerror}") from error
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"]) or "the file"
            raise UserError(
                f"{path} cannot be read: {where}: {first['msg']}; it was written by another "
                "version of the program or edited by hand; remove it, and it is made again"
            ) from error

    def save(self, folder: Path) -> None:
        """Write the file at once, so that it is never there in part (UserError: it can't be)."""
        draft = folder / f".{PROBE}.{os.getpid()}"
        try:
            draft.write_text(self.model_dump_json(indent=2) + "\n", encoding="utf-8")
            draft.replace(folder / PROBE)
        except OSError as error:
            raise unwritable(folder, error) from error
