"""Null policies, which understand nothing, so they must not pass any task."""

from collections.abc import Iterator
from itertools import repeat
from random import Random

from toolbench_ood.policy.guess import guess
from toolbench_ood.policy.oracle import spell
from toolbench_ood.shifts.surface import Surface
from toolbench_ood.tasks.case import Case
from toolbench_ood.types.call import Call


def noop(case: Case, rng: Random) -> Iterator[str]:  # noqa: ARG001  # every policy has both
    """End every turn at once."""
    return repeat("")


def constant(case: Case, rng: Random) -> Iterator[str]:  # noqa: ARG001  # every policy has both
    """Claim success in the same words, whatever is asked."""
    return repeat("I have done what you asked.")


def open_tag(case: Case, rng: Random) -> Iterator[str]:  # noqa: ARG001  # every policy has both
    """Open a call and end the turn: the collapse that reinforcement learning was seen to reach."""
    return repeat(case.format.spec.section.open or case.format.call_opener)


def call_everything(case: Case, rng: Random) -> Iterator[str]:  # noqa: ARG001  # likewise
    """Call every tool once with arguments that only fit the schema, then claim success."""
    for tool in Surface(case).shown:
        function = tool["function"]
        yield spell(case, (Call(function["name"], guess(function["parameters"])),))
    yield from repeat("I have done what you asked.")
