"""Check a paired difference of an entry; its interval follows from pairs that no entry holds."""

import math
from collections.abc import Iterator

from toolbench_ood.leaderboard.expect import within
from toolbench_ood.score.difference import Difference


def difference_problems(where: str, found: Difference, most: int) -> Iterator[str]:
    """Yield a sentence for each figure that is impossible.

    Args:
        where: the path of the difference.
        found: the difference; something was counted in both conditions.
        most: how many pairs there can be.
    """
    middle = math.nan if found.difference is None else found.difference
    yield from within(f"{where}.difference", middle, -1, 1)
    yield from within(f"{where}.pairs", found.pairs, 0, most)
    yield from within(f"{where}.low", found.low, -1, middle)
    yield from within(f"{where}.high", found.high, middle, 1)
    yield from within(f"{where}.detectable", found.detectable, 0, 1)
