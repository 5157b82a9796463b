"""``sweep --dry-run``: what would be played, without loading a model."""

import sys
from collections.abc import Sequence
from dataclasses import replace

from rich.console import Console

from toolbench_ood.report.tables import make_table
from toolbench_ood.report.words import plural
from toolbench_ood.run.planned import plan_run
from toolbench_ood.run.settings import Settings
from toolbench_ood.series.find_checkpoints import Found
from toolbench_ood.series.forecast import forecast_lines, make_forecast
from toolbench_ood.series.series_id_formats import find_id_formats
from toolbench_ood.series.unit import Suites


def print_series_plan(settings: Settings, found: Sequence[Found], probed: int) -> None:
    """Print the checkpoints in their order, the cases of each, and what one of them would take.

    Args:
        settings: those of the series.
        found: its checkpoints, at least one.
        probed: conversations on which each is probed.

    Raises:
        UserError: a setting is wrong, or no checkpoint can be read.
    """
    suites = Suites(settings)
    names = find_id_formats(settings, found, suites)
    planned = plan_run(replace(settings, id_formats=names, model=found[0].model), suites.loaded)
    table = make_table(plural(len(found), "checkpoint"), ["checkpoint", "model"], [])
    for each in found:
        table.add_row(each.label, each.model)
    console = Console(file=sys.stdout, highlight=False, markup=False, emoji=False)
    console.print(table)
    for line in (
        f"each plays {planned.plan.summary}; ID: {', '.join(names)}",
        *forecast_lines(make_forecast(planned, probed)),
    ):
        console.print(line, soft_wrap=True)
