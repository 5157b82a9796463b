"""The task decorator and the objects it creates."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from random import Random
from typing import Any, TypeAlias, overload

from toolbench_ood.tasks.ask import Turns
from toolbench_ood.types.errors import UserError, choices

TaskFunction: TypeAlias = Callable[[Any, Random], Turns]


class Kind(StrEnum):
    """What a task requires of a model."""

    SINGLE = "single"
    """One call."""
    PARALLEL = "parallel"
    """Several independent calls in one message."""
    CHAIN = "chain"
    """Three or more calls, each of which needs the one before."""
    SEVERAL_ASKS = "several_asks"
    """Two or more asks in one conversation."""
    MISSING_PARAMETER = "missing_parameter"
    """The first ask lacks something that only the user knows; a later ask supplies it."""
    MISSING_TOOL = "missing_tool"
    """No tool can do it until a later ask provides one."""
    IRRELEVANT = "irrelevant"
    """The first ask is unrelated to the tools and needs only an answer; the next one needs
    calls."""
    RECOVERY = "recovery"
    """A call is refused, and there is another way."""
    LOOK_ALIKE = "look_alike"
    """The right item must be distinguished from similar ones."""
    AGGREGATE = "aggregate"
    """Many reads, and an answer that no single one contains."""
    CONSTRAINT = "constraint"
    """The obvious action is forbidden by the ask or by the domain's rules."""
    UNDO = "undo"
    """A later ask reverses what an earlier one did."""


@dataclass(frozen=True, slots=True)
class Task:
    """One test of tool use: arrange, ask, check."""

    name: str
    function: TaskFunction
    kind: Kind
    withhold: tuple[str, ...]
    """Tools of the world that are not declared until an ask provides them."""
    free: tuple[str, ...]
    """Patterns of dotted state paths that may change freely."""
    file: Path
    line: int
    description: str
    """First line of the docstring."""


@overload
def task(function: TaskFunction, /) -> Task: ...
@overload
def task(
    *, kind: str = ..., withhold: tuple[str, ...] = ..., free: tuple[str, ...] = ...
) -> Callable[[TaskFunction], Task]: ...
def task(
    function: TaskFunction | None = None,
    /,
    *,
    kind: str = Kind.SINGLE,
    withhold: tuple[str, ...] = (),
    free: tuple[str, ...] = (),
) -> Task | Callable[[TaskFunction], Task]:
    """Make a task of a generator function ``(world, rng)`` that yields Asks and then asserts.

    Used bare (``@task``) or with arguments (``@task(kind="chain")``).

    Args:
        function: the function, when used bare.
        kind: one of the values of Kind.
        withhold: tools that the model is not shown until ``Ask(..., hand_over=...)``.
        free: what may change besides what the solution changes, as patterns of dotted paths into
            the world's state (``basket``, ``rooms.*.use``). Any other change or new entry is
            collateral damage and fails the task.

    Raises:
        UserError: the kind is unknown, the function has no docstring or never yields, or its file
            has another task of that name.
    """
    if function is not None:
        return _make(function, kind, withhold, free)
    return lambda decorated: _make(decorated, kind, withhold, free)


def _make(
    function: TaskFunction, kind: str, withhold: tuple[str, ...], free: tuple[str, ...]
) -> Task:
    code = function.__code__
    where = f"task {function.__name__} ({code.co_filename}:{code.co_firstlineno})"
    if not inspect.isgeneratorfunction(function):
        raise UserError(f"{where} never yields; yield Ask(text, solution), then assert")
    earlier = function.__globals__.get(function.__name__)
    if isinstance(earlier, Task) and earlier.line != code.co_firstlineno:
        raise UserError(
            f"{where} has the same name as the task on line {earlier.line}; rename one of them"
        )
    if kind not in list(Kind):
        raise UserError(f"{where} has the kind {kind!r}; the kinds are {choices(Kind)}")
    description = (function.__doc__ or "").strip().partition("\n")[0]
    if not description:
        raise UserError(f"{where} has no docstring; say in one line what it tests")
    return Task(
        name=function.__name__,
        function=function,
        kind=Kind(kind),
        withhold=withhold,
        free=free,
        file=Path(code.co_filename),
        line=code.co_firstlineno,
        description=description,
    )
