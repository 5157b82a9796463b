"""``toolbench-ood probe``."""

import sys
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import typer

from toolbench_ood.cli.declared import GroupedCommand, takes_declared
from toolbench_ood.cli.output import check_new, print_json, write_json
from toolbench_ood.cli.probe_progress import show_probe_progress
from toolbench_ood.cli.probe_view import print_probe
from toolbench_ood.cli.profile_defaults import profile_default
from toolbench_ood.probe.choices import CONVERSATIONS, ProbeChoices
from toolbench_ood.probe.probe import probe
from toolbench_ood.run.read_options import make_settings, read_chosen
from toolbench_ood.run.settings import Settings
from toolbench_ood.types.option import Declared

app = typer.Typer(add_completion=False, rich_markup_mode=None)

WITHOUT = frozenset(
    {
        *("--arm", "--history", "--workers", "--shard"),
        *("--max-steps", "--max-faults", "--on-fault"),
        *("--max-tokens", "--max-message-tokens", "--max-reasoning-tokens"),
        *("--temperature", "--top-p", "--top-k", "--min-p", "--seed"),
    }
)
"""Options of a run that have no meaning where nothing is generated."""

_DEFAULTS = {"--limit": str(CONVERSATIONS), "--format": "the ID format"}


def _default(declared: Declared) -> str:
    return _DEFAULTS.get(declared.option.name) or profile_default(declared)


@app.command(cls=GroupedCommand)
@takes_declared(Settings, ProbeChoices, default_of=_default, without=WITHOUT)
def probe_model(given: Mapping[str, Any]) -> None:
    """Measure how likely a model finds solutions, token by token.

    Nothing is generated: conversations that solve their tasks are put before the model, and every
    token of its messages is scored. The conversations are chosen as in eval, of one format.
    Defaults are in parentheses; (profile) means that the profile sets it.

    Exit codes: 0 success; 2 invalid input; 3 the engine failed; 130 interrupted.
    """
    choices = read_chosen(ProbeChoices(), given)
    settings = make_settings(given)
    if "--format" not in given:
        settings = replace(settings, formats=())
    if settings.limit is None or "--limit" not in given:
        settings = replace(settings, limit=CONVERSATIONS)
    if choices.out is not None:
        check_new(choices.out)
    with show_probe_progress() as watching:
        report = probe(settings, choices, watching)
    if choices.out is not None:
        write_json(report.model_dump(mode="json"), choices.out)
    if choices.json:
        print_json(report.model_dump(mode="json"))
    else:
        print_probe(sys.stdout, report)
