"""Options that several commands have, and how the values of options are read."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from inspect import Parameter, Signature
from pathlib import Path
from typing import Annotated, Any, TypeVar, get_type_hints

import typer

from toolbench_ood.types.errors import UserError
from toolbench_ood.types.value import Json

Options = TypeVar("Options")

Tasks = Annotated[
    list[Path] | None,
    typer.Option("--tasks", metavar="PATH", help="Folder with further suites (repeatable)."),
]
Formats = Annotated[
    list[Path] | None,
    typer.Option("--formats", metavar="PATH", help="Folder with further formats (repeatable)."),
]
SuiteNames = Annotated[
    list[str] | None,
    typer.Option("--suite", metavar="NAME", help="Suites, repeatable or with commas (all)."),
]
FormatNames = Annotated[
    list[str] | None,
    typer.Option("--format", metavar="NAME", help="Formats, repeatable or with commas (all)."),
]
ChatTemplate = Annotated[
    Path | None,
    typer.Option(
        "--chat-template", metavar="FILE", help="Chat template that replaces the model's."
    ),
]
KeepGoing = Annotated[
    bool, typer.Option("--keep-going", help="Leave out task files that fail to load, and say so.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


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


def split_names(texts: Iterable[str] | None) -> tuple[str, ...]:
    """Read names that were given one by one or with commas between them."""
    names = (name.strip() for text in texts or () for name in text.split(","))
    return tuple(dict.fromkeys(name for name in names if name))


def key_values(option: str, texts: Iterable[str] | None) -> dict[str, Json]:
    """Read ``KEY=VALUE`` pairs; a value is JSON where it can be read as such, else a string.

    Raises:
        UserError: a pair has no ``=`` or no key, or a key is given twice.
    """
    pairs: dict[str, Json] = {}
    for text in texts or ():
        key, equals, value = text.partition("=")
        if not (key and equals):
            raise UserError(f"{option} {text!r} is no pair; write KEY=VALUE, as in {option} seed=1")
        if key in pairs:
            raise UserError(f"{option} {key} is given twice; give it once")
        pairs[key] = _json_or_text(value)
    return pairs


def only_given(values: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what the user did not give."""
    return {name: value for name, value in values.items() if value is not None}


def _json_or_text(text: str) -> Json:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text
