"""``toolbench-ood show CASE``."""

import json
from dataclasses import asdict
from typing import Annotated

import typer

from toolbench_ood.chat.chat import Chat
from toolbench_ood.cli.case_view import CaseView, view_case
from toolbench_ood.cli.find_case import find_case
from toolbench_ood.cli.options import AsJson, Formats, Tasks
from toolbench_ood.cli.output import print_json
from toolbench_ood.run.runtime import find_model, load_chat
from toolbench_ood.run.settings import Settings
from toolbench_ood.types.errors import UserError

_NO_MODEL = "oracle"
"""A scripted model, whose chat template is plain ChatML."""

app = typer.Typer(add_completion=False, rich_markup_mode=None)

_CASE = "Case id; [shift][format][seed] may be left out: [none][hermes][0]."
_MODEL = "Write the prompt with this model's own template and tokens (else ChatML and bytes)."


@app.command()
def show(
    case: Annotated[str, typer.Argument(metavar="CASE", help=_CASE)],
    model: Annotated[str | None, typer.Option("--model", metavar="MODEL", help=_MODEL)] = None,
    tasks: Tasks = None,
    formats: Formats = None,
    as_json: AsJson = False,
) -> None:
    """Show one case: the prompt, the oracle's messages, the tools.

    The prompt is the first one, token for token as it would be sent; after it come the oracle's
    messages in the case's format, each with what goes back for it.
    """
    found = find_case(case, tasks or (), formats or ())
    view = view_case(found, _chat_of(model))
    if as_json:
        print_json(asdict(view))
    else:
        _print(view)


def _chat_of(model: str | None) -> Chat:
    name = model or _NO_MODEL
    try:
        return load_chat(Settings(model=name), find_model(name).path)
    except ImportError as error:
        raise UserError(
            f"--model {name} needs {error.name}, which is not installed; doctor prints the "
            "command that installs it"
        ) from error


def _print(view: CaseView) -> None:
    typer.echo(f"{view.case}\n{view.task}")
    _section(f"prompt ({view.prompt_tokens} tokens)", view.prompt)
    for turn in view.turns:
        _section("oracle" if turn.role == "assistant" else turn.role, turn.text)
    tools = [json.dumps(tool["function"], ensure_ascii=False) for tool in view.tools]
    _section(f"tools ({len(tools)})", "\n".join(tools))


def _section(title: str, text: str) -> None:
    typer.echo(f"\n--- {title} ---\n{text}")
