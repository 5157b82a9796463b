"""Check an arm's results over one group of cases, each against its counts and the strict rows."""

from collections.abc import Iterator, Sequence

from toolbench_ood.leaderboard.difference_problems import difference_problems
from toolbench_ood.leaderboard.expect import expect, within
from toolbench_ood.leaderboard.row_problems import rate_problems
from toolbench_ood.score.arm_result import ArmResult
from toolbench_ood.score.comparison import Comparison
from toolbench_ood.score.cost import Cost
from toolbench_ood.score.difference import Difference
from toolbench_ood.score.row import Row

_NOTHING = Difference(0, None, -1.0, 1.0, 1.0)


def arm_result_problems(
    where: str, result: ArmResult, strict: Sequence[Row], most: int | None
) -> Iterator[str]:
    """Yield one sentence for each figure that is not what it must be.

    Args:
        where: the path of the result.
        result: the figures.
        strict: rows of the cases without help that are in the same formats.
        most: tokens that a case may write; None for any number.
    """
    yield from expect(f"{where}.failed", result.failed, 0)
    yield from within(f"{where}.unpaired", result.unpaired, 0)
    yield from within(f"{where}.pairs", result.pairs, 0, sum(row.cases for row in strict))
    for name in ("solved", "well_formed"):
        found: Comparison = getattr(result, name)
        yield from _comparison(f"{where}.{name}", found)
        yield from expect(f"{where}.{name}.strict.n", found.strict.n, result.pairs)
        yield from _within_rows(f"{where}.{name}", name, found, strict)
    yield from _comparison(f"{where}.restraint", result.restraint)
    yield from within(f"{where}.restraint.strict.n", result.restraint.strict.n, 0, result.pairs)
    yield from _cost(f"{where}.tokens", result.tokens)
    yield from _cost(f"{where}.seconds", result.seconds)
    written = sum(row.written_tokens for row in strict)
    yield from within(f"{where}.tokens.strict", result.tokens.strict, 0, written)
    if most is not None:
        yield from within(f"{where}.tokens.arm", result.tokens.arm, 0, result.pairs * most)


def _comparison(where: str, found: Comparison) -> Iterator[str]:
    yield from rate_problems(f"{where}.strict", found.strict)
    yield from rate_problems(f"{where}.arm", found.arm)
    yield from expect(f"{where}.arm.n", found.arm.n, found.strict.n)
    before, after = found.strict.rate, found.arm.rate
    if before is None or after is None:
        yield from expect(f"{where}.difference", found.difference, _NOTHING)
        return
    yield from expect(f"{where}.difference.pairs", found.difference.pairs, found.strict.n)
    yield from expect(f"{where}.difference.difference", found.difference.difference, after - before)
    yield from difference_problems(f"{where}.difference", found.difference, found.strict.n)


def _within_rows(where: str, name: str, found: Comparison, strict: Sequence[Row]) -> Iterator[str]:
    """Compare with the rows: no pair has a strict case that these do not count."""
    rates = [getattr(row, name) for row in strict]
    k, n = sum(rate.k for rate in rates), sum(rate.n for rate in rates)
    least = max(0, found.strict.n - (n - k))
    yield from within(f"{where}.strict.k", found.strict.k, least, min(k, found.strict.n))


def _cost(where: str, cost: Cost) -> Iterator[str]:
    yield from within(f"{where}.strict", cost.strict, 0)
    yield from within(f"{where}.arm", cost.arm, 0)
    ratio = cost.arm / cost.strict if cost.strict else None
    yield from expect(f"{where}.ratio", cost.ratio, ratio)
