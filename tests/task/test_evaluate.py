"""Expressions of checks, worked out from their trees."""

import ast
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from toolbench_ood.tasks.evaluate import NotEvaluatedError, evaluate

SETTING = """\
rows = {"b": 2, "a": 1, "c": None}
pairs = [("x", 3), ("y", 1)]
text = "Łódź"
point = complex(3, -4)
"""
EXPRESSIONS = (
    "rows['a'], rows.get('z', 7), text[1:], text[::-1], pairs[0][1]",
    "[name for name, count in rows.items() if count]",
    "{key: {value for value in key} for key, _ in pairs}",
    "[(a, b) for a, _ in pairs for b in rows if b != 'b']",
    "list(value for value in rows.values() if value is not None)",
    "sorted(pairs, key=lambda pair: pair[1])",
    "max(1, *[2, 3]), dict(**rows, d=4), [*rows, 'd'], {**rows, 'a': 9}, {1, 2}",
    "point.real - point.imag * 2 ** 3 // 5 % 4 / 2, -point.real, +1, ~5, 6 & 3 | 8 ^ 1",
    "1 < rows['b'] <= 2 != 3, 1 > 2 > rows['gone'], 'a' in rows, None is not rows['c']",
    "rows['a'] or rows['gone'], rows['c'] and rows['gone'], not rows, 0 or '' or ()",
    "'yes' if rows else rows['gone'], f'{text!r:>8}|{point.real:.{1}f}|{text}'",
)
UNKNOWN = ("(found := 1)", "lambda *each: each", "1 << 2", "[x for rows['a'] in pairs]")


def test_values_are_those_of_python(tmp_path: Path) -> None:
    """Every expression comes to what it comes to where Python runs it."""
    file = tmp_path / "values.py"
    file.write_text(f"{SETTING}VALUES = [{', '.join(f'({each})' for each in EXPRESSIONS)}]\n")
    spec = spec_from_file_location("values", file)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    for expression, value in zip(EXPRESSIONS, module.VALUES, strict=True):
        found = evaluate(ast.parse(expression, mode="eval").body, vars(module))
        assert found == value, expression
        assert repr(found) == repr(value), expression


def test_what_is_not_known_is_not_guessed() -> None:
    """A binding, an unusual lambda or operator raises, and so does what a part of it raises."""
    names = {"rows": {"a": 1}, "pairs": [("x", 3)]}
    for expression in UNKNOWN:
        with pytest.raises(NotEvaluatedError):
            evaluate(ast.parse(expression, mode="eval").body, names)
    for expression, error in (
        ("rows['z']", KeyError),
        ("gone", NameError),
        ("1 / 0", ZeroDivisionError),
    ):
        with pytest.raises(error):
            evaluate(ast.parse(expression, mode="eval").body, names)
