"""How a task's solution makes its calls, and how they are recorded."""

from collections.abc import Mapping, Sequence
from typing import Any, Never

from pydantic_core import to_jsonable_python

from toolbench_ood.types.call import Call
from toolbench_ood.types.errors import UserError, choices
from toolbench_ood.types.value import Json
from toolbench_ood.world.state import Tree, state_of
from toolbench_ood.world.tool import ToolError
from toolbench_ood.world.world import World


class WrongCallError(UserError):
    """A solution makes a call that its world rejects; the message continues from its name."""


class UnknownToolError(WrongCallError):
    """A solution calls something that is not a tool of its world."""

    def __init__(self, tool: str, words: str) -> None:
        super().__init__(words)
        self.tool = tool


class Caller:
    """Passed to a solution as ``call``: carries out calls on the world and records the messages.

    ``call("tool", x=1)`` is one message with one call, ``call.together(...)`` one message with
    several, ``call.failing(...)`` one call that the world must refuse.
    """

    def __init__(self, world: World, state: Tree = None) -> None:
        """Start an ask.

        Args:
            world: is played on.
            state: its state, to find out which calls change it; None: that is left open.
        """
        self._world = world
        self.state = state
        """The world's state after the last call; None where it was left open."""
        self.messages: list[tuple[Call, ...]] = []
        self.writes: list[tuple[bool, ...]] = []
        """Whether each call of each message changed the world; all False where it was left open."""

    def __call__(self, tool: str, /, *unnamed: Never, **arguments: Any) -> Json:
        """Make one call in a message of its own and return its result."""
        self._refuse_unnamed(tool, unnamed)
        return self.together((tool, arguments))[0]

    def together(self, *calls: tuple[str, Mapping[str, Any]]) -> list[Json]:
        """Make several independent calls in one message and return their results in order."""
        made = tuple(self._made(name, given) for name, given in calls)
        self.messages.append(made)
        results, writes = [], []
        for call in made:
            results.append(self._result(call))
            writes.append(self._changed())
        self.writes.append(tuple(writes))
        return results

    def failing(self, tool: str, /, *unnamed: Never, **arguments: Any) -> str:
        """Make one call that the world must refuse, and return the text of the refusal."""
        self._refuse_unnamed(tool, unnamed)
        call = self._made(tool, arguments)
        self.messages.append((call,))
        try:
            self._world.call(call.name, call.arguments)
        except ToolError as error:
            self.writes.append((self._changed(),))
            return str(error)
        raise WrongCallError(f"expected {tool} to be refused, but it was carried out")

    def _changed(self) -> bool:
        """Whether the world differs from when it was last looked at."""
        if self.state is None:
            return False
        before, self.state = self.state, state_of(self._world, self.state)
        return bool(before != self.state)

    def _result(self, call: Call) -> Json:
        try:
            return self._world.call(call.name, call.arguments)
        except ToolError as error:
            given = ", ".join(f"{key}={value!r}" for key, value in call.arguments.items())
            raise WrongCallError(
                f"calls {call.name}({given}), which is refused: {error}"
            ) from error

    def _made(self, name: str, given: Mapping[str, Any]) -> Call:
        """Make a call that its tool takes.

        Raises:
            WrongCallError: there is no such tool, it takes other arguments, or one is no JSON.
        """
        self._require_known(name)
        properties, required = self._takes(name)
        unknown = [key for key in given if key not in properties]
        if unknown:
            raise WrongCallError(f"calls {name}({unknown[0]}=…): {self._signature(name)}")
        missing = [key for key in required if key not in given]
        if missing:
            raise WrongCallError(f"calls {name} without {missing[0]}: {self._signature(name)}")
        return Call(name, {key: _as_json(name, key, value) for key, value in given.items()})

    def _require_known(self, name: str) -> None:
        tools = self._world.tools()
        if name not in tools:
            raise UnknownToolError(
                name,
                f"calls {name}, which is not a tool of its world; the tools are: {choices(tools)}",
            )

    def _refuse_unnamed(self, name: str, unnamed: Sequence[object]) -> None:
        self._require_known(name)
        if unnamed:
            raise WrongCallError(
                f"calls {name}({unnamed[0]!r}) without naming the argument: {self._signature(name)}"
            )

    def _takes(self, name: str) -> tuple[Mapping[str, Json], Sequence[str]]:
        """Return a tool's parameters by name, and the names of those that a call must give."""
        parameters = self._world.tools()[name].spec["function"]["parameters"]
        return parameters["properties"], parameters["required"]

    def _signature(self, name: str) -> str:
        properties, required = self._takes(name)
        listed = [each if each in required else f"{each} (optional)" for each in properties]
        return f"{name} takes {', '.join(listed) or 'no arguments'}"


def _as_json(tool: str, name: str, value: object) -> Json:
    try:
        return to_jsonable_python(value)
    except ValueError as error:
        raise WrongCallError(
            f"calls {tool}({name}=…) with a {type(value).__name__}, which JSON can't represent"
        ) from error
