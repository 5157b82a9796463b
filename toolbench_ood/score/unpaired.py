"""The difference of two rates on different cases."""

import math

from toolbench_ood.score.difference import Difference
from toolbench_ood.score.rate import Rate

_POWERED = 2.8016 / 1.9600
"""(z(0.975) + z(0.8)) / z(0.975): what is found with 80 % power, in half-widths of an interval."""


def unpaired_difference(first: Rate, second: Rate) -> Difference:
    """Estimate the first rate less the second, which have no case in common.

    The interval is method 10 of R. G. Newcombe, "Interval estimation for the difference between
    independent proportions", Statistics in Medicine 17 (1998), 873-890, which joins the intervals
    of the two rates; these take dependent cases into account.
    """
    if first.rate is None or second.rate is None:
        return Difference(0, None, -1.0, 1.0, 1.0)
    difference = first.rate - second.rate
    below = math.hypot(first.rate - first.low, second.high - second.rate)
    above = math.hypot(first.high - first.rate, second.rate - second.low)
    low, high = max(-1.0, difference - below), min(1.0, difference + above)
    return Difference(0, difference, low, high, min(1.0, _POWERED * max(below, above)))
