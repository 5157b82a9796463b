"""Options of the command line, made from the fields that declare them."""

from collections.abc import Callable, Collection, Mapping
from inspect import Parameter, Signature
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from toolbench_ood.engines.kinds import ENGINES
from toolbench_ood.run.settings import Settings
from toolbench_ood.types.option import Declared, Group, declared_options


def takes_declared(
    *settings: type,
    default_of: Callable[[Declared], str],
    without: Collection[str] = (),
    argument: tuple[str, Any] | None = None,
) -> Callable[[Callable[[Mapping[str, Any]], None]], Callable[..., None]]:
    """Give a command the options that some classes declare.

    Args:
        settings: the classes.
        default_of: returns the text for an option's default.
        without: names of options that the command does not have.
        argument: name and annotation of an argument that is no option; given under its name.

    The command is called with the given values by option name: a text, a list of texts for an
    option that is repeatable, or True for a flag.
    """
    declared = {
        _parameter(each): each
        for one in settings
        for each in declared_options(one)
        if each.option.name not in without
    }

    def decorate(run: Callable[[Mapping[str, Any]], None]) -> Callable[..., None]:
        def command(**values: Any) -> None:
            given = {name: value for name, value in values.items() if _is_given(value)}
            run({_given_name(name): value for name, value in given.items()})

        def _given_name(name: str) -> str:
            return declared[name].option.name if name in declared else name

        annotations = {name: _annotation(each, default_of(each)) for name, each in declared.items()}
        defaults: dict[str, Any] = {
            name: False if each.is_flag else None for name, each in declared.items()
        }
        if argument is not None:
            annotations[argument[0]] = argument[1]
            defaults = {argument[0]: Parameter.empty, **defaults}
        command.__doc__ = run.__doc__
        command.__annotations__ = annotations
        parameters = [
            Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=annotations[name])
            for name, default in defaults.items()
        ]
        command.__signature__ = Signature(parameters)  # type: ignore[attr-defined]  # typer reads it
        return command

    return decorate


def _is_given(value: object) -> bool:
    return value is not None and value is not False and value != []


def setting_option(field: str) -> Any:
    """Return the option that a field of the settings declares, for a command without profiles."""
    (declared,) = (each for each in declared_options(Settings) if each.path == (field,))
    return _typer_option(declared, default_text(declared, declared.default))


def default_text(declared: Declared, value: Any) -> str:
    """Return the text for an option's default; empty if there is none."""
    if declared.is_flag or declared.option.from_file or value in (None, (), {}):
        return declared.option.unset
    if isinstance(value, float):
        return f"{value:g}"
    return ",".join(value) if isinstance(value, tuple) else str(value)


def _help_text(declared: Declared, default: str) -> str:
    """Return the line of help: what the option does, who follows it, and what holds without it."""
    only = declared.option.engines
    engines = f" Only for {' and '.join(only)}." if only and set(only) != set(ENGINES) else ""
    return f"{declared.option.help}{engines}{f' ({default})' if default else ''}"


class GroupedCommand(TyperCommand):
    """A command whose help lists its options under headings."""

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write each group of options as its own section, all others at the end."""
        own = [each for each in self.get_params(ctx) if each.get_help_record(ctx) is not None]
        for heading in (*Group, None):
            lines = [each.get_help_record(ctx) for each in own if _heading(each) == heading]
            if lines:
                with formatter.section(heading or "Options"):
                    formatter.write_dl(lines)


def _heading(parameter: Any) -> str | None:
    return getattr(parameter, "rich_help_panel", None)


def _annotation(declared: Declared, default: str) -> Any:
    option = _typer_option(declared, default)
    if declared.is_flag:
        return Annotated[bool, option]
    value = list[str] if declared.is_repeatable else str
    return Annotated[value | None, option]


def _typer_option(declared: Declared, default: str) -> Any:
    return typer.Option(
        declared.option.name,
        metavar=None if declared.is_flag else declared.metavar,
        help=_help_text(declared, default),
        show_default=False,
        rich_help_panel=declared.option.group,
    )


def _parameter(declared: Declared) -> str:
    return declared.option.name.lstrip("-").replace("-", "_")
