"""What is asked of one invocation of a run, and decides nothing about its results."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from toolbench_ood.types.option import Group, Option


@dataclass(frozen=True, slots=True, kw_only=True)
class Invocation:
    """Where a run goes, and what is done about it; not written to ``run.json``."""

    out: Annotated[
        Path | None,
        Option(
            name="--out",
            help="New folder of the run.",
            group=Group.OUTPUT,
            metavar="DIR",
            unset="runs/MODEL-TIME",
            pytest=True,
        ),
    ] = None
    resume: Annotated[
        Path | None,
        Option(
            name="--resume",
            help="Go on with a run under its own settings; only --json may be given besides.",
            group=Group.OUTPUT,
            metavar="DIR",
        ),
    ] = None
    dry_run: Annotated[
        bool,
        Option(
            name="--dry-run",
            help="Print what would be played; load no model.",
            group=Group.OUTPUT,
        ),
    ] = False
    json: Annotated[
        bool, Option(name="--json", help="Print JSON for programs.", group=Group.OUTPUT)
    ] = False
