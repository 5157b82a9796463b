"""Paired differences, their intervals, and what pairs they are made from."""

import math

import numpy as np
import pytest
from benchmarks.coverage import MATCHED, TRIALS, compare, power, rate_coverage
from cases import for_each
from hypothesis import given
from hypothesis import strategies as st
from score.made import make

from toolbench_ood.rollout.limits import Stop
from toolbench_ood.rollout.record import Record
from toolbench_ood.score.difference import Difference, Pair, difference
from toolbench_ood.score.intervals.difference_interval import EffectivePairs, tango
from toolbench_ood.score.pairs import pair_cases
from toolbench_ood.score.rate import Count

_Z = 1.959963984540054


def _pairs(*outcomes: tuple[int, int, int, int]) -> list[Pair]:
    """Make pairs: task, solved first, solved second, how often."""
    return [
        Pair(Count(task, one, 1), Count(task, two, 1))
        for task, one, two, times in outcomes
        for _ in range(times)
    ]


def _tables(most: int = 60) -> st.SearchStrategy[tuple[int, int, int]]:
    """Draw how many pairs only the first solves, only the second, and both or neither."""
    return st.tuples(*[st.integers(0, most)] * 3).filter(any)


@for_each(
    ("first", "second", "pairs", "low", "high"),
    [(1, 7, 21, -0.517, -0.026), (6, 16, 161, -0.124, -0.005)],
)
def test_of_independent_pairs_the_interval_is_tangos(
    first: int, second: int, pairs: int, low: float, high: float
) -> None:
    """Intervals of M. W. Fagerland, S. Lydersen and P. Laake, Statistics in Medicine 33 (2014)."""
    table = [(1, 0)] * first + [(0, 1)] * second + [(1, 1)] * (pairs - first - second)
    found = difference(_pairs(*((task, *each, 1) for task, each in enumerate(table))))
    assert (found.pairs, found.difference) == (pairs, pytest.approx((first - second) / pairs))
    assert (found.low, found.high) == pytest.approx((low, high), abs=6e-4)


@given(_tables())
def test_its_ends_solve_the_score_equation(table: tuple[int, int, int]) -> None:
    """At an inner end the estimate is z standard errors away, at the likeliest discordance there.

    The discordance is found here by trying all, not by the formula.
    """
    first, second, alike = table
    n = first + second + alike
    estimate = (first - second) / n
    for end in tango(EffectivePairs(estimate, (first + second) / n, n)):
        if -1 < end < 1:
            tried = np.linspace(abs(end), 1, 200_001)[1:-1]
            likelihood = (
                first * np.log((tried + end) / 2)
                + second * np.log((tried - end) / 2)
                + alike * np.log1p(-tried)
            )
            likeliest = float(tried[np.argmax(likelihood)])
            expected = _Z * math.sqrt(max(0.0, likeliest - end**2) / n)
            assert abs(estimate - end) == pytest.approx(expected, rel=2e-3, abs=2e-4)


@given(st.lists(st.tuples(*[st.integers(0, m) for m in (9, 1, 1, 4)]), max_size=30))
def test_a_difference_is_mirrored(outcomes: list[tuple[int, int, int, int]]) -> None:
    """The second less the first is the same with the other sign, and the ends hold the estimate."""
    pairs = _pairs(*outcomes)
    found = difference(pairs)
    back = difference(Pair(pair.second, pair.first) for pair in pairs)
    assert (back.low, back.high) == pytest.approx((-found.high, -found.low), abs=1e-9)
    assert back.detectable == pytest.approx(found.detectable)
    if found.difference is not None:
        assert -1 <= found.low <= found.difference <= found.high <= 1
        assert 0 < found.detectable <= 1


def test_pairs_that_all_agree_leave_a_width() -> None:
    """The more tasks agree, the narrower; cases of one task add nothing."""
    found = {n: difference(_pairs(*((task, 1, 1, 5) for task in range(n)))) for n in (2, 16, 196)}
    for n, each in found.items():
        bound = _Z**2 / (n + _Z**2)
        assert (each.low, each.high) == pytest.approx((-bound, bound), abs=1e-9)
        assert each.detectable > bound
    assert found[2].detectable > found[16].detectable > found[196].detectable


def test_one_task_or_nothing_shows_no_difference() -> None:
    """Of a single task or of nothing the interval is everything and nothing could be found."""
    nothing = Difference(0, None, -1.0, 1.0, 1.0)
    assert difference([]) == nothing
    assert difference([Pair(Count("a", 0, 0), Count("a", 1, 2))]) == Difference(
        1, None, -1.0, 1.0, 1.0
    )
    alone = difference(_pairs((0, 1, 0, 40)))
    assert alone == Difference(40, 1.0, -1.0, 1.0, 1.0)
    with pytest.raises(ValueError, match="no pair"):
        Pair(Count("a", 1, 1), Count("b", 1, 1))


def test_a_case_may_have_several_trials() -> None:
    """The difference is of the two ratios, and pairs of many trials tell more than of one."""
    few, many = (
        difference(
            Pair(Count(task, times * (task % 2), times), Count(task, task % 4 == 1, 1))
            for task in range(40)
        )
        for times in (1, 3)
    )
    assert few.difference == many.difference == 0.25
    assert (many.low, many.high) == pytest.approx((few.low, few.high))


def _solved(record: Record) -> tuple[int, int]:
    return record.solved, 1


def test_cases_are_paired_by_everything_but_the_axis() -> None:
    """Cases without a partner and failed ones are left out; several formats of a side add up."""
    first = [*make.many(3), *make.many(2, task="t.py::alone")]
    second = [
        *make.many(2, format="xml", solved=False),
        *make.many(3, format="sexp"),
        make.record(seed=0, format="json", stop=Stop.ENGINE_ERROR, solved=False),
        make.record(seed=0, format="sexp", arm="grammar"),
        make.record(seed=0, format="sexp", shift="rename"),
        make.record(seed=0, format="sexp", sample=1),
    ]
    pairs = pair_cases(first, second, "format", _solved)
    assert [(pair.first.k, pair.first.n) for pair in pairs] == [(1, 1)] * 3
    assert [(pair.second.k, pair.second.n) for pair in pairs] == [(1, 2), (1, 2), (1, 1)]
    assert {pair.first.cluster for pair in pairs} == {("calendar", "task_x.py::x")}
    assert len(pair_cases(second[2:5], second[-3:-2], "arm", _solved)) == 1


def test_rates_are_covered() -> None:
    """95 % intervals hold the true rate in 93 % of simulated runs and more; Wilson's do not."""
    for name in ("196 tasks x 2", "196 tasks x 24", "16 tasks x 2", "16 tasks x 24"):
        for rate in (0.1, 0.5):
            for correlation in (0.0, 0.3, 0.8):
                found = rate_coverage(TRIALS[name], rate, correlation, 300)
                assert found >= 0.93, (name, rate, correlation, found)
    naive = rate_coverage(TRIALS["196 tasks x 24"], 0.5, 0.3, 400, clustered=False)
    assert naive < 0.7


def test_differences_are_covered() -> None:
    """95 % intervals hold the true difference in 93 % of simulated comparisons and more."""
    for name in ("196 tasks x 2", "16 tasks x 24"):
        for rates in ((0.5, 0.5), (0.5, 0.3), (0.1, 0.02)):
            for correlation, agreement in ((0.0, 0.0), (0.3, 0.8), (0.8, 0.8)):
                found = compare(MATCHED[name], rates, correlation, agreement, 200).coverage
                assert found >= 0.93, (name, rates, correlation, agreement, found)


def test_a_detectable_difference_is_found() -> None:
    """About four of five comparisons find a true difference of the size they say they could."""
    found = power(MATCHED["196 tasks x 2"], 0.5, 0.3, 400)
    assert 0.7 <= found.power <= 0.9
