"""How far a model gets with the writes of a solution."""

from collections import deque
from collections.abc import Mapping

from toolbench_ood.tasks.oracle import Act
from toolbench_ood.types.call import Call
from toolbench_ood.types.value import Json
from toolbench_ood.world.tool import Tool


class Writes:
    """The calls of an ask's solution that change the world, matched with those that a model makes.

    They are matched in the solution's order, those of one message in any order.
    """

    def __init__(self, act: Act, tools: Mapping[str, Tool]) -> None:
        """Wait for the writes of an act, calls of these tools."""
        self._tools = tools
        self._waiting = deque(
            writes
            for message, changes in zip(act.calls, act.writes, strict=True)
            if (writes := [call for call, write in zip(message, changes, strict=True) if write])
        )
        self.reached = 0
        """How many were made so far."""

    def made(self, call: Call) -> None:
        """Take a call that was carried out; it counts if it is the next write."""
        if not self._waiting:
            return
        message = self._waiting[0]
        told = self._told(call)
        match = next((each for each in message if self._told(each) == told), None)
        if match is not None:
            message.remove(match)
            self.reached += 1
        if not message:
            self._waiting.popleft()

    def _told(self, call: Call) -> tuple[str, Mapping[str, Json]]:
        """Return what a call says: an argument with its default value says nothing."""
        parameters = self._tools[call.name].spec["function"]["parameters"]["properties"]
        return call.name, {
            name: value
            for name, value in call.arguments.items()
            if "default" not in parameters[name] or parameters[name]["default"] != value
        }
