"""``-k``."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolbench_ood.run.keyword import compile_keyword
from toolbench_ood.types.errors import UserError

NAME = "calendar/task_move.py::moves_it[none][hermes][0]"

EXPRESSIONS = {
    "calendar": True,
    "Calendar": True,
    "lab": False,
    "not lab": True,
    "not not lab": False,
    "calendar and hermes": True,
    "calendar and not hermes": False,
    "lab or move": True,
    "lab or pythonic and move": False,
    "move or pythonic and lab": True,
    "not lab and pythonic": False,
    "(lab or move) and hermes": True,
    "not (lab or move)": False,
    "[hermes]": True,
    "NOT lab AND [0]": True,
}


def test_expressions() -> None:
    """Words are substrings; ``not`` binds before ``and``, ``and`` before ``or``."""
    for expression, expected in EXPRESSIONS.items():
        assert compile_keyword(expression)(NAME) is expected, expression


def test_malformed_expressions_are_refused() -> None:
    """An expression that cannot be parsed is the user's error, never a silent match."""
    for expression in ("", "and", "lab or", "(lab", "lab)", "not", "a b", "()", "a (b)", "not and"):
        with pytest.raises(UserError, match="cannot be parsed"):
            compile_keyword(expression)


@given(
    st.recursive(
        st.sampled_from(["lab", "move"]),
        lambda inner: (
            st.builds("{} {} {}".format, inner, st.sampled_from(["and", "or"]), inner)
            | st.builds("not {}".format, inner)
            | st.builds("({})".format, inner)
        ),
    )
)
def test_it_means_what_python_means(expression: str) -> None:
    """Python's own ``and``, ``or`` and ``not`` give the same truth."""
    expected = eval(expression, {"lab": False, "move": True})  # noqa: S307  # drawn from words above
    assert compile_keyword(expression)(NAME) is expected


@given(st.text(alphabet="ab() notrd", max_size=30))
def test_any_expression_is_read_or_refused(expression: str) -> None:
    """No text makes the expression reader fail in any other way."""
    try:
        assert compile_keyword(expression)(NAME) in {True, False}
    except UserError as error:
        assert "cannot be parsed" in str(error)  # noqa: PT017  # either outcome is right


def test_depth_is_no_limit() -> None:
    """Brackets and ``not`` nest at will; where a bracket is missing, one short line says so."""
    deep = "(" * 20_000 + "not " * 20_001 + "lab" + ")" * 20_000
    assert compile_keyword(deep)(NAME) is True
    with pytest.raises(UserError, match="a closing parenthesis is missing") as error:
        compile_keyword(deep[:-1])
    assert len(str(error.value)) < 300
