"""``toolbench-ood show CASE --run DIR``: one case as it was played."""

import json
import shlex
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import typer

from toolbench_ood.cli.played_view import print_played
from toolbench_ood.model.bundled import BUNDLED
from toolbench_ood.model.resolve import ModelKind
from toolbench_ood.rollout.record import Record
from toolbench_ood.run.find_record import find_record
from toolbench_ood.run.folder import RunFolder
from toolbench_ood.run.recall import Sources, recall
from toolbench_ood.score.row import engine_failed


def show_played(name: str, run: Path, sources: Sources, *, as_json: bool) -> None:
    """Print a case of a run, by its id or words of it, as it was played."""
    folder = RunFolder.open(run)
    shown = recall(folder.header, find_record(folder.records(), name), sources)
    if as_json:
        # In ASCII alone, so that nothing a model wrote reaches a terminal as it is.
        typer.echo(json.dumps(asdict(shown), indent=2))
    else:
        print_played(shown)


def way_to_a_failure(run: RunFolder, records: Sequence[Record]) -> str | None:
    """Say in one line how to see a case that was not solved; None where all were.

    A case in which the engine failed comes first.
    """
    failed = [record for record in records if engine_failed(record)]
    unsolved = [record for record in records if not record.solved]
    if not unsolved:
        return None
    what = "the engine failed in" if failed else "was not solved"
    shown = _command(run, (failed or unsolved)[0])
    return f"a case that {what}, as it was played: {shown}"


def _command(run: RunFolder, record: Record) -> str:
    settings = run.header.settings
    real = run.header.model.kind != ModelKind.SCRIPTED and settings.model != BUNDLED
    options = [
        *(("--tasks", folder) for folder in settings.task_folders),
        *(("--formats", folder) for folder in settings.format_folders),
        *((("--model", settings.model),) if real else ()),
        *((("--chat-template", settings.chat_template),) if settings.chat_template else ()),
    ]
    words = ["toolbench-ood", "show", record.case, "--run", run.path]
    return shlex.join(map(str, [*words, *(word for option in options for word in option)]))
