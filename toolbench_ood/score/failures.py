"""Why the cases of one format were not solved, and how far they got."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from toolbench_ood.rollout.record import Record
from toolbench_ood.score.bins import binned
from toolbench_ood.score.chain import Chain, Restraint, make_chain, make_restraint
from toolbench_ood.score.cluster import cluster
from toolbench_ood.score.failure_class import UNSOLVED, Failure, FailureClass, failure_of
from toolbench_ood.score.rate import Count, Rate, rate


@dataclass(frozen=True, slots=True)
class Failures:
    """Why cases were not solved; every case that is not solved has one class."""

    cases: int
    """Cases that the model played."""
    classes: dict[str, Rate]
    """By class: of the cases that the model played."""
    not_scored: dict[str, int]
    """Further cases in which the engine or the program failed; zeros left out."""
    first_failed_asks: dict[str, int]
    """Cases by the number of the first ask that was not fulfilled, counted from 1; zeros left
    out."""
    writes_reached: Rate
    """Calls of the solutions that change the world and that the model made in their order."""
    solved_by_steps: dict[str, Rate]
    """Solved cases by the number of steps that their solutions take: messages of calls."""
    chain: Chain
    restraint: Restraint


def make_failures(records: Sequence[Record]) -> Failures:
    """Count the cases of one format, or of any group."""
    played = [record for record in records if record.stop.scored]
    failures = [(record, failure_of(record)) for record in played]
    failed = [failure for _, failure in failures if failure]
    others = [failure_of(record) for record in records if not record.stop.scored]
    return Failures(
        cases=len(played),
        classes={each.value: _share(failures, each) for each in UNSOLVED},
        not_scored=dict(sorted(Counter(each.reason.value for each in others if each).items())),
        first_failed_asks={
            name: len(group) for name, group in binned(failed, lambda each: each.ask + 1).items()
        },
        writes_reached=rate(_writes(record) for record in played),
        solved_by_steps={
            name: rate(Count(cluster(record), record.solved, 1) for record in group)
            for name, group in binned(played, steps_needed).items()
        },
        chain=make_chain(played),
        restraint=make_restraint(played),
    )


def steps_needed(record: Record) -> int:
    """Return how many messages of calls the solution writes."""
    return sum(ask.steps for ask in record.asks)


def _share(failures: Sequence[tuple[Record, Failure | None]], reason: FailureClass) -> Rate:
    return rate(
        Count(cluster(record), failure is not None and failure.reason is reason, 1)
        for record, failure in failures
    )


def _writes(record: Record) -> Count:
    reached = sum(ask.writes_reached for ask in record.asks)
    return Count(cluster(record), reached, sum(ask.writes for ask in record.asks))
