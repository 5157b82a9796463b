"""``toolbench-ood report``."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from toolbench_ood.cli.options import AsJson
from toolbench_ood.cli.output import print_json
from toolbench_ood.report.program_errors import find_program_failures
from toolbench_ood.report.terminal import print_report
from toolbench_ood.rollout.record import Record
from toolbench_ood.run.folder import RunFolder
from toolbench_ood.score.scores import make_scores, scores_as_dict

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def report(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of a run.")],
    as_json: AsJson = False,
) -> None:
    """Print the report of a run.

    An unfinished run is reported as such.
    """
    print_run(RunFolder.open(folder), as_json=as_json)


def print_run(run: RunFolder, *, as_json: bool) -> list[Record]:
    """Print a run's report, or its scores as JSON, on stdout; return its records."""
    header, records = run.header, run.records()
    scores = make_scores(records, header)
    if as_json:
        print_json(scores_as_dict(scores))
    else:
        print_report(sys.stdout, header, scores, find_program_failures(run, records))
    return records
