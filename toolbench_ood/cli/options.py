"""Options shared by several commands, and commands that take a dataclass of options."""

from collections.abc import Callable
from dataclasses import fields
from inspect import Parameter, Signature
from pathlib import Path
from typing import Annotated, Any, TypeVar, get_type_hints

import typer

from toolbench_ood.cli.declared import setting_option

Options = TypeVar("Options")

Tasks = Annotated[list[Path] | None, setting_option("task_folders")]
Formats = Annotated[list[Path] | None, setting_option("format_folders")]
SuiteNames = Annotated[list[str] | None, setting_option("suites")]
Splits = Annotated[list[str] | None, setting_option("splits")]
Kinds = Annotated[list[str] | None, setting_option("kinds")]
FormatNames = Annotated[
    list[str] | None,
    typer.Option("--format", metavar="NAME", help="Formats (repeatable or comma-separated). (all)"),
]
BaseModel = Annotated[str | None, setting_option("base_model")]
ChatTemplate = Annotated[Path | None, setting_option("chat_template")]
TemplateOptions = Annotated[list[str] | None, setting_option("template_options")]
KeepGoing = Annotated[bool, setting_option("keep_going")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def takes(
    options: Callable[..., Options],
) -> Callable[[Callable[[Options], None]], Callable[..., None]]:
    """Make the fields of a frozen dataclass the options of a command that takes one value.

    Each field is annotated as a typer parameter would be, and its default is the option's.
    """

    def decorate(run: Callable[[Options], None]) -> Callable[..., None]:
        hints = get_type_hints(options, include_extras=True)

        def command(**values: Any) -> None:
            run(options(**values))

        command.__doc__ = run.__doc__
        command.__annotations__ = hints
        parameters = [
            Parameter(
                field.name,
                Parameter.KEYWORD_ONLY,
                default=field.default,
                annotation=hints[field.name],
            )
            for field in fields(options)  # type: ignore[arg-type]  # a dataclass, called to make one
        ]
        command.__signature__ = Signature(parameters)  # type: ignore[attr-defined]  # typer reads it
        return command

    return decorate
