"""``toolbench-ood show CASE --run DIR``: one case as it was played."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import typer

from toolbench_ood.cli.played_view import print_played
from toolbench_ood.rollout.limits import Stop
from toolbench_ood.rollout.record import Record
from toolbench_ood.run.find_record import find_record
from toolbench_ood.run.folder import RunFolder
from toolbench_ood.run.recall import recall
from toolbench_ood.run.show_command import show_command
from toolbench_ood.run.sources import NOTHING, Sources


def show_played(name: str, run: Path, sources: Sources, *, as_json: bool) -> None:
    """Print a case of a run as it was played, given its id or words of it."""
    folder = RunFolder.open(run)
    shown = recall(folder.header, find_record(folder.records(), name), sources)
    if as_json:
        # In ASCII alone, so that nothing a model wrote reaches a terminal as it is.
        typer.echo(json.dumps(asdict(shown), indent=2))
    else:
        print_played(shown)


def way_to_a_failure(
    run: RunFolder, records: Sequence[Record], sources: Sources = NOTHING
) -> str | None:
    """Say in one line how to see a case that was not solved; None if all were.

    A case in which the program failed comes first, then one in which the engine did.
    """
    for what, stop in _FAILED:
        failed = [record for record in records if record.stop is stop]
        if failed:
            return f"to see a case that {what}: {show_command(run, failed[0], sources)}"
    unsolved = [record for record in records if not record.solved]
    if not unsolved:
        return None
    return f"to see a case that was not solved: {show_command(run, unsolved[0], sources)}"


_FAILED = (
    ("failed in the program", Stop.PROGRAM_ERROR),
    ("failed in the engine", Stop.ENGINE_ERROR),
)
