"""The named signatures, task by task: what an alarm over checkpoints watches."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from statistics import fmean
from typing import Final, Literal

from toolbench_ood.probe.observe import Observed
from toolbench_ood.probe.signature import SIGNATURES, Probabilities
from toolbench_ood.score.cluster import TaskName

OWN_ASK: Final = "own_ask"
"""Name of the figure by which an alarm watches input dependence, which itself has no bounds: if a
call stands under its own ask or under another task's, each with a probability of 1/2, how likely
one token of it (the geometric mean) makes its own. That is 1 / (1 + exp(-d)) for an input
dependence of d nats a token: 1/2 where the ask makes no difference."""

HEALTHY: Mapping[str, Literal[0, 1]] = {
    **{each.name: 1 if each.healthy == "1" else 0 for each in SIGNATURES},
    OWN_ASK: 1,
}
"""What each figure is near in a model that knows the format, by its name."""


def signatures_by_task(seen: Sequence[Observed]) -> dict[str, dict[TaskName, float]]:
    """Return the mean of each signature over the positions of a task, by name and task.

    A signature without any position, or of which the engine did not serve every value, is left
    out: the others may be a biased choice.
    """
    found = {
        **{each.name: _by_task(seen, list(map(each.values, seen))) for each in SIGNATURES},
        OWN_ASK: _by_task(seen, list(map(_own_ask, seen))),
    }
    return {name: means for name, means in found.items() if means}


def _own_ask(one: Observed) -> Probabilities:
    return [None if gain is None else (1 + math.tanh(gain / 2)) / 2 for gain in one.dependence]


def _by_task(seen: Sequence[Observed], found: Sequence[Probabilities]) -> dict[TaskName, float]:
    values: defaultdict[TaskName, list[float]] = defaultdict(list)
    for one, probabilities in zip(seen, found, strict=True):
        for value in probabilities:
            if value is None:
                return {}
            values[one.cluster].append(value)
    return {task: fmean(each) for task, each in sorted(values.items())}
