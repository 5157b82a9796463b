"""The named signatures, task by task: what an alarm over checkpoints watches."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from statistics import fmean
from typing import Literal

from toolbench_ood.probe.observe import Observed
from toolbench_ood.probe.signature import SIGNATURES, Signature
from toolbench_ood.score.cluster import TaskName

HEALTHY: Mapping[str, Literal[0, 1]] = {
    each.name: 1 if each.healthy == "1" else 0 for each in SIGNATURES
}
"""What each signature is near in a model that knows the format, by its name."""


def signatures_by_task(seen: Sequence[Observed]) -> dict[str, dict[TaskName, float]]:
    """Return the mean of each signature over the positions of a task, by name and task.

    A signature without any position, or of which the engine did not serve every value, is left
    out: the others may be a biased choice.
    """
    found = {each.name: _by_task(each, seen) for each in SIGNATURES}
    return {name: means for name, means in found.items() if means}


def _by_task(signature: Signature, seen: Sequence[Observed]) -> dict[TaskName, float]:
    values: defaultdict[TaskName, list[float]] = defaultdict(list)
    for one in seen:
        for value in signature.values(one):
            if value is None:
                return {}
            values[one.cluster].append(value)
    return {task: fmean(each) for task, each in sorted(values.items())}
