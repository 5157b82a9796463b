"""``toolbench-ood show CASE`` and ``toolbench-ood show format NAME``."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated

import typer

from toolbench_ood.cli.case_view import CaseView, view_case
from toolbench_ood.cli.format_view import FormatView, format_sections, view_format
from toolbench_ood.cli.model_options import ModelOptions
from toolbench_ood.cli.options import (
    AsJson,
    BaseModel,
    ChatTemplate,
    Formats,
    Tasks,
    TemplateOptions,
)
from toolbench_ood.cli.output import print_json
from toolbench_ood.run.case_finder import CaseFinder
from toolbench_ood.run.markers import measure_format
from toolbench_ood.run.model import open_model
from toolbench_ood.run.settings import Settings
from toolbench_ood.run.sources import Sources
from toolbench_ood.tasks.library import SuiteLibrary
from toolbench_ood.types.errors import UserError, choices

_RUN = "Show CASE as it was played in this run; part of the id is enough."

app = typer.Typer(add_completion=False, rich_markup_mode=None)

_FORMAT = "format"
"""The word that introduces the name of a format; no case id equals it."""

_WHAT = (
    "Case id; [shift][format][seed] defaults to [none][hermes][0]. Or the word format and the "
    "name of a format."
)
_MODEL = (
    "Render with this model's chat template and tokenizer (ChatML and bytes); for a format, count "
    "the tokens of its markers. Required for the format native."
)


@app.command()
def show(  # noqa: PLR0913, PLR0917  # each is an option of the command
    what: Annotated[list[str], typer.Argument(metavar="CASE|format NAME", help=_WHAT)],
    model: Annotated[str | None, typer.Option("--model", metavar="MODEL", help=_MODEL)] = None,
    base_model: BaseModel = None,
    chat_template: ChatTemplate = None,
    template_option: TemplateOptions = None,
    run: Annotated[Path | None, typer.Option("--run", metavar="DIR", help=_RUN)] = None,
    tasks: Tasks = None,
    formats: Formats = None,
    as_json: AsJson = False,
) -> None:
    """Show what a model reads and writes in a case or a format.

    For a case, print the first prompt, token for token as it would be sent, then the oracle's
    messages in the case's format, each followed by the reply to it. For a format (show format
    NAME), print what it writes for two small tools: their declaration, calls and results.

    For a case of a run (show CASE --run DIR), print the conversation step by step, each finding
    below the text it refers to, the changes to the world next to those of the solution, and why the
    case was not solved. CASE may then be any words of the id that identify one case of the run.
    Control tokens are shown in brackets, and terminal control characters are escaped.
    """
    first, *rest = what
    named = ModelOptions(model, base_model, chat_template, template_option)
    asked = replace(named.settings(), format_folders=tuple(formats or ()))
    if run is not None:
        from toolbench_ood.cli.show_played import show_played  # noqa: PLC0415  # imports rich

        sources = Sources(
            task_folders=tuple(tasks or ()),
            format_folders=tuple(formats or ()),
            model=model,
            base_model=base_model,
            chat_template=chat_template,
        )
        with _needing_packages(asked):
            show_played(" ".join(what), run, sources, as_json=as_json)
        return
    if first == _FORMAT:
        _refuse_for_formats(tasks=tasks)
        _print(_format_of(rest, asked, measure=model is not None), as_json=as_json)
    elif rest:
        raise UserError(
            f"show takes one CASE, or the word {_FORMAT} and a name; leave out {rest[0]!r}"
        )
    else:
        _print(_case_of(first, tasks or (), asked), as_json=as_json)


def _print(shown: CaseView | FormatView, *, as_json: bool) -> None:
    if as_json:
        print_json(asdict(shown))
    elif isinstance(shown, CaseView):
        _print_case(shown)
    else:
        _print_format(shown)


def _refuse_for_formats(**options: object) -> None:
    given = [f"--{option}" for option, value in options.items() if value]
    if given:
        raise UserError(f"show {_FORMAT} does not take {choices(given)}; only show CASE does")


def _format_of(names: Sequence[str], asked: Settings, *, measure: bool) -> FormatView:
    opened = open_model(asked, loads=False)
    if len(names) != 1:
        raise UserError(
            f"show {_FORMAT} takes one name; the formats are: {choices(opened.library.names())}"
        )
    with _needing_packages(asked):
        format_ = opened.format(names[0])
        return view_format(format_, measure_format(opened.chat, format_) if measure else None)


def _case_of(name: str, tasks: Sequence[Path], asked: Settings) -> CaseView:
    opened = open_model(asked, loads=False)
    with _needing_packages(asked):
        case = CaseFinder(SuiteLibrary(tasks), opened.format).find(name)
        chat = opened.chat_of(case.format)
    return view_case(case, chat)


@contextmanager
def _needing_packages(asked: Settings) -> Iterator[None]:
    """Say how to install what a real model's tokenizer needs."""
    try:
        yield
    except ImportError as error:
        raise UserError(
            f"--model {asked.model} needs {error.name}, which is not installed; toolbench-ood "
            "doctor prints the command to install it"
        ) from error


def _print_case(view: CaseView) -> None:
    typer.echo(f"{view.case}\n{view.task}")
    _section(f"prompt ({_length(view)})", view.prompt)
    for turn in view.turns:
        _section("oracle" if turn.role == "assistant" else turn.role, turn.text)
    tools = [json.dumps(tool["function"], ensure_ascii=False) for tool in view.tools]
    _section(f"tools ({len(tools)})", "\n".join(tools))


def _length(view: CaseView) -> str:
    if view.prompt_tokens is None:
        return f"{view.prompt_bytes:,} bytes; give --model to count tokens"
    return f"{view.prompt_tokens:,} tokens"


def _print_format(view: FormatView) -> None:
    typer.echo(f"{view.name}: {view.kind}, {view.family}, version {view.version}\n{view.source}")
    for title, text in format_sections(view):
        _section(title, text)


def _section(title: str, text: str) -> None:
    typer.echo(f"\n--- {title} ---\n{text}")
