"""How a task's solution makes its calls, and what is kept of them."""

from collections.abc import Mapping
from typing import Any

from pydantic_core import to_jsonable_python

from toolbench_ood.types.call import Call
from toolbench_ood.types.errors import UserError
from toolbench_ood.types.value import Json
from toolbench_ood.world.tool import ToolError
from toolbench_ood.world.world import World


class Caller:
    """Given to a solution as ``call``: carries out calls on the world and remembers the messages.

    ``call("tool", x=1)`` is one message with one call, ``call.together(...)`` one message with
    several, ``call.failing(...)`` one call that the domain must refuse.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self.messages: list[tuple[Call, ...]] = []

    def __call__(self, tool: str, /, **arguments: Any) -> Json:
        """Make one call in a message of its own and return its result."""
        return self.together((tool, arguments))[0]

    def together(self, *calls: tuple[str, Mapping[str, Any]]) -> list[Json]:
        """Make several independent calls in one message and return their results in order."""
        made = tuple(Call(name, to_jsonable_python(dict(given))) for name, given in calls)
        self.messages.append(made)
        return [self._result(call) for call in made]

    def failing(self, tool: str, /, **arguments: Any) -> str:
        """Make one call that the world must refuse and return the words of the refusal."""
        call = Call(tool, to_jsonable_python(arguments))
        self.messages.append((call,))
        self._require_known(call)
        try:
            self._world.call(call.name, call.arguments)
        except ToolError as error:
            return str(error)
        raise UserError(f"the solution expected {tool} to be refused, but it was carried out")

    def _result(self, call: Call) -> Json:
        self._require_known(call)
        try:
            return self._world.call(call.name, call.arguments)
        except ToolError as error:
            raise UserError(f"the solution's call of {call.name} was refused: {error}") from error

    def _require_known(self, call: Call) -> None:
        if call.name not in self._world.tools():
            raise UserError(f"the solution calls {call.name}, which is no tool of its world")
