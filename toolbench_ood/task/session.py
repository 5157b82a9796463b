"""One task being played: its world, the ask that is open, and in the end the verdict."""

import linecache
import traceback
from collections.abc import Generator
from dataclasses import dataclass
from random import Random

from toolbench_ood.task.ask import Ask, Reply
from toolbench_ood.task.suite import Suite
from toolbench_ood.task.task import Task
from toolbench_ood.types.errors import UserError
from toolbench_ood.world.tool import ToolError
from toolbench_ood.world.world import World

_FAILED_CHECK = (
    AssertionError,
    ToolError,
    LookupError,
    AttributeError,
    TypeError,
    ValueError,
    ArithmeticError,
)
"""What a check raises when the world is not as it should be, a deleted entry included."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the task's asserts held."""

    solved: bool
    failure: str = ""
    """The first check that failed: file, line, source and the error's own words."""


class Session:
    """Plays one task on a world of its own; the same suite, task and seed play out alike."""

    def __init__(self, suite: Suite, task: Task, seed: int) -> None:
        """Build the world; the situation depends on suite, task and seed, never on the format."""
        name = f"{suite.name}/{task.file.name}::{task.name}#{seed}"
        self._task = task
        self.world: World = suite.world(Random(f"{name}:world"))  # noqa: S311  # not for secrets
        self._steps: Generator[Ask, Reply, None] = task.function(
            self.world,
            Random(f"{name}:task"),  # noqa: S311  # not for secrets
        )
        self.verdict: Verdict | None = None
        """None while the task goes on."""

    def start(self) -> Ask:
        """Arrange the situation and return the first ask.

        Raises:
            UserError: the task fails to arrange its situation or asks nothing.
        """
        try:
            return next(self._steps)
        except StopIteration:
            raise UserError(f"{self._where()} asks nothing; yield at least one Ask") from None
        except _FAILED_CHECK as error:
            raise UserError(f"{self._where()} failed to arrange: {_describe(error)}") from error

    def answer(self, reply: Reply) -> Ask | None:
        """Send the reply to the open ask; return the next ask, or None with the verdict set."""
        try:
            return self._steps.send(reply)
        except StopIteration:
            self.verdict = Verdict(solved=True)
        except _FAILED_CHECK as error:
            self.verdict = Verdict(solved=False, failure=_describe(error))
        return None

    def abandon(self, reason: str) -> None:
        """End the task unsolved because the conversation cannot go on."""
        self._steps.close()
        self.verdict = Verdict(solved=False, failure=reason)

    def _where(self) -> str:
        return f"task {self._task.name} ({self._task.file}:{self._task.line})"


def _describe(error: Exception) -> str:
    """Say where a check failed, in one line: ``task_move.py:41: assert …: its message``."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    source = linecache.getline(frame.filename, frame.lineno or 0).strip()
    where = f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}: {source}"
    kind = "" if isinstance(error, AssertionError) else f"{type(error).__name__}: "
    words = f"{kind}{error}".strip()
    return f"{where} ({words})" if words else where
