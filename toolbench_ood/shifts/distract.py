"""``distract``: decoys of the suite's own domain and tools of other worlds are declared too."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from random import Random
from typing import Self

from toolbench_ood.shifts.layer import Layer, Tools
from toolbench_ood.shifts.shift import Shift, in_a_situation
from toolbench_ood.tasks.collect import shipped_suites
from toolbench_ood.tasks.decoys import Decoy
from toolbench_ood.tasks.situation import Situation
from toolbench_ood.tasks.suite import Suite
from toolbench_ood.types.call import Call, ToolOutput
from toolbench_ood.types.errors import UserError
from toolbench_ood.world.snapshot import Snapshot
from toolbench_ood.world.state import Tree, state_of
from toolbench_ood.world.tool import marked_tools
from toolbench_ood.world.world import World

_TOOLS = 8
_SUITES = 2


class _Distracted(Layer):
    """The added tools really act: decoys on the task's world, the others on worlds of their own.

    Nobody has asked for any of it.
    """

    def __init__(
        self,
        tools: Tools,
        decoys: Mapping[str, Decoy],
        added: Mapping[str, Suite],
        others: "_Others",
    ) -> None:
        super().__init__(tools)
        self._decoys = decoys
        self._added = added
        self._others = others
        self._worlds: Mapping[str, World] = {}
        self._before: Mapping[str, Tree] = {}

    def begin(self) -> Self:
        return type(self)(self.tools, self._decoys, self._added, self._others)

    def performs(self, call: Call, world: World) -> ToolOutput | None:
        if call.name in self._decoys:
            return world.execute(call, self._decoys[call.name].tool)
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
    own = situation.suite
    neighbours = _neighbours(situation)
    chosen = rng.sample(neighbours, min(_SUITES, len(neighbours)))
    offered = {name: suite for suite in chosen for name in suite.world.tools()}
    names = rng.sample(sorted(offered), min(_TOOLS, len(offered)))
    added = {name: offered[name] for name in names}
    more = [added[name].world.tools()[name].spec for name in sorted(added)]
    together = (*tools, *(each.tool.spec for each in own.decoys.values()), *more)
    shuffled = tuple(rng.sample(together, len(together)))
    return _Distracted(shuffled, own.decoys, added, _Others(_distinct(added.values()), rng))


def _require_own_names(own: Suite) -> None:
    """Refuse a suite with a tool that is called like one that may be added to it (UserError)."""
    for name in (*marked_tools(own.world), *own.decoys):
        suite = _shipped_tools().get(name, own)
        if suite.name != own.name:
            raise UserError(
                f"suite {own.name} and suite {suite.name}, which ships, both have a tool {name}, "
                f"and distract declares tools of both; rename it in {own.folder}, or leave out the "
                "shift distract"
            )


@cache
def _shipped_tools() -> Mapping[str, Suite]:
    """Return the suites that ship by the names of their tools."""
    return {name: suite for suite in shipped_suites() for name in marked_tools(suite.world)}


def _neighbours(situation: Situation) -> Sequence[Suite]:
    """Suites of the same split only: what is held out stays out of a training export."""
    own = situation.suite
    return [each for each in shipped_suites() if each.split is own.split and each.name != own.name]


def _obstacle(situation: Situation, tools: Tools) -> str | None:
    del tools
    return None if _neighbours(situation) else "no other shipped suite is of its split"


def _distinct(suites: Iterable[Suite]) -> Sequence[Suite]:
    return list({suite.name: suite for suite in suites}.values())


DISTRACT = Shift(
    "distract",
    changes=f"the suite's decoys, and {_TOOLS} tools of {_SUITES} other worlds of the same split, "
    "are added to the tools",
    holds="the task's own tools, asks, results, and which calls solve the task",
    make=_make,
    obstacle=_obstacle,
    check=_require_own_names,
    declared_alike=in_a_situation,
    borrows_from=shipped_suites,
)
