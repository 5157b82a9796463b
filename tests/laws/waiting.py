"""What ships and does not hold to a law yet, with the reason; each list only ever shrinks."""

from toolbench_ood.tasks.suite import Suite
from toolbench_ood.tasks.task import Kind, Task
from toolbench_ood.tasks.trial.mutants import How, Mutant

WAITING = ("library", "warehouse")
"""Suites with asks that need words alone, of which checks want no more than that there are some.

They take any words for an honest answer, so that "Done." passes. Such an ask is to say in which
form it wants the honest answer, and its check is to want it, as in the suite calendar:
``assert reply.says("NOT CANCELLED")``.
"""

_WORDS_ALONE = frozenset({Kind.MISSING_PARAMETER, Kind.MISSING_TOOL, Kind.IRRELEVANT})


def is_waiting(suite: Suite, task: Task, mutant: Mutant) -> bool:
    """Whether a wrong play is one that passes until its suite is converted."""
    first = (How.LIE, "ask 1")
    waits = suite.name in WAITING and task.kind in _WORDS_ALONE
    return waits and (mutant.how, mutant.place) == first
