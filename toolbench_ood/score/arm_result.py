"""An arm compared with ``strict`` over one group of cases: what help recovers, and its price."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from toolbench_ood.rollout.record import Record
from toolbench_ood.score.chain import abstained
from toolbench_ood.score.comparison import Comparison, compare_rates
from toolbench_ood.score.cost import Cost
from toolbench_ood.score.effort import count_tokens
from toolbench_ood.score.pairs import pair_cases, pair_key

_Both: TypeAlias = tuple[Record, Record]
"""A case with an arm's help, and the same case without."""


@dataclass(frozen=True, slots=True)
class ArmResult:
    """Cases of an arm, each compared with the same case without help.

    Cases that help solves and that are not solved without show *obscured ability*: the ability is
    there, and something that the help does away with hides it.
    """

    pairs: int
    """Cases that the model played in both arms."""
    failed: int
    """Further cases in which the engine or the program failed in one of the two arms."""
    unpaired: int
    """Further cases that have no record without help, because they were not chosen or not played.
    """
    solved: Comparison
    """Solved cases; the difference is the obscured ability."""
    well_formed: Comparison
    """Cases without a structural finding above benign, however they were read in the arm."""
    restraint: Comparison
    """Cases without an attempt to call in any ask that needs none, of those that reached such an
    ask in both arms. A negative difference is what the help suppresses."""
    tokens: Cost
    """Tokens that the model wrote."""
    seconds: Cost
    """Sums over the cases, which run side by side."""


def compare_with_strict(helped: Iterable[Record], strict: Iterable[Record]) -> ArmResult:
    """Compare the cases of one arm with those of ``strict`` that have the same ids but for it."""
    listed = list(helped)
    partners = {pair_key(record, "arm"): record for record in strict}
    both = [
        (record, partners[key]) for record in listed if (key := pair_key(record, "arm")) in partners
    ]
    played = [(arm, base) for arm, base in both if arm.stop.scored and base.stop.scored]
    first, second = [arm for arm, _ in played], [base for _, base in played]
    return ArmResult(
        pairs=len(played),
        failed=len(both) - len(played),
        unpaired=len(listed) - len(both),
        solved=compare_rates(pair_cases(first, second, "arm", _solved)),
        well_formed=compare_rates(pair_cases(first, second, "arm", _well_formed)),
        restraint=compare_rates(pair_cases(first, second, "arm", abstained)),
        tokens=Cost.of(count_tokens(second).written, count_tokens(first).written),
        seconds=_seconds(played),
    )


def _seconds(played: Sequence[_Both]) -> Cost:
    return Cost.of(
        sum(strict.time.seconds for _, strict in played), sum(arm.time.seconds for arm, _ in played)
    )


def _solved(record: Record) -> tuple[int, int]:
    return int(record.solved), 1


def _well_formed(record: Record) -> tuple[int, int]:
    return int(record.well_formed), 1
