"""The options of a probe that a run does not have."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from toolbench_ood.types.option import Group, Option

CONVERSATIONS = 64
"""Those of a probe where no other number is given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeChoices:
    """What is probed and where the report goes."""

    run: Annotated[
        Path | None,
        Option(
            name="--run",
            help="Also probe the model on its own messages in this run.",
            group=Group.CASES,
            metavar="DIR",
        ),
    ] = None
    reference: Annotated[
        str | None,
        Option(
            name="--compare",
            help="Another model with the same tokenizer; all figures are compared with its.",
            group=Group.MODEL,
            metavar="MODEL",
        ),
    ] = None
    tokens: Annotated[
        tuple[str, ...],
        Option(
            name="--token",
            help="Also follow the probability of this text (repeatable).",
            group=Group.OUTPUT,
            metavar="TEXT",
        ),
    ] = ()
    out: Annotated[
        Path | None,
        Option(
            name="--out",
            help="Also write the report to this new JSON file.",
            group=Group.OUTPUT,
            metavar="FILE",
        ),
    ] = None
    json: Annotated[bool, Option(name="--json", help="Print JSON.", group=Group.OUTPUT)] = False
