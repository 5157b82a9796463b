"""Shares and their intervals."""

import math

import pytest
from cases import for_each
from hypothesis import given
from hypothesis import strategies as st

from toolbench_ood.score.intervals.rate_interval import wilson, wilson_size
from toolbench_ood.score.rate import Count, Rate, rate

_Z = 1.959963984540054
"""The 97.5 % point of the standard normal distribution."""

_PUBLISHED = [
    (0, 10, 0.0, 0.2775),
    (1, 10, 0.0179, 0.4042),
    (5, 10, 0.2366, 0.7634),
    (9, 10, 0.5958, 0.9821),
    (10, 10, 0.7225, 1.0),
    (81, 263, 0.2553, 0.3662),
    (15, 148, 0.0624, 0.1605),
]
"""k, n, low, high; the last two are method 3 of R. G. Newcombe, Statistics in Medicine 17 (1998),
857-872, table I."""

_COUNTS = st.lists(
    st.integers(0, 40).flatmap(
        lambda n: st.builds(Count, st.integers(0, 12), st.integers(0, n), st.just(n))
    ),
    max_size=30,
)


def each_its_own(k: int, n: int) -> Rate:
    """Make the rate of ``k`` of ``n`` tasks that have one case each."""
    return rate(Count(at, at < k, 1) for at in range(n))


@for_each(("k", "n", "low", "high"), _PUBLISHED)
def test_of_independent_cases_the_interval_is_wilsons(
    k: int, n: int, low: float, high: float
) -> None:
    """Known intervals come out to four digits where every task has one case."""
    assert wilson(k / n, n) == pytest.approx((low, high), abs=6e-5)
    found = each_its_own(k, n)
    assert (found.low, found.high) == pytest.approx((low, high), abs=6e-5)


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_its_ends_solve_the_score_equation(pair: tuple[int, int]) -> None:
    """At each inner end the observed share lies exactly z standard errors away."""
    k, n = pair
    low, high = wilson(k / n, n)
    assert 0 <= low <= k / n <= high <= 1
    for end in {low, high} - {0.0, 1.0}:
        distance = abs(k / n - end)
        assert distance == pytest.approx(_Z * math.sqrt(end * (1 - end) / n), rel=1e-6)
        assert wilson_size(k / n, end) == pytest.approx(n, rel=1e-6)


@given(_COUNTS)
def test_dependence_only_widens_it(counts: list[Count]) -> None:
    """Clustered counts never get a narrower interval than independent ones; no order matters."""
    found = rate(counts)
    assert (found.k, found.n) == (sum(each.k for each in counts), sum(each.n for each in counts))
    if found.rate is None:
        assert (found.low, found.high) == (0.0, 1.0)
        return
    low, high = wilson(found.rate, found.n)
    assert 0 <= found.low <= low <= found.rate <= high <= found.high <= 1
    backwards = rate(reversed(counts))
    assert (backwards.low, backwards.high) == pytest.approx((found.low, found.high), abs=1e-9)


def test_what_is_alike_in_each_task_counts_once() -> None:
    """Twenty cases a task tell no more than one where they always agree, whatever the rate."""
    for k in (0, 1, 7, 16):
        often = rate(Count(at, 20 * (at < k), 20) for at in range(16))
        once = each_its_own(k, 16)
        assert often.low <= once.low + 1e-9
        assert often.high >= once.high - 1e-9
        assert often.high - often.low < 1.5 * (once.high - once.low), k


def test_one_task_says_nothing_of_others() -> None:
    """The interval of cases of a single task is everything, as is that of nothing."""
    for counts in ([], [Count("a", 0, 0)], [Count("a", 3, 5)], [Count("a", 1, 1)] * 50):
        found = rate(counts)
        assert (found.low, found.high) == (0.0, 1.0)
        assert (found.rate is None) == (found.n == 0)


@for_each(("k", "n"), [(-1, 3), (4, 3), (1, 0)])
def test_an_impossible_count_is_refused(k: int, n: int) -> None:
    """More hits than tries is a defect of the caller."""
    with pytest.raises(ValueError, match="no share"):
        Count("a", k, n)
