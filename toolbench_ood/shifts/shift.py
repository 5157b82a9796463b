"""A content shift, and the ways in which it can fail to apply."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import TypeAlias

from toolbench_ood.shifts.layer import Layer, Tools
from toolbench_ood.tasks.situation import Situation
from toolbench_ood.tasks.suite import Suite

Make: TypeAlias = Callable[[Situation, Tools, Random], Layer]
Obstacle: TypeAlias = Callable[[Situation], str | None]
Check: TypeAlias = Callable[[Suite], None]


def no_suites() -> Sequence[Suite]:
    """Return no suite: the shift takes nothing from other suites."""
    return ()


def takes_any(suite: Suite) -> None:
    """Refuse no suite."""
    del suite


def never(situation: Situation) -> str | None:
    """Find no obstacle: the shift applies to every task."""
    del situation
    return None


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
    """Says why the shift cannot apply to a task, or None."""
    check: Check = takes_any
    """Refuses a suite that its author must change first (UserError), whatever the task."""
    data: tuple[str, ...] = ()
    """Files beside the shift's module that it reads."""
    borrows_from: Callable[[], Sequence[Suite]] = no_suites
    """Returns the suites whose worlds the shift can take tools from."""

    def layer(self, situation: Situation, tools: Tools) -> Layer:
        """Build the shift's layer; the same situation gives the same layer, whatever the format."""
        return self.make(situation, tools, Random(f"{situation.name}:{self.name}"))  # noqa: S311  # not for secrets
