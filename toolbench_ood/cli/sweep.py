"""``toolbench-ood sweep``."""

import sys
from collections.abc import Mapping
from functools import partial
from typing import Annotated, Any

import typer

from toolbench_ood.cli.declared import GroupedCommand, takes_declared
from toolbench_ood.cli.output import print_json
from toolbench_ood.cli.series_choices import WITHOUT, SweepChoices, series_default, series_settings
from toolbench_ood.cli.series_plan import print_series_plan
from toolbench_ood.cli.series_run import (
    going_on_later,
    play_in_turn,
    play_on_workers,
    worst_exit,
    write_page,
)
from toolbench_ood.cli.series_view import print_series
from toolbench_ood.run.read_options import read_chosen
from toolbench_ood.run.settings import Settings
from toolbench_ood.series.find_checkpoints import PATTERNS, find_checkpoints
from toolbench_ood.series.series import PlayedSoFar, series_as_dict
from toolbench_ood.series.sweep import Sweep

app = typer.Typer(add_completion=False, rich_markup_mode=None)

_NAMES = "checkpoints"
_Names = Annotated[
    list[str],
    typer.Argument(
        metavar="CKPT",
        help=f"Models or adapters as for --model of eval, folders of checkpoints ({PATTERNS}), or "
        "patterns; LABEL=CKPT gives one a label.",
    ),
]


@app.command(cls=GroupedCommand)
@takes_declared(
    Settings,
    SweepChoices,
    default_of=series_default,
    without=WITHOUT,
    argument=(_NAMES, _Names),
)
def sweep_checkpoints(given: Mapping[str, Any]) -> None:
    """Evaluate many checkpoints with the same cases, and compare them.

    Each checkpoint is a run in a folder of its own below --out. The same command again goes on: a
    finished run is kept, a begun one resumed. A checkpoint that fails does not stop the others.
    Defaults are in parentheses; (profile) means that the profile sets it.

    Exit codes: 0 success; 2 invalid input, or a checkpoint that can't be played; 3, 4 as in eval,
    if a checkpoint ends so; 130 interrupted.
    """
    choices = read_chosen(SweepChoices(), given)
    found = find_checkpoints(given[_NAMES])
    settings = series_settings(given, found[0].model)
    if choices.dry_run:
        print_series_plan(settings, found, choices.probed)
        return
    folder = choices.folder
    with going_on_later():
        sweep = Sweep.begin(folder, settings, found, choices.probed)
        play = play_in_turn if choices.ray is None else partial(play_on_workers, choices.ray)
        errors = play(sweep, [each.label for each in found], choices.shards)
        series = PlayedSoFar(sweep).series(choices.alpha, choices.tolerance)
    if choices.html is not None:
        write_page(series, choices.html)
    if choices.json:
        print_json(series_as_dict(series))
    else:
        print_series(sys.stdout, series)
    if errors:
        raise typer.Exit(worst_exit(errors))
