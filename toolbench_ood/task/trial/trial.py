"""All that a task must hold before a model is asked, in one call."""

from collections.abc import Iterator

from toolbench_ood.task.kinds import kind_problem
from toolbench_ood.task.situation import Situation
from toolbench_ood.task.suite import Suite
from toolbench_ood.task.task import Kind, Task
from toolbench_ood.task.trial.grounding import ungrounded
from toolbench_ood.task.trial.mutants import try_mutants
from toolbench_ood.task.trial.replay import (
    effects,
    play_silent_end,
    play_tempting,
    replay,
    written_calls,
)
from toolbench_ood.types.errors import UserError

_TEMPTED = frozenset({Kind.LOOK_ALIKE, Kind.CONSTRAINT})


def task_problems(suite: Suite, task: Task, seed: int) -> Iterator[str]:
    """Try a task as one seed draws it; one sentence for each thing that is wrong with it.

    The solution must solve it and be what its kind says; a spoilt write must fail it, and silence
    at its last ask, and an extra read must not; what the solution says must be known from the
    conversation.
    """
    situation = Situation(suite, task, seed)
    where = f"task {task.name} ({task.file}:{task.line}, seed {seed})"
    try:
        acts = situation.acts
    except UserError as error:
        yield str(error)
        return
    belied = kind_problem(task, acts)
    if belied:
        yield belied
    if not _repeats(situation):
        yield f"{where} does not play out alike twice; draw from world and rng alone"
        return
    for mutant in try_mutants(situation).survivors:
        spoilt = f"{mutant.call.name}{'.' if mutant.argument else ''}{mutant.argument}"
        yield f"{where} is solved although its write {spoilt} is spoilt ({mutant.how})"
    if play_silent_end(situation).verdict.solved:
        yield f"{where} is solved although its last ask is met with silence; check what it asks for"
    if not _bears_reading(situation):
        yield f"{where} fails when a read of its solution is made twice"
    for missing in ungrounded(situation):
        yield f"{where} never tells the model {missing}"
    yield from (f"{where} {fault}" for fault in _temptation(situation))


def _repeats(situation: Situation) -> bool:
    return replay(situation, written_calls(situation.acts)).verdict.solved


def _bears_reading(situation: Situation) -> bool:
    lines = written_calls(situation.acts)
    again = [
        [*calls, *(call for call, changes in zip(calls, changing, strict=True) if not changes)]
        for calls, changing in zip(lines, effects(situation), strict=True)
    ]
    return replay(situation, again).verdict.solved


def _temptation(situation: Situation) -> Iterator[str]:
    try:
        ended = play_tempting(situation)
    except UserError as error:
        yield f"has a tempting solution that the world does not carry out: {error}"
        return
    if ended is not None and ended.verdict.solved:
        yield "is solved by its tempting solution, which is meant to be wrong"
    if ended is None and situation.task.kind in _TEMPTED:
        yield f"is of kind {situation.task.kind}, but no ask has a tempting solution"
