"""A task as one seed draws it."""

from dataclasses import dataclass

from toolbench_ood.task.oracle import Act, play_solution
from toolbench_ood.task.session import Session
from toolbench_ood.task.suite import Suite
from toolbench_ood.task.task import Task


@dataclass(frozen=True, slots=True)
class Situation:
    """Suite, task and seed: what is asked, whatever the surface and the format."""

    suite: Suite
    task: Task
    seed: int

    @property
    def name(self) -> str:
        """What random draws about the situation are seeded with."""
        return f"{self.suite.name}/{self.task.file.name}::{self.task.name}#{self.seed}"

    @property
    def acts(self) -> tuple[Act, ...]:
        """What the solution writes, ask by ask (UserError: it does not solve the task)."""
        return play_solution(self.suite, self.task, self.seed)

    def session(self) -> Session:
        """Begin the task anew, held to what the solution changes."""
        allowed = [act.changes for act in self.acts]
        return Session(self.suite, self.task, self.seed, allowed)
