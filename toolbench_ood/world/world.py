"""The base class of all worlds: its tools, and how calls are executed."""

import json
import traceback
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, ClassVar

from pydantic import ValidationError
from pydantic_core import to_jsonable_python

from toolbench_ood.types.call import Call, ToolOutput
from toolbench_ood.types.errors import EndlessError, UserError
from toolbench_ood.types.faults import contained
from toolbench_ood.types.tool import ToolSpec
from toolbench_ood.types.value import Json
from toolbench_ood.types.watchdog import TooLongError, time_limit
from toolbench_ood.world.documentation import document
from toolbench_ood.world.schema import build_tool
from toolbench_ood.world.tool import Tool, ToolError, marked_tools

TOOL_SECONDS = 10.0
"""Maximum CPU time of a tool, in seconds."""

_SHOWN = 300
"""Maximum number of characters of a call's arguments in an error."""


class World:
    """The state of one domain, drawn from a seed, with tools that read and change it.

    A subclass keeps its state in plain typed attributes, initialises it in ``__init__`` from
    ``rng`` alone, and marks its tools with ``@tool``.
    """

    name: ClassVar[str] = ""
    """Name of the domain in prose; defaults to the class name if empty."""

    def __init__(self, rng: Random) -> None:
        """Draw the initial state. Equal generator states give equal worlds."""
        self.rng = rng

    @classmethod
    def tools(cls) -> Mapping[str, Tool]:
        """Return the world's tools by name, in definition order."""
        return _tools_of(cls)  # type: ignore[arg-type]  # a class is hashable

    @classmethod
    def specs(cls, without: Sequence[str] = ()) -> tuple[ToolSpec, ...]:
        """Return the declarations of the tools, except for those in ``without``."""
        return tuple(tool.spec for name, tool in cls.tools().items() if name not in without)

    def call(self, name: str, arguments: Mapping[str, Json]) -> Json:
        """Execute a known tool with schema-valid arguments and return its result as JSON.

        Raises:
            ToolError: the domain rejects the call.
            UserError: the tool raises, does not terminate, or returns something that JSON cannot
                represent.
        """
        return self.use(self.tools()[name], arguments)

    def use(self, tool: Tool, arguments: Mapping[str, Json]) -> Json:
        """Like ``call``, for a tool that may belong to another world."""
        return self._used(tool, arguments)[0]

    def _used(self, tool: Tool, arguments: Mapping[str, Json]) -> tuple[Json, str]:
        """Return the result of a tool as JSON, and as the text that a model reads."""

        def over(error: TooLongError) -> EndlessError:
            where = _last_line(error, tool)
            fault = f"was still computing after {TOOL_SECONDS:g} seconds{where}"
            return EndlessError(_broken(tool, fault, arguments))

        with time_limit(over, TOOL_SECONDS):
            return _rendered(tool, self._run(tool, arguments))

    def _run(self, tool: Tool, arguments: Mapping[str, Json]) -> object:
        def broken(error: Exception) -> UserError:
            fault = f"raised {type(error).__name__}: {error}{_last_line(error, tool)}"
            return UserError(_broken(tool, fault, arguments))

        with contained(broken, passing=(ToolError, UserError)):
            return tool.method(self, **_converted(tool, arguments))

    def execute(self, call: Call, tool: Tool | None = None) -> ToolOutput:
        """Execute one call; a rejection is also a result, marked as an error.

        Args:
            call: the call, which must conform to the tool's schema.
            tool: a tool that does not belong to the world; None for the world's tool of that name.
        """
        try:
            _, text = self._used(tool or self.tools()[call.name], call.arguments)
        except ToolError as error:
            return ToolOutput(str(error), call.name, call.id, is_error=True)
        return ToolOutput(text, call.name, call.id)


def result_text(value: Json) -> str:
    """Render a tool's result: strings verbatim, None as ``done``, everything else as JSON."""
    if value is None:
        return "done"
    return value if isinstance(value, str) else _spelt(value)


_spelt = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def _converted(tool: Tool, arguments: Mapping[str, Json]) -> Mapping[str, Any]:
    try:
        return tool.convert(arguments)
    except ValidationError as error:
        first = error.errors()[0]
        raise ToolError(f"invalid argument: {first['msg']} (given: {first['input']!r})") from error


def _broken(tool: Tool, fault: str, arguments: Mapping[str, Json]) -> str:
    given = repr(dict(arguments))
    shown = given if len(given) <= _SHOWN else f"{given[:_SHOWN]}…"
    return (
        f"tool {tool.method.__qualname__} {fault}, called with {shown}; a tool must return, or "
        "refuse with ToolError"
    )


def _last_line(error: BaseException, tool: Tool) -> str:
    """Locate an error in the tool's own file: `` in world.py:30``."""
    file = tool.method.__code__.co_filename
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if frame.filename == file]
    return f" in {Path(file).name}:{own[-1].lineno}" if own else ""


def _rendered(tool: Tool, result: object) -> tuple[Json, str]:
    try:
        value: Json = to_jsonable_python(result)
        # JSON cannot represent NaN or infinities, for which Python would write invalid JSON.
        return value, result_text(value)
    except ValueError as error:
        raise UserError(
            f"tool {tool.method.__qualname__} returned a {type(result).__name__}: JSON can't "
            f"represent it ({error}); return numbers, strings, lists, dicts, or dataclasses of "
            "these"
        ) from error


def check_documentation(world: type[World]) -> None:
    """Reject a world with a tool that is not fully documented and typed (UserError)."""
    for method in marked_tools(world).values():
        document(method)


@cache
def _tools_of(world: type[World]) -> Mapping[str, Tool]:
    return {name: build_tool(name, method) for name, method in marked_tools(world).items()}
