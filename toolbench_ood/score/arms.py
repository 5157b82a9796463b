"""What each arm's help recovers, in each format, on each side of the format axis, and in all."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from toolbench_ood.rollout.arms.registry import ARMS
from toolbench_ood.rollout.record import Record
from toolbench_ood.run.header import RunHeader
from toolbench_ood.score.arm_result import ArmResult, compare_with_strict
from toolbench_ood.score.distribution import FORMAT_SIDES, Distribution
from toolbench_ood.score.row import group_by
from toolbench_ood.types.arm import STRICT


@dataclass(frozen=True, slots=True)
class ArmScores:
    """An arm's cases, compared with the same cases without help."""

    name: str
    is_informed: bool
    """Whether the help depends on the solution, so that its results are no ability by itself."""
    planned: int
    """Cases that the run has in this arm."""
    missing: int
    """Cases without a record, because the run is not finished."""
    total: ArmResult
    sides: dict[str, ArmResult]
    """By side of the format axis, ``id`` or ``ood``, ``native`` left out; sides without cases are
    left out."""
    formats: dict[str, ArmResult]
    obstacles: dict[str, str]
    """Why cases in a format cannot have the help, by the format's name; they have no cases."""


def make_arms(
    helped: Sequence[Record], strict: Sequence[Record], header: RunHeader
) -> tuple[ArmScores, ...]:
    """Score the arms of a run in the order of the registry.

    Args:
        helped: records of all arms but ``strict``.
        strict: records of ``strict``.
        header: says which arms the run has.
    """
    by_arm = group_by(helped, "arm")
    return tuple(
        _score(name, by_arm.get(name, []), strict, header)
        for name in ARMS
        if name in header.arms and name != STRICT
    )


def _score(
    name: str, helped: Sequence[Record], strict: Sequence[Record], header: RunHeader
) -> ArmScores:
    entry, where = header.arms[name], Distribution.of(header)
    return ArmScores(
        name=name,
        is_informed=ARMS[name].is_informed,
        planned=entry.cases,
        missing=entry.cases - len(helped),
        total=compare_with_strict(helped, strict),
        sides=_compare_each(
            {
                side: [record for record in helped if where.format_side(record) == side]
                for side in FORMAT_SIDES
            },
            strict,
        ),
        formats=_compare_each(group_by(helped, "format"), strict),
        obstacles=entry.obstacles,
    )


def _compare_each(
    groups: Mapping[str, Sequence[Record]], strict: Iterable[Record]
) -> dict[str, ArmResult]:
    listed = list(strict)
    return {name: compare_with_strict(group, listed) for name, group in groups.items() if group}
