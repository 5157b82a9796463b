"""What a case looks like from outside: its shifts, stacked between the model and the world."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from toolbench_ood.format.tools import Declared
from toolbench_ood.shifts.find import find_shifts
from toolbench_ood.shifts.layer import Exchange, Layer, Tools
from toolbench_ood.tasks.ask import Ask
from toolbench_ood.tasks.case import Case
from toolbench_ood.tasks.situation import Situation
from toolbench_ood.tasks.suite import Suite
from toolbench_ood.types.call import Call, ToolOutput
from toolbench_ood.world.world import World


@dataclass(frozen=True, slots=True)
class _Stack:
    """The layers of a situation in one shift, innermost first, before anything is called."""

    layers: tuple[Layer, ...]
    tools: Declared
    names: tuple[str, ...]
    """What the world calls each of the tools."""
    shown: Declared
    """The tools without those that the task withholds at first."""


class Surface:
    """The stacked layers of one case being played; without shifts the world itself is seen."""

    def __init__(self, case: Case) -> None:
        """Build the layers; the same case always gets the same."""
        self._stack: _Stack = case.situation.kept(_stack, case.situation, case.shift)
        self._layers = [layer.begin() for layer in self._stack.layers]
        self._messages = 0
        self._made = 0

    @property
    def tools(self) -> Declared:
        """Declarations of all tools as the model sees them, withheld ones included."""
        return self._stack.tools

    @property
    def shown(self) -> Declared:
        """The declarations that the model sees from the start: the task withholds the others."""
        return self._stack.shown

    def only(self, names: Sequence[str]) -> Tools:
        """Return the declarations of the world's tools of these names, in the order of names."""
        by_name = dict(zip(self._stack.names, self.tools, strict=True))
        return tuple(by_name[name] for name in names)

    def words(self, ask: Ask, nth: int) -> str:
        """Return what the user says in the nth ask."""
        text = ask.text
        for layer in self._layers:
            text = layer.words(ask, nth, text)
        return text

    def outward(self, calls: Sequence[Call]) -> tuple[Call, ...]:
        """Write calls of the world's tools as the model makes them."""
        return tuple(map(self._outward, calls))

    def inward(self, call: Call) -> Call:
        """Return the call of the world's tool that is meant; an added tool's call stays."""
        return _inward(self._layers, call)

    def open_message(self) -> None:
        """Begin the next message of calls: its calls are interrupted together, or none is."""
        self._messages += 1

    def carry_out(self, call: Call, world: World) -> tuple[Call | None, ToolOutput]:
        """Carry out a call of the open message; it obeys ``tools``.

        Returns:
            The call that the world was asked for, None when the world was not reached, and what
            the model is told.
        """
        nth = self._made
        self._made += 1
        output = self._interruption()
        if output is not None:
            return None, _to(call, output)
        inner, output = self._performed(call, world)
        reached = output is None
        output = output or world.execute(inner)
        for layer in self._layers:
            output = layer.result(output, nth)
        return inner if reached else None, _to(call, output)

    def interrupted(self, calls: Sequence[Call]) -> tuple[Call, ...]:
        """Take calls as one message, and return those that the layers do not let through."""
        self.open_message()
        return tuple(calls) if self._interruption() is not None else ()

    def damage(self) -> str | None:
        """Name what calls of added tools have changed; None: nothing."""
        return next((found for layer in self._layers if (found := layer.damage())), None)

    def earlier(self) -> Iterator[Exchange]:
        """Iterate over what was said before the first ask, as the model sees it."""
        for layer in self._layers:
            for exchange in layer.earlier():
                yield replace(exchange, messages=tuple(map(self._shown, exchange.messages)))

    def _shown(
        self, message: Sequence[tuple[Call, ToolOutput]]
    ) -> tuple[tuple[Call, ToolOutput], ...]:
        return tuple((outer := self._outward(call), _to(outer, output)) for call, output in message)

    def _outward(self, call: Call) -> Call:
        for layer in self._layers:
            call = layer.outward(call)
        return call

    def _interruption(self) -> ToolOutput | None:
        found = (layer.interrupts(self._messages - 1) for layer in self._layers)
        return next((output for output in found if output is not None), None)

    def _performed(self, call: Call, world: World) -> tuple[Call, ToolOutput | None]:
        """Bring a call inwards, until a layer performs it itself."""
        for layer in reversed(self._layers):
            output = layer.performs(call, world)
            if output is not None:
                return call, output
            call = layer.inward(call)
        return call, None


def _stack(situation: Situation, shift: str) -> _Stack:
    tools: Tools = situation.suite.kept(_declared, situation.suite)
    layers: list[Layer] = []
    for each in find_shifts(shift):
        layers.append(each.layer(situation, tools))
        tools = layers[-1].tools
    names = tuple(_inward(layers, Call(tool["function"]["name"])).name for tool in tools)
    withheld = situation.task.withhold
    declared = Declared.of(tools)
    shown = [tool for tool, name in zip(declared, names, strict=True) if name not in withheld]
    return _Stack(tuple(layers), declared, names, Declared(shown) if withheld else declared)


def _declared(suite: Suite) -> Declared:
    return Declared(suite.world.specs())


def _inward(layers: Sequence[Layer], call: Call) -> Call:
    for layer in reversed(layers):
        call = layer.inward(call)
    return call


def _to(call: Call, output: ToolOutput) -> ToolOutput:
    """Address a result to the call that the model made."""
    return replace(output, name=call.name, id=call.id)
