"""What the main process and a worker process tell each other, in this order.

A worker is sent the run's settings, then ``Bounds``, then ``Begin`` for each case. From then on it
sends a ``Question`` for each request and a record for each case that ends, and is sent an
``Answer`` to each question. Where the run can't go on it sends the error.
"""

from array import array
from dataclasses import dataclass
from typing import Self, TypeAlias

from toolbench_ood.rollout.limits import Limits
from toolbench_ood.rollout.record import Record
from toolbench_ood.task.case import Case
from toolbench_ood.types.errors import ToolbenchError
from toolbench_ood.types.generation import Completion, Request


@dataclass(frozen=True, slots=True)
class Bounds:
    """What bounds every case; known once the engine is ready."""

    limits: Limits
    context: int | None


@dataclass(frozen=True, slots=True)
class Begin:
    """A case to play, by its parts: the case itself holds functions."""

    suite: str
    digest: str
    """The suite's, as the main process loaded it."""
    task_id: str
    format: str
    seed: int
    shift: str

    @classmethod
    def of(cls, case: Case) -> Self:
        """Name a case."""
        suite = case.suite
        return cls(suite.name, suite.digest, case.task_id, case.format.name, case.seed, case.shift)


@dataclass(frozen=True, slots=True)
class Question:
    """A request to the engine, its prompt by what is new in it."""

    request: Request
    """Without its prompt."""
    grows: bool
    """Whether the prompt is the case's last one, what was written for that, and ``more``."""
    more: "array[int]"
    """Token ids: those that follow, or the whole prompt."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the engine wrote for a case, or in words why it failed."""

    case: str
    content: Completion | str


FromWorker: TypeAlias = Question | Record | ToolbenchError
