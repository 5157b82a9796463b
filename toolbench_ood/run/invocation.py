"""Options of one invocation of a run that have no effect on its results."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from toolbench_ood.types.option import Group, Option


@dataclass(frozen=True, slots=True, kw_only=True)
class Invocation:
    """Where a run is written, and what is done with it; not recorded in ``run.json``."""

    out: Annotated[
        Path | None,
        Option(
            name="--out",
            help="New folder for the run.",
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
            help="Continue a run with its own settings; folders, files, servers and a model that "
            "is one of these are given again.",
            group=Group.OUTPUT,
            metavar="DIR",
        ),
    ] = None
    dry_run: Annotated[
        bool,
        Option(
            name="--dry-run",
            help="Print what would be played, without loading a model.",
            group=Group.OUTPUT,
        ),
    ] = False
    json: Annotated[bool, Option(name="--json", help="Print JSON.", group=Group.OUTPUT)] = False
