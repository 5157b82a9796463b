"""Reads the documentation of tools, which must be complete, from signatures and docstrings."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, get_type_hints

from docstring_parser import DocstringStyle, parse

from toolbench_ood.types.errors import UserError


@dataclass(frozen=True, slots=True)
class Parameter:
    """One argument of a tool."""

    name: str
    annotation: Any
    description: str
    default: Any
    """``inspect.Parameter.empty`` if the argument is required."""

    @property
    def required(self) -> bool:
        """Whether every call must provide it."""
        return self.default is inspect.Parameter.empty


@dataclass(frozen=True, slots=True)
class Documentation:
    """A tool's documentation."""

    description: str
    parameters: tuple[Parameter, ...]


def document(method: Callable[..., Any]) -> Documentation:
    """Read a tool's docstring, types and defaults.

    Raises:
        UserError: the docstring or a type is missing, or an argument has no description.
    """
    where = f"tool {method.__qualname__} in {inspect.getsourcefile(method)}"
    parsed = parse(inspect.getdoc(method) or "", style=DocstringStyle.GOOGLE)
    if not parsed.short_description:
        raise UserError(f"{where} has no docstring; write one sentence that says what it does")
    described = {param.arg_name: (param.description or "").strip() for param in parsed.params}
    parameters = tuple(_parameters(method, described, where))
    unknown = described.keys() - {parameter.name for parameter in parameters}
    if unknown:
        raise UserError(f"{where} describes {', '.join(sorted(unknown))}, which it does not take")
    return Documentation(_one_paragraph(parsed.description or ""), parameters)


def _parameters(
    method: Callable[..., Any], described: Mapping[str, str], where: str
) -> list[Parameter]:
    hints = get_type_hints(method, include_extras=True)
    found = []
    for name, parameter in list(inspect.signature(method).parameters.items())[1:]:
        if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
            raise UserError(f"{where} takes *{name}; name each argument, so that it has a schema")
        if name not in hints:
            raise UserError(f"{where} gives argument {name} no type; annotate it")
        if not described.get(name):
            raise UserError(
                f"{where} does not describe argument {name}; add it under Args: in its docstring"
            )
        description = _one_paragraph(described[name])
        found.append(Parameter(name, hints[name], description, parameter.default))
    return found


def _one_paragraph(text: str) -> str:
    return " ".join(text.split())
