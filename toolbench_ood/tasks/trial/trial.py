"""All checks of a task that need no model, in one call."""

from collections.abc import Iterator
from dataclasses import dataclass

from toolbench_ood.tasks.kinds import kind_problem
from toolbench_ood.tasks.situation import Situation
from toolbench_ood.tasks.suite import Suite
from toolbench_ood.tasks.task import Kind, Task
from toolbench_ood.tasks.trial.decoys import decoy_faults
from toolbench_ood.tasks.trial.grounding import ungrounded
from toolbench_ood.tasks.trial.mutants import Mutant, try_mutants
from toolbench_ood.tasks.trial.replay import (
    effects,
    play_silent_end,
    play_tempting,
    replay,
    written_calls,
)
from toolbench_ood.tasks.trial.robustness import Robustness
from toolbench_ood.tasks.trial.wordings import lost_values
from toolbench_ood.types.errors import EndlessError, UserError

_TURNS = 3
"""Seeds over which extreme answers take turns."""

_MOST_FAULTS = 3
"""Calls and answers at which a task fails that are named: the others mostly fail in one place."""

_TEMPTED = frozenset({Kind.LOOK_ALIKE, Kind.CONSTRAINT})


@dataclass(frozen=True, slots=True)
class Trial:
    """The result of trying a task with one seed."""

    faults: tuple[str, ...]
    """One sentence for each problem of the task, except for passing mutants."""
    mutants: int = 0
    """Solutions that were played wrongly in one point."""
    survivors: tuple[Mutant, ...] = ()
    """Those of them that pass."""
    where: str = ""
    """The task, as the subject of a sentence."""
    extremes: int = 0
    """Calls and answers at the extremes of what a model may write that were tried."""
    playable: bool = True
    """Whether the solution solves the task, does so again, and all that was tried ended."""

    @property
    def problems(self) -> tuple[str, ...]:
        """One sentence for each thing that is wrong with the task."""
        passing = (
            f"{self.where} is solved although its {mutant.place} is wrong ({mutant.how})"
            for mutant in self.survivors
        )
        return (*self.faults, *dict.fromkeys(passing))


def try_task(suite: Suite, task: Task, seed: int) -> Trial:
    """Try a task with one seed.

    The solution must solve it and match its kind. A wrong write, a false answer, silence at the
    last ask and a call of a decoy must fail it; an extra read must not. Everything the solution
    uses must be known from the conversation, in both wordings of an ask. Tools and checks must cope
    with anything that a model may write.
    """
    situation = Situation(suite, task, seed)
    where = f"task {task.name} ({task.file}:{task.line}, seed {seed})"
    try:
        repeats = _repeats(situation)
    except UserError as error:
        return Trial((str(error),), playable=False)
    if not repeats:
        fault = "does not play out the same way twice; draw only from world and rng"
        return Trial((f"{where} {fault}",), playable=False)
    try:
        tally = try_mutants(situation)
        faults = list(_faults(situation, where))
        robustness = Robustness(step=_TURNS, turn=seed).try_task(situation)
    except UserError as error:
        return Trial((str(error),), playable=not isinstance(error, EndlessError))
    return Trial(
        faults=(*faults, *robustness.problems[:_MOST_FAULTS]),
        mutants=tally.tried,
        survivors=tally.survivors,
        where=where,
        extremes=robustness.tried,
    )


def task_problems(suite: Suite, task: Task, seed: int) -> tuple[str, ...]:
    """Try a task with one seed; return one sentence for each problem."""
    return try_task(suite, task, seed).problems


def _faults(situation: Situation, where: str) -> Iterator[str]:
    belied = kind_problem(situation.task, situation.acts)
    if belied:
        yield belied
    if play_silent_end(situation).verdict.solved:
        yield f"{where} is solved although its last ask gets no answer; check what it asks for"
    if not _bears_reading(situation):
        yield f"{where} fails when its solution repeats reads"
    for missing in ungrounded(situation):
        yield f"{where} never tells the model {missing}"
    for missing in ungrounded(situation, paraphrased=True):
        yield f"{where} never tells the model {missing} when it is paraphrased"
    for value in lost_values(situation):
        yield f"{where} has an ask whose paraphrase leaves out {value!r}"
    yield from (f"{where} {fault}" for fault in _temptation(situation))
    yield from (f"{where} {fault}" for fault in decoy_faults(situation))


def _repeats(situation: Situation) -> bool:
    """Whether the solution's calls solve the task again, on a freshly drawn world."""
    again = Situation(situation.suite, situation.task, situation.seed)
    return replay(again, written_calls(situation.acts)).verdict.solved


def _bears_reading(situation: Situation) -> bool:
    """Whether the task is solved when all reads of its solution are made before and at each ask."""
    lines = written_calls(situation.acts)
    reads = [
        call
        for calls, changing in zip(lines, effects(situation.acts), strict=True)
        for call, changes in zip(calls, changing, strict=True)
        if not changes
    ]
    return replay(situation, [[*reads, *calls, *reads] for calls in lines]).verdict.solved


def _temptation(situation: Situation) -> Iterator[str]:
    try:
        ended = play_tempting(situation)
    except UserError as error:
        yield f"has a tempting solution that the world rejects: {error}"
        return
    if ended is not None and ended.verdict.solved:
        yield "is solved by its tempting solution, which is meant to be wrong"
    if ended is None and situation.task.kind in _TEMPTED:
        yield f"is of kind {situation.task.kind}, but no ask has a tempting solution"
