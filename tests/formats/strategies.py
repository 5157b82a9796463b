"""Hypothesis strategies for calls: the schema first, then values that fit it.

Strings are made of everything that could be taken for structure: the delimiters of all shipped
formats, quotes, backslashes, brackets, line ends, entities, and characters that look like blanks.
"""

import keyword
from collections.abc import Mapping, Sequence
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from shipped_formats import FORMATS

from toolbench_ood.format.format import Format
from toolbench_ood.format.hard_values import probe_tool
from toolbench_ood.types.call import Call
from toolbench_ood.types.tool import ToolSpec
from toolbench_ood.types.value import Json

moderate = settings(
    max_examples=2 * settings().max_examples // 3,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
"""Repeatable and quick: the same examples on every machine, fewer than of what costs less."""

more = settings(moderate, max_examples=3 * moderate.max_examples // 2)
"""For tests that some formats cannot take every example of."""

MARKERS = sorted({marker for fmt in FORMATS for marker in fmt.spec.markers()})

SIGNS = [
    *MARKERS,
    *(marker for fmt in FORMATS for marker in fmt.spec.results.markers),
    *("<think>", "</think>", "```", "```json\n", "<tools>", "&amp;", "&lt;", "<", ">", "&"),
    *("'", '"', "\\", "\\n", "\\'", '\\"', "\\u0041", "\\x41", "\\ud800", "\n", "\r\n", "\t"),
    *("[", "]", "{", "}", "(", ")", ",", "=", ":", ";", "#", "//", "|", "%", "-", "+"),
    *("\u00a0", "\u2028", "\u0085", "\u3000", "\ufeff", "\u200f", "\u202e", "e\u0301", "\x00"),
    *("😀", "日本", "ß", "٣", "None", "True", "null", "true", "NaN", "1", "1.0", "-0", "1e5"),
]

texts = st.one_of(
    st.lists(st.sampled_from(SIGNS), max_size=5).map("".join),
    st.text(max_size=12),
    st.lists(st.one_of(st.sampled_from(SIGNS), st.text(max_size=4)), max_size=5).map("".join),
)

identifiers = st.from_regex(r"[a-z_][a-z0-9_]{0,8}", fullmatch=True).filter(
    lambda name: not keyword.iskeyword(name)
)

_integers = st.one_of(
    st.integers(), st.integers(-(10**30), 10**30), st.sampled_from([0, -1, 10**1000, -(10**999)])
)
_floats = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from([0.0, -0.0, 1.0, 1e16, 1e-7, 5e-324, 1.7976931348623157e308]),
)
_scalars = st.one_of(st.none(), st.booleans(), _integers, _floats, texts)
anything: st.SearchStrategy[Json] = st.recursive(
    _scalars,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(texts, inner, max_size=3)),
    max_leaves=6,
)

_BY_TYPE: Mapping[str, st.SearchStrategy[Json]] = {
    "string": texts,
    "integer": _integers,
    "number": st.one_of(_floats, _integers),
    "boolean": st.booleans(),
    "null": st.none(),
    "array": st.lists(anything, max_size=3),
    "object": st.dictionaries(texts, anything, max_size=3),
}

_one_type = st.sampled_from(sorted(_BY_TYPE)).map(lambda kind: {"type": kind})
_union = st.lists(st.sampled_from(sorted(_BY_TYPE)), min_size=2, max_size=3, unique=True).map(
    lambda kinds: {"type": kinds}
)
_any_of = st.lists(_one_type, min_size=2, max_size=2).map(lambda options: {"anyOf": options})
_enum = st.lists(texts, min_size=1, max_size=3).map(lambda values: {"enum": values})
schemas: st.SearchStrategy[dict[str, Any]] = st.one_of(
    _one_type, _one_type, _one_type, _union, _any_of, _enum, st.just({})
)


def values_of(schema: Mapping[str, Any]) -> st.SearchStrategy[Json]:
    """Return values that fit one of the schemas above."""
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if "anyOf" in schema:
        return st.one_of(*(values_of(option) for option in schema["anyOf"]))
    if "type" not in schema:
        return anything
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    return st.one_of(*(_BY_TYPE[kind] for kind in kinds))


@st.composite
def tools_with_calls(draw: st.DrawFn, max_calls: int = 3) -> tuple[list[ToolSpec], list[Call]]:
    """Draw declared tools and calls of them that fit their schemas."""
    names = draw(st.lists(identifiers, min_size=1, max_size=2, unique=True))
    tools = [
        probe_tool(name, draw(st.dictionaries(identifiers, schemas, max_size=3))) for name in names
    ]
    calls = []
    for _ in range(draw(st.integers(1, max_calls))):
        function = draw(st.sampled_from(tools))["function"]
        properties = function["parameters"]["properties"]
        arguments = {key: draw(values_of(schema)) for key, schema in properties.items()}
        calls.append(Call(function["name"], arguments))
    return tools, calls


def fitting(fmt: Format, calls: Sequence[Call]) -> list[Call]:
    """Return as many of the calls as the format takes in one message."""
    return list(calls[:1] if fmt.spec.single else calls)


plain_words = st.text("abcdefghij XYZ.,!?\n", max_size=30)
"""Prose without any sign that a format uses."""

soups = st.lists(
    st.one_of(
        st.sampled_from([*SIGNS, "book", "[book(", "city=", "'Rome'", '{"name": "book", ']),
        st.text(max_size=3),
    ),
    max_size=25,
).map("".join)
"""Texts full of broken structure."""
