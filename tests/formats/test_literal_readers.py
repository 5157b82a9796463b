"""The two literal grammars against the standard library, and where they are stricter."""

import ast
import json

import pytest
from cases import for_each
from formats.strategies import anything, moderate
from hypothesis import given
from hypothesis import strategies as st

from toolbench_ood.format.literals import json_text, python_literal
from toolbench_ood.readers.literals.python_literal import PythonLiterals
from toolbench_ood.readers.literals.strict_json import (
    MAX_DEPTH,
    JsonFault,
    depth,
    read_json,
    read_whole_json,
)
from toolbench_ood.readers.literals.tolerant import tolerate
from toolbench_ood.readers.text.parse_error import ParseError
from toolbench_ood.types.value import Json, same_value

TOKENS = [
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
    "'a'",
    '"b"',
    "'k'",
    "1",
    "-2.5",
    "True",
    "None",
    " ",
    "1e5",
]
soups = st.lists(st.sampled_from(TOKENS), max_size=9).map("".join)


def read_python(text: str) -> Json:
    """Read a text that is one Python literal; raises ParseError."""
    read = PythonLiterals().read(text, 0)
    if text[read.end :].strip():
        raise ParseError(read.end, "rest")
    return read.value


@moderate
@given(value=anything)
def test_python_literals_come_back(value: Json) -> None:
    """What ``repr`` spells is read as the same value."""
    assert same_value(read_python(python_literal(value)), value)


@moderate
@given(text=soups)
def test_python_agrees_with_the_standard_library(text: str) -> None:
    """Whatever the strict grammar takes, Python takes, and means the same by it."""
    try:
        value = read_python(text)
    except ParseError:
        return
    assert same_value(value, ast.literal_eval(text.strip()))


@for_each(
    "text",
    [
        "'a' 'b'", "'a''b'", "(1, 2)", "{1: 2}", "{'a'}", "[1,]", "{'a': 1,}", "1_0", "0x1", "01",
        "+1", "--1", "1+1", "f'a'", "b'a'", "'''a'''", "true", "null", "nan", "'\\d'", "'\\ud800'",
        "'a\nb'", "[1 2]", "{'a' 1}", "", "[", "]", "{,}", "[,]", "'", "'\\", "..", "1.2.3",
        "1e999",
        "[" * 101 + "]" * 101, "\u00a01", "[1\u2028]", "'\\N{BULLET}'", "{'a': 1, 'a': 2}", "٣",
    ],
)  # fmt: skip
def test_python_refuses(text: str) -> None:
    """Everything else stops the grammar, without any other exception."""
    with pytest.raises(ParseError):
        read_python(text)


@for_each(
    ("text", "value"),
    [
        ("'\\x41\\u0042\\U0001F600\\103\\0'", "AB😀C\0"),
        ("'\\n\\r\\t\\\\\\'\\\"\\a\\b\\f\\v'", "\n\r\t\\'\"\a\b\f\v"),
        ("-0.0", -0.0),
        ("1.", 1.0),
        (".5", 0.5),
        ("-1E+5", -100000.0),
        ("[ \t\n[ ] , { } ]", [[], {}]),
        ("{'a': 1, 'a': 1}", {"a": 1}),
    ],
)
def test_python_takes(text: str, value: Json) -> None:
    """Escapes, number forms and free white space."""
    assert same_value(read_python(text), value)


@moderate
@given(value=anything)
def test_json_comes_back(value: Json) -> None:
    """What the writer spells is read as the same value."""
    assert same_value(read_whole_json(json_text(value)).value, value)


@moderate
@given(text=st.one_of(soups, st.text(max_size=10)))
def test_json_agrees_with_the_standard_library(text: str) -> None:
    """Whatever strict JSON takes, the standard decoder takes, and means the same by it."""
    try:
        value = read_whole_json(text).value
    except JsonFault:
        return
    assert same_value(value, json.loads(text))


@for_each(
    "text",
    [
        "NaN", "[Infinity]", "-Infinity", "1e999", "9" * 4400, '{"a":1,"a":2}', '"\\ud83d"', "'a'",
        "[1,]", "01", "+1", ".5", "1.", '"a\nb"', "// x\n1", "\u00a01", "", "[" * 101 + "]" * 101,
        "[" * 100_000, "True", "{1:2}", '"\\x41"', "1 2", "٣",
    ],
)  # fmt: skip
def test_json_refuses(text: str) -> None:
    """RFC 8259 and the stated limits, without any other exception."""
    with pytest.raises(JsonFault):
        read_whole_json(text)


@for_each("width", [1023, 1024, 1025, 8191, 8192, 8193, 70_000])
def test_json_does_not_depend_on_the_window(width: int) -> None:
    """Values that end near the edge of the decoder's window are read whole."""
    for value in ("x" * (width - 2), int("7" * min(width, 4000)), ["é"] * (width // 5)):
        text = json_text(value)
        read = read_json(f"  {text}  ", 2)
        assert same_value(read.value, value)
        assert read.end == len(text) + 2
    for broken in (f'"{"x" * width}', f'["{"x" * (width - 3)}" 1]'):
        with pytest.raises(JsonFault):
            read_json(broken, 0)


def test_depth_is_counted_without_recursion() -> None:
    """Depth 0 is a scalar; the limit is far from what a stack bears."""
    assert depth(1) == 0
    assert depth([]) == 1
    assert depth({"a": [1, {}]}) == 3
    assert read_whole_json("[" * MAX_DEPTH + "]" * MAX_DEPTH).end == 2 * MAX_DEPTH
    deep: list[Json] = []
    for _ in range(100_000):
        deep = [deep]
    assert depth(deep) == 100_001


@moderate
@given(value=anything, dialect=st.sampled_from(["json", "python"]))
def test_tolerance_includes_the_strict_grammars(value: Json, dialect: str) -> None:
    """What is well formed is read over without a departure that its dialect would mind."""
    text = json_text(value) if dialect == "json" else python_literal(value)
    read = tolerate(text, 0, len(text), "json" if dialect == "json" else "python")
    assert read.complete
    assert same_value(read.value, value)
    assert {one.kind for one in read.departures} <= {f"{dialect}_literal"}


@moderate
@given(text=st.one_of(soups, st.text(max_size=30)))
def test_tolerance_is_total(text: str) -> None:
    """Any text is read without an exception, and no further than it goes."""
    for dialect in ("json", "python"):
        read = tolerate(text, 0, len(text), "json" if dialect == "json" else "python")
        assert 0 <= read.end <= len(text)
