"""``toolbench-ood score DIR``."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from toolbench_ood.cli.options import AsJson, Formats, Tasks
from toolbench_ood.cli.output import print_json, write_json
from toolbench_ood.report.program_errors import find_program_failures
from toolbench_ood.report.terminal import print_report
from toolbench_ood.report.visible import visible_text
from toolbench_ood.rollout.record import Record
from toolbench_ood.run.folder import RunFolder
from toolbench_ood.run.rescore import rescore
from toolbench_ood.run.sources import Sources
from toolbench_ood.score.scores import make_scores, scores_as_dict

app = typer.Typer(add_completion=False, rich_markup_mode=None)

_OUT = "Also write the scores to this new JSON file."


@app.command()
def score(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of a run.")],
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help=_OUT)] = None,
    tasks: Tasks = None,
    formats: Formats = None,
    as_json: AsJson = False,
) -> None:
    """Rescore a run from its records, without a model.

    Reads every message and carries out its calls again. The run is not changed. The number of cases
    whose outcome differs from the record is printed to stderr. For a run with its own suites or
    formats, give their folders with --tasks and --formats; the folders named in run.json are not
    used.
    """
    run = RunFolder.open(folder)
    sources = Sources(task_folders=tuple(tasks or ()), format_folders=tuple(formats or ()))
    before, now = run.records(), rescore(run, sources)
    scores = make_scores(now, run.header)
    if out is not None:
        write_json(scores_as_dict(scores), out)
    if as_json:
        print_json(scores_as_dict(scores))
    else:
        print_report(sys.stdout, run.header, scores, find_program_failures(run, now))
    typer.echo(visible_text(_comparison(before, now)), err=True)


def _comparison(before: Sequence[Record], now: Sequence[Record]) -> str:
    pairs = zip(before, now, strict=True)
    changed = [old.case for old, new in pairs if _outcome(old) != _outcome(new)]
    if not changed:
        return f"all {len(now)} cases have the recorded outcome"
    return (
        f"{len(changed)} of {len(now)} cases have another outcome than recorded, the first: "
        f"{changed[0]}"
    )


def _outcome(record: Record) -> tuple[object, ...]:
    """Return all that is scored of a record."""
    return record.solved, record.well_formed, record.stop, record.calls, record.findings
