"""``eval --dry-run``: what would be played, without loading a model."""

import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace

from pydantic import TypeAdapter
from rich import box
from rich.console import Console
from rich.table import Table

from toolbench_ood.cli.model_view import ModelView, view_model
from toolbench_ood.cli.output import print_json
from toolbench_ood.policy.find import is_scripted
from toolbench_ood.report.words import plural
from toolbench_ood.run.count_cases import say_beginnings
from toolbench_ood.run.model import open_model
from toolbench_ood.run.plan import Plan, make_plan
from toolbench_ood.run.planned import Planned
from toolbench_ood.run.profile import find_profile
from toolbench_ood.run.settings import Settings
from toolbench_ood.run.shard import take_shard
from toolbench_ood.series.forecast import Forecast, forecast_lines, make_forecast
from toolbench_ood.types.value import Json

_SHOWN = 5
"""Case ids that are printed."""


def print_plan(settings: Settings, *, as_json: bool) -> None:
    """Print how many cases of which suite and format would be played.

    Raises:
        UserError: a name is unknown, a file fails to load, or no case is left.
    """
    opened = open_model(settings)
    opened = opened.around_id() if opened.is_here else opened
    whole = make_plan(opened.settings, opened, fetch=False)
    plan = replace(whole, cases=take_shard(whole.cases, settings.shard))
    model = view_model(opened, plan.formats)
    follows = find_profile(settings.profile).follows and (
        opened.is_here or is_scripted(settings.model)
    )
    forecast = make_forecast(Planned(opened, whole)) if follows else None
    if as_json:
        print_json(_plan_as_dict(settings, plan, model) | {"forecast": _as_dict(forecast)})
        return
    console = Console(file=sys.stdout, highlight=False, markup=False, emoji=False)
    for table in _tables(plan):
        console.print(table)
    foretold = forecast_lines(forecast) if forecast else ()
    for line in (*_lines(settings, plan), *_model_lines(settings, model), *foretold):
        console.print(line, soft_wrap=True)


def count_cases(plan: Plan) -> Mapping[tuple[str, str], int]:
    """Count the cases by suite and format."""
    return Counter((case.suite.name, case.format.name) for case in plan.cases)


def _tables(plan: Plan) -> Iterator[Table]:
    suites = Counter(case.suite.name for case in plan.cases)
    splits = {suite.name: suite.split.value for suite in plan.suites}
    named = {f"{name} ({splits[name]})": count for name, count in suites.items()}
    yield _table("Cases by suite", "suite", named)
    yield _table("Cases by shift", "shift", Counter(case.shift for case in plan.cases))
    yield _table("Cases by format", "format", Counter(case.format.name for case in plan.cases))


def _table(title: str, first: str, counts: Mapping[str, int]) -> Table:
    table = Table(first, box=box.SIMPLE_HEAD, pad_edge=False, title=title)
    table.title_justify = "left"
    table.add_column("cases", justify="right")
    for name, count in counts.items():
        table.add_row(name, f"{count:,}")
    return table


def _lines(settings: Settings, plan: Plan) -> Iterator[str]:
    yield f"{plan.summary}, starting with:"
    yield from (f"  {case.id}" for case in plan.cases[:_SHOWN])
    yield say_beginnings(plan.beginnings)
    reasons = Counter((each.shift, each.reason) for each in plan.skipped)
    for (shift, reason), count in reasons.items():
        yield f"shift {shift} skipped for {plural(count, 'task')}: {reason}"
    yield f"model {settings.model} on engine {settings.engine} would be loaded."
    yield from (f"note: {note}" for note in plan.notes)
    yield f"ID content: {plan.id_content.words} ({plan.id_content.reason})"


def _model_lines(settings: Settings, model: ModelView | None) -> Iterator[str]:
    if model is None:
        return
    yield f"ID format: {model.id_formats.words} ({model.id_formats.reason})"
    yield from (f"note: {note}" for note in model.notes)
    if model.unloadable and not settings.is_served:
        yield f"this run would fail: {model.unloadable}"


def _as_dict(forecast: Forecast | None) -> Json:
    if forecast is None:
        return None
    seconds = {"cpu": forecast.cpu_seconds, "one_h100": forecast.gpu_seconds}
    return {**asdict(forecast), "seconds": seconds}


def _plan_as_dict(settings: Settings, plan: Plan, model: ModelView | None) -> dict[str, Json]:
    return {
        "settings": TypeAdapter(Settings).dump_python(settings, mode="json"),
        "cases": [case.id for case in plan.cases],
        "counts": [
            {"suite": suite, "format": format_, "cases": count}
            for (suite, format_), count in count_cases(plan).items()
        ],
        "beginnings": plan.beginnings,
        "id_content": plan.id_content.model_dump(mode="json"),
        "notes": list(plan.notes),
        "model": model.as_dict() if model else None,
    }
