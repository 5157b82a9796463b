"""The design by which laws are sampled: every pair of values occurs."""

from itertools import product
from math import prod

from covering import pairs_of, pairwise_rows
from hypothesis import given, settings
from hypothesis import strategies as st


@settings(derandomize=True, deadline=None, database=None)
@given(sizes=st.lists(st.integers(1, 7), min_size=1, max_size=5))
def test_every_pair_of_values_occurs(sizes: list[int]) -> None:
    """Whatever the axes, each two values of two axes stand in a row, and no row twice."""
    rows = pairwise_rows(sizes)
    covered = {pair for row in rows for pair in pairs_of(row)}
    wanted = {pair for row in product(*map(range, sizes)) for pair in pairs_of(row)}
    assert covered == wanted
    assert len(rows) == len(set(rows)) <= prod(sizes)
    assert {at for (at, *_) in rows} == set(range(sizes[0]))
    assert rows == pairwise_rows(sizes)


def test_a_design_is_little_longer_than_its_two_longest_axes() -> None:
    """Crossing the two longest axes covers nearly everything else on the way."""
    assert 65 * 46 <= len(pairwise_rows([65, 46, 4, 12])) <= 65 * 46 * 1.05
    assert 196 * 65 <= len(pairwise_rows([196, 65, 13])) <= 196 * 65 * 1.01
