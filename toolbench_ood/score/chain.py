"""From attempt to success, stage by stage."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from toolbench_ood.rollout.record import Record
from toolbench_ood.score.cluster import cluster
from toolbench_ood.score.failure_class import failure_of
from toolbench_ood.score.rate import Count, Rate, rate
from toolbench_ood.score.turn import AttemptStage, turns_of

_SOLVED = AttemptStage.VALID + 1


@dataclass(frozen=True, slots=True)
class Chain:
    """Cases whose asks all need calls, by how far they got.

    A solved case got through all stages; another one as far as the last attempt in the ask in which
    it failed. Each stage is a rate of the cases that got through the stage before, so the product
    of the first four rates is the fifth.
    """

    cases: int
    attempted: Rate
    """Cases that attempted to call, of all."""
    read: Rate
    """Cases whose attempt could be read, of those that attempted."""
    schema_valid: Rate
    """Cases whose calls obeyed their schemas, of those that could be read."""
    solved_if_valid: Rate
    """Solved cases, of those whose calls obeyed their schemas."""
    solved: Rate
    """Solved cases, of all."""


@dataclass(frozen=True, slots=True)
class Restraint:
    """Cases with an ask that is to be answered without a call, such as one for a missing value."""

    cases: int
    abstained: Rate
    """Cases without an attempt to call in any such ask, of those that reached one."""
    solved: Rate


def make_chain(records: Iterable[Record]) -> Chain:
    """Count the cases whose asks all need calls."""
    taken = [(record, _stage(record)) for record in records if needs_calls_throughout(record)]

    def reached(stage: int, before: int = AttemptStage.NONE) -> Rate:
        return rate(
            Count(cluster(record), got >= stage, 1) for record, got in taken if got >= before
        )

    return Chain(
        cases=len(taken),
        attempted=reached(AttemptStage.BROKEN),
        read=reached(AttemptStage.REFUSED, AttemptStage.BROKEN),
        schema_valid=reached(AttemptStage.VALID, AttemptStage.REFUSED),
        solved_if_valid=reached(_SOLVED, AttemptStage.VALID),
        solved=reached(_SOLVED),
    )


def make_restraint(records: Iterable[Record]) -> Restraint:
    """Count the cases with an ask that needs no call."""
    taken = [record for record in records if not needs_calls_throughout(record)]
    counted = [(record, *abstained(record)) for record in taken]
    return Restraint(
        cases=len(taken),
        abstained=rate(Count(cluster(record), k, n) for record, k, n in counted if n),
        solved=rate(Count(cluster(record), record.solved, 1) for record in taken),
    )


def abstained(record: Record) -> tuple[int, int]:
    """Count 1 of 1 for a case that never attempts a call where none is needed, 0 of 1 otherwise.

    0 of 0 for a case that reaches no ask that needs no call.
    """
    attempts = _attempts_without_need(record)
    return int(bool(attempts) and not any(attempts)), int(bool(attempts))


def needs_calls_throughout(record: Record) -> bool:
    """Whether every ask of a case needs calls."""
    return all(ask.calls for ask in record.asks)


def _stage(record: Record) -> int:
    failure = failure_of(record)
    return failure.attempt if failure else _SOLVED


def _attempts_without_need(record: Record) -> Sequence[bool]:
    """Say of each message in an ask that needs no call whether it attempts one."""
    return [
        turn.attempt is not AttemptStage.NONE
        for turn in turns_of(record)
        if not record.asks[turn.ask].calls
    ]
