"""Shares and their intervals."""

import math

import pytest
from cases import for_each
from hypothesis import given
from hypothesis import strategies as st

from toolbench_ood.score.rate import rate, wilson

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


@for_each(("k", "n", "low", "high"), _PUBLISHED)
def test_the_interval_is_wilsons(k: int, n: int, low: float, high: float) -> None:
    """Known intervals come out to four digits."""
    assert wilson(k, n) == pytest.approx((low, high), abs=6e-5)


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_its_ends_solve_the_score_equation(pair: tuple[int, int]) -> None:
    """At each inner end the observed share lies exactly z standard errors away."""
    k, n = pair
    low, high = wilson(k, n)
    assert 0 <= low <= k / n <= high <= 1
    for end in {low, high} - {0.0, 1.0}:
        distance = abs(k / n - end)
        assert distance == pytest.approx(_Z * math.sqrt(end * (1 - end) / n), rel=1e-6)


def test_nothing_counted_says_nothing() -> None:
    """Of no cases there is no rate, and the interval is everything."""
    nothing = rate(0, 0)
    assert nothing.rate is None
    assert (nothing.low, nothing.high) == (0.0, 1.0)


@for_each(("k", "n"), [(-1, 3), (4, 3), (1, 0)])
def test_an_impossible_count_is_refused(k: int, n: int) -> None:
    """More hits than tries is a defect of the caller."""
    with pytest.raises(ValueError, match="no share"):
        rate(k, n)
