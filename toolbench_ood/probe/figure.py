"""A mean with its interval, and the tail of what it is the mean of."""

import math
from collections.abc import Iterable, Sequence
from typing import Self, TypeAlias

import numpy as np
from pydantic import BaseModel, ConfigDict
from scipy.special import stdtrit

Values: TypeAlias = Iterable[float | None]
"""One value a position; None where the engine served none."""
Clustered: TypeAlias = Sequence[tuple[tuple[str, str], Values]]
"""Values by cluster; a cluster may have several entries."""

_CONFIDENCE = 0.95
_LEAST_CLUSTERS = 2


class Figure(BaseModel):
    """Statistics of values that are clustered by task."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    count: int
    """How many values there are."""
    not_served: int = 0
    """For how many positions the engine served none; these are in no statistic."""
    mean: float | None = None
    low: float | None = None
    high: float | None = None
    """Ends of the mean's 95 % interval; None with fewer than two tasks."""
    median: float | None = None
    p90: float | None = None
    p99: float | None = None

    @classmethod
    def of(cls, clustered: Clustered) -> Self:
        """Compute the statistics.

        The interval is the mean ± t standard errors, cluster-robust (CR1): the residuals are added
        up by task, and t has one degree of freedom less than there are tasks. If the engine served
        no value at some positions, the others may be a biased choice, so there is no statistic but
        the counts.
        """
        listed = [(cluster, value) for cluster, values in clustered for value in values]
        served = [(cluster, value) for cluster, value in listed if value is not None]
        missing = len(listed) - len(served)
        if missing or not served:
            return cls(count=len(served), not_served=missing)
        numbers = np.array([value for _, value in served], dtype=np.float64)
        low, high = _interval([cluster for cluster, _ in served], numbers)
        median, p90, p99 = (float(each) for each in np.quantile(numbers, (0.5, 0.9, 0.99)))
        return cls(
            count=len(served),
            mean=float(numbers.mean()),
            low=low,
            high=high,
            median=median,
            p90=p90,
            p99=p99,
        )


def _interval(
    clusters: Sequence[tuple[str, str]], numbers: "np.ndarray[tuple[int], np.dtype[np.float64]]"
) -> tuple[float | None, float | None]:
    number = {cluster: nth for nth, cluster in enumerate(dict.fromkeys(clusters))}
    groups = len(number)
    if groups < _LEAST_CLUSTERS:
        return None, None
    mean = float(numbers.mean())
    sums = np.bincount([number[cluster] for cluster in clusters], weights=numbers - mean)
    error = math.sqrt(groups / (groups - 1) * float((sums**2).sum())) / len(numbers)
    reach = float(stdtrit(groups - 1, (1 + _CONFIDENCE) / 2)) * error
    return mean - reach, mean + reach
