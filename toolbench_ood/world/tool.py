"""A tool: a documented, typed method of a World, and the error it may raise."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import TypeAdapter

from toolbench_ood.types.tool import ToolSpec
from toolbench_ood.types.value import Json

Method = TypeVar("Method", bound=Callable[..., Any])

_MARK = "__toolbench_tool__"


class ToolError(Exception):
    """A tool rejects a call; the model receives the message as the result of the call."""


@dataclass(frozen=True, slots=True)
class Tool:
    """One tool of a World class."""

    name: str
    spec: ToolSpec
    """The declaration rendered by formats."""
    method: Callable[..., Any]
    """The unbound method."""
    adapters: Mapping[str, TypeAdapter[Any]]
    """Converts schema-valid JSON arguments to the annotated Python types, by parameter name."""

    def convert(self, arguments: Mapping[str, Json]) -> dict[str, Any]:
        """Convert JSON arguments to the types of the method's annotations.

        Raises:
            pydantic.ValidationError: a value matches the schema but has no equivalent of that type.
        """
        return {
            name: self.adapters[name].validate_python(value) for name, value in arguments.items()
        }


def tool(method: Method) -> Method:
    """Mark a World's method as a tool that the model may call.

    The method's name, annotations and Google-style docstring become the declaration. Collecting a
    suite fails if a tool or any of its arguments has no description.
    """
    setattr(method, _MARK, True)
    return method


def marked_tools(world: type) -> dict[str, Callable[..., Any]]:
    """Return the class's tool methods in definition order, base classes first."""
    found: dict[str, Callable[..., Any]] = {}
    for owner in reversed(world.__mro__):
        found |= {
            name: member
            for name, member in vars(owner).items()
            if inspect.isfunction(member) and getattr(member, _MARK, False)
        }
    return found
