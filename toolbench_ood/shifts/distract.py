"""``distract``: tools of other worlds are declared too."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from random import Random
from typing import Self

from toolbench_ood.shifts.layer import Layer, Tools
from toolbench_ood.shifts.shift import Shift
from toolbench_ood.task.collect import shipped_suites
from toolbench_ood.task.situation import Situation
from toolbench_ood.task.suite import Suite
from toolbench_ood.types.call import Call, ToolOutput
from toolbench_ood.types.tool import ToolSpec
from toolbench_ood.world.snapshot import Snapshot
from toolbench_ood.world.state import Tree, state_of
from toolbench_ood.world.world import World

_TOOLS = 8
_SUITES = 2


class _Distracted(Layer):
    """The added tools really act, each on a world of its own, which nobody asked to change."""

    def __init__(self, tools: Tools, added: Mapping[str, Suite], others: "_Others") -> None:
        super().__init__(tools)
        self._added = added
        self._others = others
        self._worlds: Mapping[str, World] = {}
        self._before: Mapping[str, Tree] = {}

    def begin(self) -> Self:
        return type(self)(self.tools, self._added, self._others)

    def performs(self, call: Call) -> ToolOutput | None:
        if call.name not in self._added:
            return None
        if not self._worlds:
            self._worlds = self._others.worlds()
            self._before = {name: state_of(world) for name, world in self._worlds.items()}
        return self._worlds[self._added[call.name].name].execute(call)

    def damage(self) -> str | None:
        changed = [
            name for name, world in self._worlds.items() if state_of(world) != self._before[name]
        ]
        return f"{changed[0]}, which no ask mentions" if changed else None


class _Others:
    """The worlds of the added tools, drawn when the first of them is called."""

    def __init__(self, suites: Sequence[Suite], rng: Random) -> None:
        self._suites = suites
        self._rng = rng

    def worlds(self) -> Mapping[str, World]:
        """Return copies of the worlds, by suite; they draw from one generator."""
        return self._drawn.copy().worlds

    @cached_property
    def _drawn(self) -> Snapshot["_Worlds"]:
        return Snapshot(_Worlds({each.name: each.world(self._rng) for each in self._suites}))


@dataclass(frozen=True)
class _Worlds:
    worlds: Mapping[str, World]


def _make(situation: Situation, tools: Tools, rng: Random) -> Layer:
    neighbours = _neighbours(situation)
    chosen = rng.sample(neighbours, min(_SUITES, len(neighbours)))
    taken = {_name(tool) for tool in tools}
    offered = {name: suite for suite in chosen for name in suite.world.tools() if name not in taken}
    names = rng.sample(sorted(offered), min(_TOOLS, len(offered)))
    added = {name: offered[name] for name in names}
    more = [added[name].world.tools()[name].spec for name in sorted(added)]
    together = (*tools, *more)
    shuffled = tuple(rng.sample(together, len(together)))
    return _Distracted(shuffled, added, _Others(_distinct(added.values()), rng))


def _neighbours(situation: Situation) -> Sequence[Suite]:
    """Suites of the same split only: what is held out stays out of a training export."""
    own = situation.suite
    return [each for each in shipped_suites() if each.split is own.split and each.name != own.name]


def _obstacle(situation: Situation) -> str | None:
    return None if _neighbours(situation) else "no other shipped suite is of its split"


def _name(tool: ToolSpec) -> str:
    return tool["function"]["name"]


def _distinct(suites: Iterable[Suite]) -> Sequence[Suite]:
    return list({suite.name: suite for suite in suites}.values())


DISTRACT = Shift(
    "distract",
    changes=f"{_TOOLS} tools of {_SUITES} other worlds of the same split stand among the tools",
    holds="the task's own tools, asks, results, and which calls solve the task",
    make=_make,
    obstacle=_obstacle,
    borrows_from=shipped_suites,
)
