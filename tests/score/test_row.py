"""Groups of cases, counted."""

from score.made import make

from toolbench_ood.rollout.limits import Stop
from toolbench_ood.score.row import make_row, rows_by


def test_structure_and_success_are_counted_apart() -> None:
    """Each rate has its own numerator, and calls are counted, not cases."""
    row = make_row(
        [
            make.record(calls=[make.called("ok"), make.called("refused")]),
            make.record(solved=False, calls=[make.called("tool_error")]),
            make.record(solved=False, well_formed=False),
        ]
    )
    assert (row.solved.k, row.solved.n) == (1, 3)
    assert (row.well_formed.k, row.well_formed.n) == (2, 3)
    assert (row.schema_valid.k, row.schema_valid.n) == (2, 3)


def test_an_engine_failure_is_in_no_denominator() -> None:
    """A failed case is counted apart, with everything that was written in it."""
    failed = make.record(stop=Stop.ENGINE_ERROR, solved=False, calls=[make.called("refused")])
    row = make_row([make.record(), failed, failed])
    assert (row.cases, row.failed) == (1, 2)
    assert (row.solved.k, row.solved.n) == (1, 1)
    assert (row.well_formed.n, row.schema_valid.n) == (1, 0)
    assert (row.messages, row.written_tokens) == (1, 3)


def test_nothing_has_a_row_too() -> None:
    """An empty group has counts of zero and no rates."""
    row = make_row([])
    assert row.cases == 0
    assert row.solved.rate is None


def test_rows_are_grouped_and_sorted() -> None:
    """Every value of the field has its row."""
    rows = rows_by([make.record(format=name) for name in "bab"], "format")
    assert {name: row.cases for name, row in rows.items()} == {"a": 1, "b": 2}
    assert list(rows) == ["a", "b"]
