"""A task as one seed draws it."""

from dataclasses import dataclass, field
from functools import cached_property

from toolbench_ood.tasks.kept import Kept, keep
from toolbench_ood.tasks.oracle import Act, solve
from toolbench_ood.tasks.session import AllowedChanges, Session, draw_world, situation_name
from toolbench_ood.tasks.suite import Suite
from toolbench_ood.tasks.task import Task
from toolbench_ood.world.snapshot import NotCopiedError, Snapshot
from toolbench_ood.world.world import World

_KEPT = 64
"""Number of cached objects per situation, such as its surface in one shift."""


@dataclass(frozen=True, eq=False)
class Situation:
    """Suite, task and seed: what is asked, whatever the surface and the format.

    Its world is drawn once, its solution played once; every session plays on a copy of the world.
    """

    suite: Suite
    task: Task
    seed: int
    kept: Kept = field(default_factory=lambda: keep(_KEPT), repr=False)
    """Creates and caches what depends only on the situation."""

    @property
    def name(self) -> str:
        """The seed of random draws for the situation."""
        return situation_name(self.suite, self.task, self.seed)

    @property
    def acts(self) -> tuple[Act, ...]:
        """What the solution writes, ask by ask (UserError: it does not solve the task)."""
        return self._solved[0]

    def session(self) -> Session:
        """Start the task on a fresh world, allowing only the solution's changes."""
        return Session(self.suite, self.task, self.seed, self._world(), self._solved[1])

    @cached_property
    def _solved(self) -> tuple[tuple[Act, ...], AllowedChanges]:
        session = Session(self.suite, self.task, self.seed, self._world())
        acts = solve(session)
        return acts, AllowedChanges(session.before, [act.changes for act in acts])

    def _world(self) -> World:
        if self._snapshot is not None:
            return self._snapshot.copy()
        return draw_world(self.suite, self.task, self.seed)

    @cached_property
    def _snapshot(self) -> Snapshot[World] | None:
        """The world as it was drawn; None where it can't be copied and is drawn each time."""
        drawn = draw_world(self.suite, self.task, self.seed)
        try:
            return Snapshot(drawn)
        except NotCopiedError:
            return None


def situation_of(suite: Suite, task: Task, seed: int) -> Situation:
    """Return a situation, from the suite's cache if it is there."""
    situation: Situation = suite.kept(Situation, suite, task, seed)
    return situation
