"""Whether a task matches its kind."""

from collections.abc import Callable, Mapping, Sequence

from toolbench_ood.tasks.oracle import DEFAULT_ANSWER, Act
from toolbench_ood.tasks.task import Kind, Task

_CHAIN = 3
_READS = 3

_Check = Callable[[Task, Sequence[Act]], bool]


def kind_problem(task: Task, acts: Sequence[Act]) -> str | None:
    """Say in one sentence how a task's solution contradicts its kind; None if it doesn't.

    Recovery is visible only when calls are carried out, so it is not checked here.
    """
    holds, demand = _DEMANDS.get(task.kind, (_anything, ""))
    if holds(task, acts):
        return None
    return f"task {task.name} ({task.file}:{task.line}) is of kind {task.kind}, but {demand}"


def _anything(task: Task, acts: Sequence[Act]) -> bool:  # noqa: ARG001  # a _Check
    return True


def _one_call(task: Task, acts: Sequence[Act]) -> bool:  # noqa: ARG001  # a _Check
    return sum(len(message) for act in acts for message in act.calls) == 1


def _several_in_one(task: Task, acts: Sequence[Act]) -> bool:  # noqa: ARG001  # a _Check
    return any(len(message) > 1 for act in acts for message in act.calls)


def _chain(task: Task, acts: Sequence[Act]) -> bool:  # noqa: ARG001  # a _Check
    return any(len(act.calls) >= _CHAIN for act in acts)


def _two_asks(task: Task, acts: Sequence[Act]) -> bool:  # noqa: ARG001  # a _Check
    return sum(bool(act.calls) for act in acts) > 1


def _looks_first(task: Task, acts: Sequence[Act]) -> bool:  # noqa: ARG001  # a _Check
    return any(len(act.calls) > 1 for act in acts)


def _adds_up(task: Task, acts: Sequence[Act]) -> bool:  # noqa: ARG001  # a _Check
    return any(sum(map(len, act.calls)) >= _READS and act.answer != DEFAULT_ANSWER for act in acts)


def _asks_back(task: Task, acts: Sequence[Act]) -> bool:  # noqa: ARG001  # a _Check
    return len(acts) > 1 and not acts[0].calls and bool(acts[-1].calls)


def _withholds(task: Task, acts: Sequence[Act]) -> bool:
    return bool(task.withhold) and _asks_back(task, acts)


_DEMANDS: Mapping[Kind, tuple[_Check, str]] = {
    Kind.SINGLE: (_one_call, "its solution does not make exactly one call"),
    Kind.PARALLEL: (_several_in_one, "its solution never makes several calls in one message"),
    Kind.CHAIN: (_chain, f"its solution does not make {_CHAIN} messages of calls for one ask"),
    Kind.SEVERAL_ASKS: (_two_asks, "its solution does not make calls for two asks"),
    Kind.MISSING_PARAMETER: (_asks_back, "its solution does not first ask back without a call"),
    Kind.IRRELEVANT: (_asks_back, "its solution does not leave the first ask without a call"),
    Kind.LOOK_ALIKE: (_looks_first, "its solution acts without looking first"),
    Kind.AGGREGATE: (
        _adds_up,
        f"its solution does not answer one ask from {_READS} or more calls",
    ),
    Kind.CONSTRAINT: (_looks_first, "its solution acts without looking first"),
    Kind.UNDO: (_two_asks, "its solution does not make calls for two asks"),
    Kind.MISSING_TOOL: (_withholds, "it withholds no tool that a later ask hands over"),
}
