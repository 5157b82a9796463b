"""Decoys: tools of a suite's domain that no task of it needs, declared under ``distract`` only."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from random import Random
from types import ModuleType
from typing import Any, Concatenate, ParamSpec, TypeAlias, TypeVar

from toolbench_ood.types.errors import UserError
from toolbench_ood.world.documentation import document
from toolbench_ood.world.schema import build_tool
from toolbench_ood.world.tool import Tool
from toolbench_ood.world.world import World

DECOYS = "decoys.py"
"""The file of a suite folder that holds its decoys."""
FEWEST = 3
"""The minimum number of decoys, if a suite has any."""

Domain = TypeVar("Domain", bound=World)
Given = ParamSpec("Given")
Returned = TypeVar("Returned")

Example: TypeAlias = Callable[[Domain, Random], Mapping[str, Any] | None]
"""Draws the arguments of a call that the world accepts as it is; None if there is none."""

_MARK = "__toolbench_decoy__"


@dataclass(frozen=True, slots=True)
class Decoy:
    """A function that looks like a tool of a world and acts on the world."""

    name: str
    function: Callable[..., Any]
    example: Example[Any]

    @property
    def tool(self) -> Tool:
        """The tool; its method takes the world first."""
        return _tool(self.name, self.function)


def decoy(
    example: Example[Domain],
) -> Callable[
    [Callable[Concatenate[Domain, Given], Returned]],
    Callable[Concatenate[Domain, Given], Returned],
]:
    """Mark a function of ``decoys.py`` as a decoy of the suite.

    The function takes the world, then the tool's arguments, and is documented like a tool. It must
    change the world's state, so that calling it fails the task as collateral damage.

    Args:
        example: draws arguments, from the world and a generator, for a call that succeeds; None if
            the world has nothing to call it on. ``validate`` makes the call in every task.
    """

    def mark(
        function: Callable[Concatenate[Domain, Given], Returned],
    ) -> Callable[Concatenate[Domain, Given], Returned]:
        setattr(function, _MARK, example)
        return function

    return mark


def decoys_of(module: ModuleType, tools: Mapping[str, object]) -> Mapping[str, Decoy]:
    """Return the decoys of a suite's ``decoys.py`` by name.

    Args:
        module: the file.
        tools: the tools of the suite's world, by name.

    Raises:
        UserError: there are too few, one has the name of a tool, or one is not fully documented.
    """
    found = {
        name: Decoy(name, value, getattr(value, _MARK))
        for name, value in vars(module).items()
        if hasattr(value, _MARK) and value.__module__ == module.__name__
    }
    if len(found) < FEWEST:
        raise UserError(
            f"{module.__file__} has {len(found)} decoys; write at least {FEWEST} functions "
            "marked @decoy(example), or remove the file"
        )
    for name, each in found.items():
        if name in tools:
            raise UserError(
                f"{module.__file__} has a decoy {name}, but its world has a tool of that name; "
                "rename the decoy"
            )
        document(each.function)
    return found


@cache
def _tool(name: str, function: Callable[..., Any]) -> Tool:
    return build_tool(name, function)
