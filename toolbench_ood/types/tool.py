"""The tool declaration that every format renders: the OpenAI function form."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypedDict


class FunctionSpec(TypedDict):
    """Name, description and parameters (JSON Schema 2020-12, an object) of one function."""

    name: str
    description: str
    parameters: dict[str, Any]


class ToolSpec(TypedDict):
    """One tool as a model is shown it: ``{"type": "function", "function": {…}}``."""

    type: Literal["function"]
    function: FunctionSpec


def functions_by_name(tools: Sequence[ToolSpec]) -> Mapping[str, FunctionSpec]:
    """Index declarations by function name."""
    return {tool["function"]["name"]: tool["function"] for tool in tools}
