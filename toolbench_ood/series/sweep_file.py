"""``sweep.json``: which checkpoints a folder of runs holds, and with what settings they play."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from toolbench_ood.run.own_file import read_own, write_own
from toolbench_ood.run.settings import Settings
from toolbench_ood.series.changed_options import changed_options
from toolbench_ood.series.find_checkpoints import LABEL, Found
from toolbench_ood.types.errors import UserError

SWEEP = "sweep.json"
SWEEP_VERSION: Final = 1


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Member(_Closed):
    """A checkpoint of a series."""

    label: str = Field(pattern=rf"^{LABEL}$")
    """Name of its run's folder, too."""
    step: int | None
    model: str
    id_formats: tuple[str, ...] | None = None
    """What would count as in distribution for it alone; None where the user says that, and before
    it is played."""
    failure: str | None = None
    """Why it is not played to its end, in one sentence."""


class RungAlarm(_Closed):
    """An alarm that rang, so that it does not ring again."""

    figure: str
    at: str
    """Label of the checkpoint."""


class SweepFile(_Closed):
    """A series, as it stands on disk."""

    version: Literal[1] = SWEEP_VERSION
    settings: Settings
    """As they were given; their model is that of a checkpoint, and counts for nothing."""
    id_formats: tuple[str, ...]
    """The option ``--id-format`` with which every checkpoint plays."""
    probed: int = 0
    """Conversations on which every checkpoint is probed; 0: none is."""
    members: tuple[Member, ...] = ()
    """In the order of training."""
    alarms: tuple[RungAlarm, ...] = ()

    @classmethod
    def load(cls, folder: Path) -> Self | None:
        """Read the file of a folder; None where there is none.

        Raises:
            UserError: it is broken, or of another version of the program.
        """
        return read_own(cls, folder / SWEEP, "give another --out")

    def save(self, folder: Path) -> None:
        """Write the file at once, so that it is never there in part (UserError: it can't be)."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
            write_own(self, folder / SWEEP)
        except OSError as error:
            raise UserError(
                f"{folder} cannot be written: {error.strerror}; free some space or give another "
                "--out"
            ) from error

    def require_settings(self, given: Settings, probed: int, folder: Path) -> None:
        """Refuse other settings than those with which the series began (UserError)."""
        changed = [
            changed_options(self.settings, given, besides=("model",)),
            f"--probe-conversations was {self.probed} and is {probed}"
            if probed != self.probed
            else "",
        ]
        if any(changed):
            raise UserError(
                f"the checkpoints in {folder} play with other options: "
                f"{'; '.join(filter(None, changed))}; give the same ones, or another --out"
            )

    def with_members(self, found: Sequence[Found], folder: Path) -> Self:
        """Add checkpoints, and put all in order.

        That is the order in which they are given, if all of the series are. Otherwise each new one
        stands before the first with a higher number, or at the end.

        Raises:
            UserError: a label is that of another model.
        """
        known = {member.label: member for member in self.members}
        for each in found:
            if each.label in known and known[each.label].model != each.model:
                raise UserError(
                    f"{each.label} in {folder} is {known[each.label].model}, not {each.model}; "
                    f"give this one another label, as in second={each.model}, or give another --out"
                )
        given = [
            known.get(each.label) or Member(label=each.label, step=each.step, model=each.model)
            for each in found
        ]
        members = given
        if known.keys() - {member.label for member in given}:
            members = list(self.members)
            for member in given:
                if member.label not in known:
                    members.insert(_place(member, members), member)
        return self.model_copy(update={"members": tuple(members)})

    def with_member(self, member: Member) -> Self:
        """Replace what is known of one checkpoint."""
        members = tuple(member if each.label == member.label else each for each in self.members)
        return self.model_copy(update={"members": members})


def _place(member: Member, members: Sequence[Member]) -> int:
    later = (
        at
        for at, each in enumerate(members)
        if member.step is not None and each.step is not None and each.step > member.step
    )
    return next(later, len(members))
