"""The options of ``eval``."""

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Annotated, Any

import typer

from toolbench_ood.cli.options import AsJson, Formats, KeepGoing, SuiteNames, Tasks
from toolbench_ood.rollout.limits import OnFault
from toolbench_ood.types.errors import UserError


def _option(*names: str, metavar: str, text: str, **more: Any) -> Any:
    return typer.Option(*names, metavar=metavar, help=text, show_default=False, **more)


@dataclass(frozen=True, slots=True, kw_only=True)
class EvalOptions:
    """What can be given to ``eval``; None and False stand for not given."""

    model: Annotated[
        str | None,
        _option(
            "--model",
            metavar="MODEL",
            text="A checkpoint's folder, a hub id, smollm2, or a scripted model such as oracle.",
        ),
    ] = None
    engine: Annotated[
        str | None,
        _option(
            "--engine",
            metavar="auto|vllm|endpoint|transformers|scripted",
            text="What generates (auto: what fits the model and this machine).",
        ),
    ] = None
    profile: Annotated[
        str | None,
        _option(
            "--profile",
            metavar="smoke|standard|full",
            text="How many seeds, and the budgets of a case (standard).",
        ),
    ] = None
    suite: SuiteNames = None
    format: Annotated[
        list[str] | None,
        _option(
            "--format",
            metavar="NAME",
            text="Formats, repeatable or with commas; native: the model's own template (all).",
        ),
    ] = None
    shift: Annotated[
        list[str] | None,
        _option(
            "--shift",
            metavar="NAME",
            text="Content shifts, repeatable or with commas; a+b: both; none: as written (none).",
        ),
    ] = None
    tasks: Tasks = None
    formats: Formats = None
    keep_going: KeepGoing = False
    seeds: Annotated[
        int | None,
        _option("--seeds", metavar="N", text="Seeds a task is played with (profile).", min=1),
    ] = None
    keyword: Annotated[
        str | None,
        _option(
            "-k",
            metavar="EXPR",
            text="Play the cases whose id matches: words with and, or, not, ( ).",
        ),
    ] = None
    limit: Annotated[
        int | None,
        _option("--limit", metavar="N", text="At most N cases, spread over the tasks.", min=1),
    ] = None
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print what would be played, and load no model.")
    ] = False
    id_format: Annotated[
        str | None,
        _option(
            "--id-format",
            metavar="auto|none|NAME",
            text="Format the model was trained in (auto: as its chat template writes calls).",
        ),
    ] = None
    history: Annotated[
        str | None,
        _option(
            "--history",
            metavar="append|template",
            text="Grow the prompt, or render it anew at each step (append).",
        ),
    ] = None
    on_fault: Annotated[
        OnFault | None,
        _option("--on-fault", metavar="feedback|stop", text="After a structural fault (feedback)."),
    ] = None
    max_faults: Annotated[
        int | None,
        _option("--max-faults", metavar="N", text="Faults that get feedback (profile).", min=0),
    ] = None
    max_steps: Annotated[
        int | None,
        _option("--max-steps", metavar="N", text="Messages a case may have (profile).", min=1),
    ] = None
    max_tokens: Annotated[
        int | None,
        _option("--max-tokens", metavar="N", text="Tokens a case may write (profile).", min=1),
    ] = None
    max_message_tokens: Annotated[
        int | None,
        _option(
            "--max-message-tokens", metavar="N", text="Tokens a message may have (profile).", min=1
        ),
    ] = None
    temperature: Annotated[
        float | None,
        _option("--temperature", metavar="T", text="Of sampling (0: greedy).", min=0),
    ] = None
    top_p: Annotated[
        float | None, _option("--top-p", metavar="P", text="Of sampling (1).", min=0, max=1)
    ] = None
    top_k: Annotated[
        int | None, _option("--top-k", metavar="K", text="Of sampling (0: all).", min=0)
    ] = None
    min_p: Annotated[
        float | None, _option("--min-p", metavar="P", text="Of sampling (0).", min=0, max=1)
    ] = None
    seed: Annotated[int | None, _option("--seed", metavar="N", text="Of sampling (0).", min=0)] = (
        None
    )
    concurrency: Annotated[
        int | None,
        _option("--concurrency", metavar="N", text="Cases in flight (as the engine likes).", min=1),
    ] = None
    engine_arg: Annotated[
        list[str] | None,
        _option(
            "--engine-arg",
            metavar="KEY=VALUE",
            text="Passed to the engine, VALUE as JSON or text (repeatable).",
        ),
    ] = None
    tensor_parallel_size: Annotated[
        int | None,
        _option("--tensor-parallel-size", metavar="N", text="Engine argument of that name.", min=1),
    ] = None
    data_parallel_size: Annotated[
        int | None,
        _option("--data-parallel-size", metavar="N", text="Engine argument of that name.", min=1),
    ] = None
    max_model_len: Annotated[
        int | None,
        _option("--max-model-len", metavar="N", text="Engine argument of that name.", min=1),
    ] = None
    template_option: Annotated[
        list[str] | None,
        _option(
            "--template-option",
            metavar="KEY=VALUE",
            text="Passed to the chat template, as enable_thinking=false (repeatable).",
        ),
    ] = None
    chat_template: Annotated[
        Path | None,
        _option("--chat-template", metavar="FILE", text="Chat template that replaces the model's."),
    ] = None
    base_url: Annotated[
        list[str] | None,
        _option("--base-url", metavar="URL", text="Completions endpoint (repeatable)."),
    ] = None
    served_model: Annotated[
        str | None,
        _option("--served-model", metavar="NAME", text="The model's name at the endpoint."),
    ] = None
    out: Annotated[
        Path | None,
        _option("--out", metavar="DIR", text="New folder of the run (runs/<model>-<time>)."),
    ] = None
    resume: Annotated[
        Path | None,
        _option(
            "--resume",
            metavar="DIR",
            text="Go on with a run under its own settings; takes no option besides but --json.",
        ),
    ] = None
    as_json: AsJson = False


def require_only_resume(options: EvalOptions) -> None:
    """Refuse anything besides ``--resume`` that would decide the run (UserError)."""
    allowed = {"resume", "as_json"}
    others = [
        option_name(field.name)
        for field in fields(options)
        if field.name not in allowed and _is_given(getattr(options, field.name))
    ]
    if others:
        raise UserError(
            f"--resume goes on under the run's own settings and takes nothing else; leave out "
            f"{', '.join(others)}"
        )


def _is_given(value: object) -> bool:
    return value is not None and value is not False and value != []


def option_name(field: str) -> str:
    """Return how an option of EvalOptions is written."""
    special = {"keyword": "-k", "as_json": "--json"}
    return special.get(field, "--" + field.replace("_", "-"))
