"""One task being played: its world, the open ask, and finally the verdict."""

from collections.abc import Generator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from random import Random

from toolbench_ood.tasks.ask import Ask, Reply
from toolbench_ood.tasks.failure import describe
from toolbench_ood.tasks.guard import must_end
from toolbench_ood.tasks.suite import Suite
from toolbench_ood.tasks.task import Task
from toolbench_ood.types.errors import EndlessError, ToolbenchError, UserError
from toolbench_ood.types.faults import FAILED_CHECK, contained
from toolbench_ood.world.fulfilled import fulfilled
from toolbench_ood.world.state import Changes, Tree, changes, state_of, stray
from toolbench_ood.world.tool import ToolError
from toolbench_ood.world.world import World

_FAILED_CHECK = (ToolError, *FAILED_CHECK)
_ENDS_AN_ASK = (ToolbenchError, StopIteration, RuntimeError, *_FAILED_CHECK)

_ASKS_ON = "generator ignored GeneratorExit"
"""Python's message for a generator that yields when it is closed."""

MOST_ASKS = 50
"""A task with more asks than this is considered endless."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the task's asserts passed."""

    solved: bool
    failure: str = ""
    """The first check that failed: file, line, source and the error's own words."""
    error: Exception | None = field(default=None, compare=False)
    """The exception of the failed check, if any."""


class AskEnd(StrEnum):
    """How one ask of a task ended."""

    PASSED = "passed"
    """It was answered, and no check up to the next ask, or to the end, failed."""
    CHECK_FAILED = "check_failed"
    """It was answered, and a check that followed failed."""
    DAMAGE = "damage"
    """It was answered when something had changed that no ask mentions."""
    OPEN = "open"
    """It was put and not answered."""
    NOT_REACHED = "not_reached"
    """It was not put."""


@dataclass(frozen=True, slots=True)
class Settled:
    """An ask that was answered."""

    end: AskEnd
    done: bool
    """Whether everything that the solution changes by then was as the solution leaves it."""


@dataclass(frozen=True, slots=True)
class AllowedChanges:
    """What may change while a task is played; anything else that changes is collateral damage."""

    before: Tree
    """The world's state at the first ask."""
    changes: Sequence[Changes]
    """The changes allowed by the end of each ask, taken from the solution."""


class Session:
    """Plays one task on its own world; the same suite, task and seed give the same session."""

    def __init__(
        self,
        suite: Suite,
        task: Task,
        seed: int,
        drawn: World | None = None,
        allowance: AllowedChanges | None = None,
    ) -> None:
        """Build the world; the situation depends on suite, task and seed, never on the format.

        Args:
            suite: the suite that the task is of.
            task: the task.
            seed: draws the situation.
            drawn: the world that ``draw_world`` draws for them, or a copy of it, to be played on;
                None: it is drawn here.
            allowance: what may change; None: only the task's checks hold.

        Raises:
            UserError: the world can't be drawn.
        """
        name = situation_name(suite, task, seed)
        self.suite = suite
        self.task = task
        self.seed = seed
        self.world: World = drawn or draw_world(suite, task, seed)
        self._steps: Generator[Ask, Reply, None] = task.function(
            self.world,
            Random(f"{name}:task"),  # noqa: S311  # not for secrets
        )
        self._allowance = allowance
        self._before: Tree = allowance.before if allowance else None
        self._answered = 0
        self.settled: list[Settled] = []
        """The asks that were answered, in order; empty where nothing is allowed or forbidden."""
        self.verdict: Verdict | None = None
        """None while the task goes on."""

    def start(self) -> Ask:
        """Arrange the situation and return the first ask.

        Raises:
            UserError: the task fails to arrange its situation, does not terminate, or asks nothing.
        """
        passing = (ToolbenchError, StopIteration)
        try:
            with contained(partial(self._broken, "failed to arrange"), passing), self._must_end():
                ask = self._asked(next(self._steps))
        except StopIteration:
            raise UserError(f"{self._where()} asks nothing; yield at least one Ask") from None
        except EndlessError:
            raise
        except UserError as error:
            raise UserError(f"{self._where()}: {error}") from error
        if self._allowance is None:
            self._before = state_of(self.world)
        return ask

    @property
    def before(self) -> Tree:
        """The world's state at the first ask."""
        return self._before

    @property
    def changes(self) -> Changes:
        """What has changed since the first ask was put."""
        return changes(self._before, state_of(self.world, self._before))

    def answer(self, reply: Reply, damage: str | None = None) -> Ask | None:
        """Send the reply to the open ask; return the next ask, or None with the verdict set.

        Args:
            reply: the answer.
            damage: what has changed outside the world, where nothing may; None: nothing.

        Raises:
            UserError: the task's code raises or does not terminate, or yields something other than
            asks, or too many of them.
        """
        if self._allowance is None:
            return self._send(reply)
        made = self.changes
        wanted = self._allowance.changes[: self._answered + 1]
        done = fulfilled(made, wanted, self.task.free)
        damage = damage or self._damage(made, wanted[-1])
        if damage:
            self.abandon(f"collateral damage: {damage} has changed")
            self.settled.append(Settled(AskEnd.DAMAGE, done))
            return None
        asked = self._send(reply)
        passed = self.verdict is None or self.verdict.solved
        self.settled.append(Settled(AskEnd.PASSED if passed else AskEnd.CHECK_FAILED, done))
        return asked

    def _send(self, reply: Reply) -> Ask | None:
        """Let the task go on to its next ask, or to its end."""
        self._answered += 1
        try:
            with contained(partial(self._broken, "breaks"), _ENDS_AN_ASK), self._must_end():
                return self._asked(self._steps.send(reply))
        except StopIteration:
            self.verdict = Verdict(solved=True)
        except EndlessError:
            raise
        except UserError as error:
            raise UserError(f"{self._where()}: {error}") from error
        except _FAILED_CHECK as error:
            self._failed(error)
        except RuntimeError as error:
            # What Python makes of a next(...) in a generator that finds nothing.
            if not isinstance(error.__cause__, StopIteration):
                raise self._broken("breaks", error) from error
            self._failed(error.__cause__)
        return None

    def _failed(self, error: Exception) -> None:
        failure = describe(error, self.suite.folder)
        self.verdict = Verdict(solved=False, failure=failure, error=error)

    def abandon(self, reason: str) -> None:
        """End the task unsolved because the conversation cannot go on.

        Raises:
            UserError: the task can't be closed, or raises when it is.
        """
        with contained(self._broken_at_end), self._must_end():
            self._steps.close()
        self.verdict = Verdict(solved=False, failure=reason)

    def _asked(self, ask: object) -> Ask:
        if not isinstance(ask, Ask):
            raise UserError(f"yields a {type(ask).__name__}; yield Ask(text, solution)")
        if self._answered >= MOST_ASKS:
            raise UserError(f"asks more than {MOST_ASKS} times; let it end after its last check")
        return ask

    def _damage(self, made: Changes, allowed: Changes) -> str | None:
        """Name what has changed that the asks so far do not mention."""
        path = stray(made, allowed, self.task.free)
        return None if path is None else ".".join(path)

    def _must_end(self) -> AbstractContextManager[None]:
        return must_end(self._where(), self.suite.folder)

    def _broken(self, how: str, error: Exception) -> UserError:
        return UserError(f"{self._where()} {how}: {describe(error, self.suite.folder)}")

    def _broken_at_end(self, error: Exception) -> UserError:
        if str(error) != _ASKS_ON:
            return self._broken("raises when it is closed", error)
        return UserError(
            f"{self._where()} keeps asking after it was closed; yield no Ask in a finally block or "
            "after a caught exception"
        )

    def _where(self) -> str:
        return f"task {self.task.name} ({self.task.file}:{self.task.line})"


def situation_name(suite: Suite, task: Task, seed: int) -> str:
    """Return the name of a situation, with which its random draws are seeded."""
    return f"{suite.name}/{task.file.name}::{task.name}#{seed}"


def draw_world(suite: Suite, task: Task, seed: int) -> World:
    """Draw the world of a situation, before anything is arranged (UserError: it fails)."""
    what = f"the world of suite {suite.name}"
    rng = Random(f"{situation_name(suite, task, seed)}:world")  # noqa: S311  # not for secrets

    def broken(error: Exception) -> UserError:
        return UserError(f"{what} can't be drawn: {describe(error, suite.folder)}")

    with contained(broken), must_end(what, suite.folder):
        return suite.world(rng)
