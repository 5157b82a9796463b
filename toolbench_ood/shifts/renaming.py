"""Layers that call tools and their arguments by other names."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from toolbench_ood.shifts.layer import Layer, Tools
from toolbench_ood.types.call import Call
from toolbench_ood.types.tool import FunctionSpec, ToolSpec


@dataclass(frozen=True, slots=True)
class Names:
    """The new names of one tool."""

    tool: str
    arguments: Mapping[str, str]
    """New name by old name; all arguments are in it."""


class Renaming(Layer):
    """Calls tools and arguments by other names; types and descriptions stay."""

    def __init__(self, tools: Tools, names: Mapping[str, Names]) -> None:
        """Take the new names of each tool by its old name."""
        super().__init__(tuple(_renamed(tool, names[tool["function"]["name"]]) for tool in tools))
        self._names = names
        self._old = {new.tool: old for old, new in names.items()}

    def inward(self, call: Call) -> Call:
        """Give tool and arguments their old names back."""
        old = self._old[call.name]
        back = {new: argument for argument, new in self._names[old].arguments.items()}
        arguments = {back[name]: value for name, value in call.arguments.items()}
        return replace(call, name=old, arguments=arguments)

    def outward(self, call: Call) -> Call:
        """Give tool and arguments their new names."""
        names = self._names[call.name]
        arguments = {names.arguments[name]: value for name, value in call.arguments.items()}
        return replace(call, name=names.tool, arguments=arguments)


def _renamed(tool: ToolSpec, names: Names) -> ToolSpec:
    function = tool["function"]
    parameters: dict[str, Any] = {
        **function["parameters"],
        "properties": {
            names.arguments[name]: schema
            for name, schema in function["parameters"]["properties"].items()
        },
        "required": [names.arguments[name] for name in function["parameters"]["required"]],
    }
    renamed: FunctionSpec = {
        "name": names.tool,
        "description": function["description"],
        "parameters": parameters,
    }
    return {"type": "function", "function": renamed}
