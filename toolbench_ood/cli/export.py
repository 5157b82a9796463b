"""``toolbench-ood export``."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import typer

from toolbench_ood.cli.model_options import ModelOptions
from toolbench_ood.cli.options import (
    BaseModel,
    ChatTemplate,
    Formats,
    Kinds,
    Splits,
    SuiteNames,
    Tasks,
    TemplateOptions,
    takes,
)
from toolbench_ood.report.words import plural
from toolbench_ood.run.folder import check_free
from toolbench_ood.run.model import open_model
from toolbench_ood.run.option_values import split_names
from toolbench_ood.run.settings import AUTO_DETECT
from toolbench_ood.train.chats import find_chats
from toolbench_ood.train.dataset import NO_TOKENS, STYLES, write_dataset
from toolbench_ood.train.select import select
from toolbench_ood.types.errors import UserError, choices

app = typer.Typer(add_completion=False, rich_markup_mode=None)


def _several(*names: str, metavar: str, text: str) -> typer.models.OptionInfo:
    return typer.Option(*names, metavar=metavar, help=text)  # type: ignore[no-any-return]  # typer's own type


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportOptions:
    """Options of ``export``."""

    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="New folder for the dataset. (required)"),
    ] = None
    suite: SuiteNames = None
    split: Splits = None
    kind: Kinds = None
    format: Annotated[
        list[str] | None,
        _several(
            "--format", metavar="NAME", text="Formats (repeatable or comma-separated). (hermes)"
        ),
    ] = None
    shift: Annotated[
        list[str] | None,
        _several("--shift", metavar="NAME", text="Content shifts, as in eval. (none)"),
    ] = None
    style: Annotated[
        str,
        typer.Option(
            "--style",
            metavar="sft|rl",
            help="Whole conversations with loss spans, or prompts with a reward.",
        ),
    ] = "sft"
    number: Annotated[
        int, typer.Option("--n", metavar="N", min=1, help="Number of rows, spread over the tasks.")
    ] = 1000
    model: Annotated[
        str | None,
        typer.Option(
            "--model",
            metavar="MODEL",
            help="Model whose chat template and tokens to use. (ChatML, no token ids)",
        ),
    ] = None
    base_model: BaseModel = None
    chat_template: ChatTemplate = None
    template_option: TemplateOptions = None
    id_format: Annotated[
        list[str] | None,
        _several("--id-format", metavar="auto|none|NAME", text="As in eval. (auto)"),
    ] = None
    allow_held_out: Annotated[
        bool, typer.Option("--allow-held-out", help="Also export held-out suites and formats.")
    ] = False
    tasks: Tasks = None
    formats: Formats = None

    @property
    def named(self) -> ModelOptions:
        """What is said about the model."""
        return ModelOptions(self.model, self.base_model, self.chat_template, self.template_option)


@app.command()
@takes(ExportOptions)
def export(options: ExportOptions) -> None:
    """Export a training set of solved conversations or of prompts.

    The folder loads with datasets.load_dataset. Its situations never occur in evaluations, and
    held-out suites and formats are refused. Copy its toolbench_ood_training.json into the folder of
    the model that is trained on it, so that evaluations know what is in distribution.
    """
    out = _checked_out(options)
    suites = split_names(options.suite, "--suite")
    settings = replace(
        options.named.settings(),
        suites=suites,
        splits=split_names(options.split, "--split") or (() if suites else ("train",)),
        kinds=split_names(options.kind, "--kind"),
        formats=split_names(options.format, "--format") or ("hermes",),
        shifts=split_names(options.shift, "--shift") or ("none",),
        seeds=1,
        id_formats=split_names(options.id_format, "--id-format") or (AUTO_DETECT,),
        task_folders=tuple(options.tasks or ()),
        format_folders=tuple(options.formats or ()),
    )
    model = open_model(settings, loads=False)
    chosen = select(model, options.number, allow_held_out=options.allow_held_out)
    chats = find_chats(model, chosen)
    notes = chats.notes if chats.model else (f"{NO_TOKENS}; give --model for both.",)
    for note in notes:
        typer.echo(f"note: {note}", err=True)
    rows = write_dataset(chosen, chats, options.style, out)  # type: ignore[arg-type]  # checked above
    typer.echo(
        f"wrote {plural(rows, 'row')} of {plural(len(chosen.suites), 'suite')} in "
        f"{plural(len(chosen.formats), 'format')} to {out}"
    )


def _checked_out(options: ExportOptions) -> Path:
    """Refuse what cannot be exported before anything is loaded for it (UserError)."""
    if options.style not in STYLES:
        raise UserError(f"there is no style {options.style!r}; the styles are {choices(STYLES)}")
    if options.out is None:
        raise UserError(
            "export needs a new folder for the dataset; give --out, as in --out prompts"
        )
    if options.id_format and options.model is None:
        raise UserError(
            f"--id-format {','.join(options.id_format)} names what a model was trained in; give "
            "--model too, or leave it out"
        )
    check_free(options.out)
    return options.out
