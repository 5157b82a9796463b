"""How small a drop between two checkpoints a set of cases is enough to find."""

from dataclasses import dataclass, replace
from typing import Self


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """A set of cases that two checkpoints play, and how much they differ in it."""

    tasks: int
    cases: int
    """Of each task: formats, shifts and seeds multiplied."""
    discordant: float
    """Share of the cases that just one of the two solves."""
    correlation: float
    """Of the differences in two cases of one task (intraclass), 0 to 1."""

    @property
    def effective(self) -> float:
        """How many independent pairs the cases are worth: N over the design effect."""
        return self.tasks * self.cases / (1 + (self.cases - 1) * self.correlation)

    def judging_a_peak(self) -> Self:
        """Return the half of the tasks by which the other half's choice of a peak is judged."""
        return replace(self, tasks=self.tasks - self.tasks // 2)


def smallest_drop(size: Size) -> float:
    """Return the smallest true drop that such cases find with 80 % power at 95 % confidence.

    The design effect of n cases with the intraclass correlation r is 1 + (n - 1) r (L. Kish, Survey
    Sampling, 1965); what that many pairs find is McNemar's, as for a difference that was measured.
    1: none.
    """
    from toolbench_ood.score.intervals.difference_interval import (  # noqa: PLC0415  # loads scipy
        EffectivePairs,
        minimum_detectable_difference,
    )

    return minimum_detectable_difference(EffectivePairs(0.0, size.discordant, size.effective))
