"""``toolbench-ood merge``."""

from pathlib import Path
from typing import Annotated

import typer

from toolbench_ood.cli.options import AsJson
from toolbench_ood.cli.report import print_run
from toolbench_ood.report.visible import visible_text
from toolbench_ood.run.merge import merge

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def merge_shards(
    folders: Annotated[
        list[Path], typer.Argument(metavar="DIR...", help="Folders of all shards of one run.")
    ],
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="New folder for the run. (required)")
    ],
    as_json: AsJson = False,
) -> None:
    """Join the shards of a run that eval --shard I/N played.

    Prints the report of the run and writes the folder that eval without --shard would have written.
    The shards are not changed.
    """
    print_run(merge(folders, out), as_json=as_json)
    typer.echo(visible_text(f"run folder: {out}"), err=True)
