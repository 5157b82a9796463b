"""A content shift, and the ways in which it can fail to apply."""

from collections.abc import Callable, Hashable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from random import Random
from typing import TypeAlias

from toolbench_ood.shifts.layer import Layer, Tools
from toolbench_ood.tasks.situation import Situation
from toolbench_ood.tasks.suite import Suite

Make: TypeAlias = Callable[[Situation, Tools, Random], Layer]
Obstacle: TypeAlias = Callable[[Situation, Tools], str | None]
Alike: TypeAlias = Callable[[Situation], Hashable]
Check: TypeAlias = Callable[[Suite], None]


def no_suites() -> Sequence[Suite]:
    """Return no suite: the shift takes nothing from other suites."""
    return ()


def takes_any(suite: Suite) -> None:
    """Refuse no suite."""
    del suite


def never(situation: Situation, tools: Tools) -> str | None:
    """Find no obstacle: the shift applies to every task."""
    del situation, tools
    return None


def in_a_suite(situation: Situation) -> Hashable:
    """Declare the same tools in all situations of a suite."""
    del situation
    return None


def in_a_situation(situation: Situation) -> Hashable:
    """Declare and draw differently in each situation."""
    return situation.name


def in_a_seed(situation: Situation) -> Hashable:
    """Declare and draw alike in all tasks of a suite with the same seed."""
    return f"{situation.suite.name}:{situation.seed}"


def own_tools(situation: Situation, tools: Tools) -> Tools:
    """Return the tools of the situation's suite, without those that other shifts have added."""
    own = situation.suite.world.tools()
    return tuple(tool for tool in tools if tool["function"]["name"] in own)


def tool_names(tools: Tools) -> AbstractSet[str]:
    """Return the names by which the tools are declared."""
    return {tool["function"]["name"] for tool in tools}


@dataclass(frozen=True, slots=True)
class Shift:
    """One way of giving a task another surface."""

    name: str
    changes: str
    """What is another, in one line."""
    holds: str
    """What it holds fixed, in one line."""
    make: Make
    """Builds the layer of a situation from the inner declarations, drawing from the generator."""
    obstacle: Obstacle = never
    """Says why the shift cannot apply to a task with these inner declarations, or None."""
    check: Check = takes_any
    """Refuses a suite that its author must change first (UserError), whatever the task."""
    data: tuple[str, ...] = ()
    """Files beside the shift's module that it reads."""
    declared_alike: Alike = in_a_suite
    """Returns a key: situations of a suite with equal keys and inner declarations look alike."""
    draws_alike: Alike = in_a_situation
    """Returns a key: in situations with equal keys the generator draws the same numbers."""
    borrows_from: Callable[[], Sequence[Suite]] = no_suites
    """Returns the suites whose worlds the shift can take tools from."""

    def layer(self, situation: Situation, tools: Tools) -> Layer:
        """Build the shift's layer; the same situation gives the same layer, whatever the format."""
        drawn = f"{self.draws_alike(situation)}:{self.name}"
        return self.make(situation, tools, Random(drawn))  # noqa: S311  # not for secrets
