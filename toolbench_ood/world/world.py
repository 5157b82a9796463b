"""The base class of every world: its tools, and how a call is carried out."""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from random import Random
from typing import ClassVar

from pydantic import ValidationError
from pydantic_core import to_jsonable_python

from toolbench_ood.types.call import Call, ToolOutput
from toolbench_ood.types.tool import ToolSpec
from toolbench_ood.types.value import Json
from toolbench_ood.world.documentation import document
from toolbench_ood.world.schema import build_tool
from toolbench_ood.world.tool import Tool, ToolError, marked_tools


class World:
    """The state of one domain, drawn from a seed, with tools that read and change it.

    A subclass keeps its state in plain typed attributes, fills it in ``__init__`` from ``rng``
    alone, and marks its tools with ``@tool``.
    """

    name: ClassVar[str] = ""
    """What the domain is called in prose; the class name when empty."""

    def __init__(self, rng: Random) -> None:
        """Draw the initial state. The same generator state gives the same world."""
        self.rng = rng

    @classmethod
    def tools(cls) -> Mapping[str, Tool]:
        """Return the world's tools by name, in the order in which they are written."""
        return _tools_of(cls)  # type: ignore[arg-type]  # a class is hashable

    @classmethod
    def specs(cls, without: Sequence[str] = ()) -> tuple[ToolSpec, ...]:
        """Return the declarations of the tools, some left out."""
        return tuple(tool.spec for name, tool in cls.tools().items() if name not in without)

    def call(self, name: str, arguments: Mapping[str, Json]) -> Json:
        """Carry out a known tool with schema-valid arguments and return its result as JSON.

        Raises:
            ToolError: the domain refuses the call.
        """
        tool = self.tools()[name]
        try:
            converted = tool.convert(arguments)
        except ValidationError as error:
            first = error.errors()[0]
            raise ToolError(
                f"invalid argument: {first['msg']} (given: {first['input']!r})"
            ) from error
        return to_jsonable_python(tool.method(self, **converted))

    def execute(self, call: Call) -> ToolOutput:
        """Carry out one call; a refusal of the domain is a result too, marked as error."""
        try:
            value = self.call(call.name, call.arguments)
        except ToolError as error:
            return ToolOutput(str(error), call.name, call.id, is_error=True)
        return ToolOutput(result_text(value), call.name, call.id)


def result_text(value: Json) -> str:
    """Spell a tool's result: a string verbatim, nothing as ``done``, all else as JSON."""
    if value is None:
        return "done"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def check_documentation(world: type[World]) -> None:
    """Refuse a world with a tool that is not described and typed in full (UserError)."""
    for method in marked_tools(world).values():
        document(method)


@cache
def _tools_of(world: type[World]) -> Mapping[str, Tool]:
    return {name: build_tool(name, method) for name, method in marked_tools(world).items()}
