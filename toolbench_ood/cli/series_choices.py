"""The options of ``sweep`` and ``watch`` that a run does not have."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from toolbench_ood.cli.profile_defaults import profile_default
from toolbench_ood.probe.choices import CONVERSATIONS
from toolbench_ood.run.read_options import make_settings
from toolbench_ood.run.settings import Settings
from toolbench_ood.series.alarm import ALPHA, TOLERANCE
from toolbench_ood.types.errors import UserError
from toolbench_ood.types.option import Declared, Group, Option

PROFILE = "monitor"
"""The profile unless another one is named."""
WITHOUT = frozenset({"--model", "--shard"})
"""Options of a run that each checkpoint of a series has in its own way, or not at all."""


def series_default(declared: Declared) -> str:
    """Return the text for an option's default in a command over checkpoints."""
    return PROFILE if declared.option.name == "--profile" else profile_default(declared)


def series_settings(given: Mapping[str, Any], model: str) -> Settings:
    """Combine the given options with the values of the profile (UserError: one is wrong).

    Args:
        given: by the option's name.
        model: one of the series.
    """
    return make_settings({"--profile": PROFILE, **given, "--model": model})


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesChoices:
    """Where a series is, and when its alarm rings."""

    out: Annotated[
        Path | None,
        Option(
            name="--out",
            help="Folder for the runs; the same one again to go on.",
            group=Group.OUTPUT,
            metavar="DIR",
            unset="required",
        ),
    ] = None
    html: Annotated[
        Path | None,
        Option(
            name="--html",
            help="Write curves to this HTML page, anew each time.",
            group=Group.OUTPUT,
            metavar="FILE",
        ),
    ] = None
    probed: Annotated[
        int,
        Option(
            name="--probe-conversations",
            help="Conversations on which each checkpoint is probed too; 0: none.",
            group=Group.CASES,
            minimum=0,
        ),
    ] = CONVERSATIONS
    alpha: Annotated[
        float,
        Option(
            name="--alpha",
            help="False alarms a checkpoint, at most and on average.",
            group=Group.OUTPUT,
        ),
    ] = ALPHA
    tolerance: Annotated[
        float,
        Option(
            name="--tolerance",
            help="How much worse a figure may be than it was without an alarm, 0 to 1.",
            group=Group.OUTPUT,
        ),
    ] = TOLERANCE

    def __post_init__(self) -> None:
        """Check the numbers (UserError)."""
        if not 0 < self.alpha < 1:
            raise UserError(
                f"--alpha {self.alpha:g} is no rate: expected a number above 0 and below 1"
            )
        if not 0 <= self.tolerance < 1:
            raise UserError(
                f"--tolerance {self.tolerance:g} is no share: expected a number from 0, below 1"
            )
        if self.probed < 0:
            raise UserError(
                f"--probe-conversations {self.probed} is no number of them: expected 0 or more"
            )
        if self.html is not None and (self.html.is_dir() or not self.html.parent.is_dir()):
            raise UserError(f"--html {self.html} is no file in a folder that exists; give one")

    @property
    def folder(self) -> Path:
        """The folder of the series (UserError: none was given)."""
        if self.out is None:
            raise UserError("--out is missing: give a folder for the runs of the checkpoints")
        return self.out


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepChoices(SeriesChoices):
    """Where a sweep is played, and how it is printed."""

    ray: Annotated[
        str | None,
        Option(
            name="--ray",
            help="Play on workers of Ray: local starts them on this machine, auto and HOST:PORT "
            "are a cluster that runs. Does not affect results.",
            group=Group.ENGINE,
            metavar="local|auto|HOST:PORT",
            unset="one checkpoint after the other, in this process",
        ),
    ] = None
    shards: Annotated[
        int,
        Option(
            name="--shards",
            help="Cut each checkpoint's run into N parts that several workers play, and join them.",
            group=Group.ENGINE,
            minimum=1,
        ),
    ] = 1
    json: Annotated[bool, Option(name="--json", help="Print JSON.", group=Group.OUTPUT)] = False
    dry_run: Annotated[
        bool,
        Option(
            name="--dry-run",
            help="Print which checkpoints would be played, and what each would take.",
            group=Group.OUTPUT,
        ),
    ] = False

    def __post_init__(self) -> None:
        """Check the numbers (UserError)."""
        SeriesChoices.__post_init__(self)
        if self.shards < 1:
            raise UserError(f"--shards {self.shards} is no number of parts: expected 1 or more")


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchChoices(SeriesChoices):
    """How a folder is watched, and what happens at an alarm."""

    every: Annotated[
        float,
        Option(
            name="--every",
            help="Seconds between two looks at the folder.",
            group=Group.OUTPUT,
            metavar="SECONDS",
        ),
    ] = 30.0
    until: Annotated[
        int | None,
        Option(
            name="--until",
            help="End when a checkpoint of this step, or a later one, has been played.",
            group=Group.OUTPUT,
            metavar="STEP",
        ),
    ] = None
    once: Annotated[
        bool,
        Option(
            name="--once",
            help="Play what is complete at the second look, then end.",
            group=Group.OUTPUT,
        ),
    ] = False
    on_alarm: Annotated[
        str | None,
        Option(
            name="--on-alarm",
            help="Command to run at an alarm, without a shell, and go on.",
            group=Group.OUTPUT,
            metavar="COMMAND",
            unset="exit with 5",
        ),
    ] = None

    def __post_init__(self) -> None:
        """Check the numbers (UserError)."""
        SeriesChoices.__post_init__(self)
        if not self.every > 0:
            raise UserError(f"--every {self.every:g} is no time: expected seconds, more than 0")
