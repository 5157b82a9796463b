"""A share of a count, with its 95 % interval."""

import math
from dataclasses import dataclass
from statistics import NormalDist

CONFIDENCE = 0.95
_Z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)


@dataclass(frozen=True, slots=True)
class Rate:
    """``k`` of ``n``, and where the true share lies with 95 % confidence."""

    k: int
    n: int
    rate: float | None
    """``k / n``; None when nothing was counted."""
    low: float
    high: float
    """Ends of the Wilson interval; 0 and 1 when nothing was counted."""


def rate(k: int, n: int) -> Rate:
    """Make a Rate of ``k`` of ``n``.

    Raises:
        ValueError: not 0 <= k <= n.
    """
    low, high = wilson(k, n)
    return Rate(k, n, k / n if n else None, low, high)


def wilson(k: int, n: int) -> tuple[float, float]:
    """Return the Wilson score interval of ``k`` of ``n`` at 95 % confidence.

    E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal
    of the American Statistical Association 22 (1927), 209-212; recommended for small n by Brown,
    Cai and DasGupta, "Interval estimation for a binomial proportion", Statistical Science 16
    (2001), 101-133. It takes the counted things as independent, so cases of one task that differ
    in the seed alone make it somewhat too narrow.

    Raises:
        ValueError: not 0 <= k <= n.
    """
    if not 0 <= k <= n:
        raise ValueError(f"{k} of {n} is no share")
    if n == 0:
        return 0.0, 1.0
    share = k / n
    spread = _Z * math.sqrt(share * (1 - share) / n + (_Z / (2 * n)) ** 2)
    centre = share + _Z**2 / (2 * n)
    scale = 1 + _Z**2 / n
    low = 0.0 if k == 0 else (centre - spread) / scale
    high = 1.0 if k == n else (centre + spread) / scale
    return low, high
