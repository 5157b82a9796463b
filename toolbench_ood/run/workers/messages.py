"""The messages between the main process and a worker process, in this order.

A worker is sent the run's settings, then ``Bounds``, then ``Begin`` for each case. It sends a
``Question`` for each request, is sent an ``Answer`` to it or ``NoAnswer``, and says when a case has
``Ended``. If the run can't continue, it sends the error.

These are named tuples, which pickle ten times as fast as frozen dataclasses.
"""

from array import array
from typing import NamedTuple, Self, TypeAlias

from toolbench_ood.rollout.limits import Limits
from toolbench_ood.tasks.case import Case
from toolbench_ood.types.errors import ToolbenchError
from toolbench_ood.types.generation import Completion, Finish, PlayedText


class Bounds(NamedTuple):
    """The limits of every case; known once the engine is ready."""

    limits: Limits
    context: int | None


class Begin(NamedTuple):
    """A case to play, by its parts: the case itself holds functions."""

    suite: str
    digest: str
    """The suite's, as the main process loaded it."""
    task_id: str
    format: str
    seed: int
    shift: str
    arm: str
    sample: int

    @classmethod
    def of(cls, case: Case) -> Self:
        """Name a case."""
        return cls(
            suite=case.suite.name,
            digest=case.suite.digest,
            task_id=case.task_id,
            format=case.format.name,
            seed=case.seed,
            shift=case.shift,
            arm=case.arm,
            sample=case.sample,
        )


class Question(NamedTuple):
    """A request to the engine, with only the new part of its prompt."""

    case: str
    step: int
    grows: bool
    """Whether the prompt is the case's last one, what was written for that, and ``more``."""
    more: "array[int]"
    """Token ids: those that follow, or the whole prompt."""
    max_tokens: int
    seed: int
    given: int
    grammar: str | None


class Answer(NamedTuple):
    """What the engine wrote."""

    case: str
    tokens: tuple[int, ...]
    finish: str
    cached_tokens: int | None
    played: PlayedText | None

    @classmethod
    def of(cls, case: str, completion: Completion) -> Self:
        """Answer a case's question."""
        finish, cached = completion.finish.value, completion.cached_tokens
        return cls(case, completion.tokens, finish, cached, completion.played)

    @property
    def completion(self) -> Completion:
        """What was written, as an engine returns it."""
        return Completion(self.tokens, Finish(self.finish), self.cached_tokens, self.played)


class NoAnswer(NamedTuple):
    """Why the engine failed on a question."""

    case: str
    reason: str


class Ended(NamedTuple):
    """A case has its record."""

    case: str
    record: bytes
    """As it is written to disk."""


ToWorker: TypeAlias = Begin | Answer | NoAnswer
FromWorker: TypeAlias = Question | Ended | ToolbenchError
