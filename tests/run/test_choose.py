"""``-k`` and ``--limit``."""

import os
import subprocess
import sys

import pytest
from cases import for_each
from hypothesis import given
from hypothesis import strategies as st

from toolbench_ood.run.choose import choose, matches
from toolbench_ood.run.plan import make_plan
from toolbench_ood.run.settings import Settings
from toolbench_ood.types.errors import UserError

NAME = "calendar/task_move.py::moves_it[none][hermes][0]"


@for_each(
    ("expression", "expected"),
    [
        ("calendar", True),
        ("Calendar", True),
        ("lab", False),
        ("not lab", True),
        ("calendar and hermes", True),
        ("calendar and not hermes", False),
        ("lab or move", True),
        ("lab or pythonic and move", False),
        ("(lab or move) and hermes", True),
        ("not (lab or move)", False),
        ("[hermes]", True),
        ("NOT lab AND [0]", True),
    ],
)
def test_expressions(expression: str, expected: bool) -> None:
    """Words are substrings; ``not`` binds before ``and``, ``and`` before ``or``."""
    assert matches(expression, NAME) is expected


@for_each("expression", ["", "and", "lab or", "(lab", "lab)", "not", "a b"])
def test_malformed_expressions_are_refused(expression: str) -> None:
    """An expression that cannot be read is the user's error, never a silent match."""
    with pytest.raises(UserError, match="cannot be read"):
        matches(expression, NAME)


@given(st.text(alphabet="ab() notrd", max_size=30))
def test_any_expression_is_read_or_refused(expression: str) -> None:
    """No text makes the expression reader fail in any other way."""
    try:
        assert matches(expression, NAME) in {True, False}
    except UserError as error:
        assert "cannot be read" in str(error)  # noqa: PT017  # either outcome is right


def test_nothing_left_is_an_error() -> None:
    """An expression that matches no case says so instead of playing nothing."""
    with pytest.raises(UserError, match="matches none"):
        make_plan(Settings(model="oracle", keyword="no_such_task"))


@for_each("limit", [1, 2, 3, 7, 20, 10_000])
def test_limit_spreads_over_tasks_and_keeps_pairs(limit: int) -> None:
    """A limit keeps the formats of a task together and takes tasks from all suites."""
    cases = make_plan(Settings(model="oracle", seeds=1)).cases
    kept = choose(cases, None, limit)
    assert len(kept) == min(limit, len(cases))
    assert [case for case in cases if case in kept] == list(kept)
    formats = len({case.format.name for case in cases})
    if limit >= 2 * formats:
        assert {case.suite.name for case in kept} == {case.suite.name for case in cases}
        assert {case.format.name for case in kept} == {case.format.name for case in cases}


_PRINT_PLAN = """\
from toolbench_ood.run.plan import make_plan
from toolbench_ood.run.settings import Settings
plan = make_plan(Settings(model="oracle", seeds=2, limit=5))
print(plan.digest, *(case.id for case in plan.cases), sep="\\n")
"""


def test_the_same_choice_every_time() -> None:
    """A plan depends on its settings alone: no order of a set or a hash plays a part."""
    done = subprocess.run(  # noqa: S603  our own interpreter and words
        [sys.executable, "-c", _PRINT_PLAN],
        env={**os.environ, "PYTHONHASHSEED": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    plan = make_plan(Settings(model="oracle", seeds=2, limit=5))
    assert done.stdout.splitlines() == [plan.digest, *(case.id for case in plan.cases)]


def test_unknown_names_are_refused_with_what_exists() -> None:
    """An unknown suite or format is an error that lists the known ones."""
    with pytest.raises(UserError, match="no suite 'calender'; there are: airline, bank, calendar"):
        make_plan(Settings(model="oracle", suites=("calender",)))
    with pytest.raises(UserError, match="hermes"):
        make_plan(Settings(model="oracle", formats=("hermez",)))
