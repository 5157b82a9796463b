"""A checkpoint's run in parts, each in a folder of its own until all of them are joined."""

import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from toolbench_ood.probe.run_probe import PROBE
from toolbench_ood.run.folder import HEADER, unwritable
from toolbench_ood.run.merge import merge
from toolbench_ood.run.shard import Shard
from toolbench_ood.series.unit import drop_drafts
from toolbench_ood.types.errors import UserError

_PARTS = ".parts"
"""Folder in that of the series; no label begins with a dot."""
_NAME = re.compile(r"[1-9][0-9]*-of-([1-9][0-9]*)")


@dataclass(frozen=True, slots=True)
class Parts:
    """The folders of a checkpoint's run: one for each part, or that of the run alone."""

    run: Path
    """Folder of the whole run."""
    place: Path
    """Folder around those of the parts."""
    number: int
    """How many there are; 1: the run is played whole, in its own folder."""

    @classmethod
    def of(cls, series: Path, label: str, wanted: int = 1) -> Self:
        """Return the parts in which a checkpoint is begun, or those in which it will be.

        Args:
            series: folder of the series.
            label: that of the checkpoint.
            wanted: how many parts to make where nothing of it is played yet.
        """
        run, place = series / label, series / _PARTS / label
        return cls(run, place, 1 if (run / HEADER).exists() else _begun(place) or wanted)

    def folders(self) -> Iterator[tuple[str | None, Path]]:
        """Yield each part with its folder: ``I/N``, None for a run that is played whole."""
        if self.number == 1:
            yield None, self.run
            return
        for number in range(1, self.number + 1):
            yield str(Shard(number, self.number)), self.place / f"{number}-of-{self.number}"

    def join(self) -> None:
        """Write the run of which these are the finished parts, and remove them.

        Raises:
            UserError: a part is missing, is not finished or differs from the others, or the run
                can't be written.
        """
        folders = [folder for _, folder in self.folders()]
        _require_here(folders)
        if self.number > 1:
            drop_drafts(self.run)
            merge(folders, self.run)
            self._keep_probe(folders)
        shutil.rmtree(self.place, ignore_errors=True)
        with suppress(OSError):  # others are there, or there never was one
            self.place.parent.rmdir()

    def _keep_probe(self, folders: Iterable[Path]) -> None:
        """Move the probe's result to the run from the part that made it."""
        try:
            for folder in folders:
                if (folder / PROBE).exists():
                    (folder / PROBE).replace(self.run / PROBE)
        except OSError as error:
            raise unwritable(self.run, error) from error


def _begun(place: Path) -> int | None:
    """Return how many parts there are of which some are begun; None where none is."""
    matches = map(_NAME.fullmatch, (path.parent.name for path in place.glob(f"*/{HEADER}")))
    return max((int(match[1]) for match in matches if match), default=None)


def _require_here(folders: list[Path]) -> None:
    """Refuse a run that another machine wrote somewhere else (UserError)."""
    away = next((folder for folder in folders if not (folder / HEADER).exists()), None)
    if away is not None:
        raise UserError(
            f"{away} was played, and is not there: the machines do not share this folder; give an "
            "--out that is the same folder on all of them"
        )
