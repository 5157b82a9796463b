"""Every format's grammar over drawn tools: hard values, odd schemas, hostile names."""

from typing import Any

import pytest
from cases import for_each
from formats.every import every_format
from formats.lossy import lacks_words
from formats.strategies import fitting, moderate, tools_with_calls
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from shipped_formats import FORMATS

from constrain.admits import Admits, in_declared_order, refused_hard_values
from toolbench_ood.format.format import Format
from toolbench_ood.format.hard_values import probe_tool
from toolbench_ood.readers.specification.arguments import JsonObject, RawTags
from toolbench_ood.readers.specification.pairs import Pairs
from toolbench_ood.types.call import Call
from toolbench_ood.types.errors import UnwritableError, UserError
from toolbench_ood.types.piece import plain
from toolbench_ood.types.tool import ToolSpec
from toolbench_ood.types.value import Json


def admitted(fmt: Format, schema: dict[str, Any], value: Json) -> bool:
    """Whether the grammar of a tool with one parameter admits the value, as it is written."""
    tools = [probe_tool("probe", {"value": schema})]
    text = fmt.write([Call("probe", {"value": value})], tools)
    return Admits(fmt, tools)(text)


@pytest.mark.slow
@every_format
def test_hard_values_are_admitted(fmt: Format) -> None:
    """What a format can write of the forty hard values, its grammar admits."""
    assert refused_hard_values(fmt) == []


TURNS = 3 if moderate.max_examples < 1_000 else 1
"""Examples that formats share, because each costs a grammar; none in a run that is exhaustive."""


@settings(moderate, max_examples=moderate.max_examples // 4)
@given(
    drawn=tools_with_calls(),
    cut=st.floats(0, 1, exclude_max=True),
    turn=st.integers(0, TURNS - 1),
)
@every_format
def test_drawn_calls_are_admitted(
    fmt: Format, drawn: tuple[list[ToolSpec], list[Call]], cut: float, turn: int
) -> None:
    """Written calls that fit their schemas are admitted; a beginning of them only where whole."""
    assume(FORMATS.index(fmt) % TURNS == turn)
    tools = drawn[0]
    calls = [in_declared_order(call, tools) for call in fitting(fmt, drawn[1])]
    try:
        text = fmt.write(calls, tools)
    except UnwritableError:
        assume(False)
    admits = Admits(fmt, tools)
    assert admits(text)
    begun = text[: int(len(text) * cut)]
    if admits(begun):
        reading = fmt.read(begun, tools)
        assert reading.calls
        assert [one for one in reading.findings if one.code.structural] == []


OBJECT: dict[str, Any] = {
    "type": "object",
    "properties": {"a": {"type": "integer"}, "b": {"type": "string"}, "c": {"type": "boolean"}},
    "required": ["b"],
    "additionalProperties": False,
}
TREE: dict[str, Any] = {"type": "array", "items": {"$ref": "#/properties/value"}}

KEPT: list[tuple[dict[str, Any], list[Json], list[Json]]] = [
    ({"type": "integer"}, [0, -7, 10**40], [1.5, True, None, [1]]),
    ({"type": "number"}, [0, 1.5, -0.0, 1e21, 5e-324, 1.7976931348623157e308], [True, None, {}]),
    ({"type": "boolean"}, [True, False], [1, None, []]),
    ({"enum": [1, 2]}, [1, 2], [3, 12, True]),
    ({"enum": ["sea", "park"]}, ["sea", "park"], ["se", "seapark", "lake"]),
    ({"type": "array", "items": {"enum": ["x"]}}, [[], ["x"], ["x", "x"]], [["y"], [1], {}]),
    (
        {"type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 3},
        [[1, 2], [1, 2, 3]],
        [[], [1], [1, 2, 3, 4], ["a", "b"]],
    ),
    ({"type": "array", "prefixItems": [{"type": "integer"}, {"const": "m"}]}, [[1, "m"]], [[1]]),
    (
        OBJECT,
        [{"b": ""}, {"a": 1, "b": "x"}, {"b": "x", "c": True}, {"a": 1, "b": "x", "c": False}],
        [{}, {"a": 1}, {"b": 1}, {"b": "x", "d": 1}],
    ),
    ({"type": "object", "additionalProperties": {"type": "integer"}}, [{}, {"k": 1}], [{"k": "x"}]),
    ({"type": "object", "properties": {}, "additionalProperties": False}, [{}], [{"k": 1}]),
    ({"anyOf": [{"type": "integer"}, {"type": "null"}]}, [1, None], [1.5, []]),
    ({"type": ["integer", "array"]}, [1, [1, "x", None]], [True, {}]),
    ({"allOf": [{"type": "integer"}, {"minimum": 3}]}, [4], [True, []]),
    (TREE, [[], [[], [[]]]], [[1], {}]),
    ({"anyOf": [{"$ref": "#/properties/value"}, {"type": "integer"}]}, [5], [True, []]),
    ({"enum": [3, "\ud800"]}, [3], [4]),
]
"""Schemas, values that are admitted, and values that are not."""


@every_format
def test_schemas_are_kept(fmt: Format) -> None:
    """The words of a schema that the grammar keeps: what fits is admitted and nothing else.

    One grammar has a tool for each schema.
    """
    tools = [probe_tool(f"probe{nth}", {"value": kept[0]}) for nth, kept in enumerate(KEPT)]
    admits = Admits(fmt, tools)
    for tool, (schema, fits, others) in zip(tools, KEPT, strict=True):
        calls = [Call(tool["function"]["name"], {"value": value}) for value in fits]
        carried = [call for call in calls if not lacks_words(fmt, call, [tool])]
        assert [call for call in carried if not admits(fmt.write([call], [tool]))] == [], schema
        misfits = [Call(tool["function"]["name"], {"value": value}) for value in others]
        assert [call for call in misfits if _is_admitted(admits, fmt, call, tool)] == [], schema


def _is_admitted(admits: Admits, fmt: Format, call: Call, tool: ToolSpec) -> bool:
    try:
        return admits(fmt.write([call], [tool]))
    except UnwritableError:
        return False


@every_format
def test_free_values_nest_as_deep_as_the_reader_goes(fmt: Format) -> None:
    """A free value may be as deep as the writer writes it, and no deeper than the reader reads."""
    value: Json = []
    for _ in range(97):
        value = [value]
    assert admitted(fmt, {"type": "array"}, value)
    tools = [probe_tool("probe", {"value": {"type": "array"}})]
    for _ in range(8):
        value = [value]
    assert not Admits(fmt, tools)(plain(fmt.draft([Call("probe", {"value": value})], tools)))


@every_format
def test_order_and_choice_of_tools(fmt: Format) -> None:
    """Only the tools given can be called; undeclared order and arguments are not admitted."""
    tools = [probe_tool("first", {"a": {"type": "integer"}, "b": {"type": "integer"}})]
    other = [probe_tool("second", {"a": {"type": "integer"}})]
    first, second = Call("first", {"a": 1, "b": 2}), Call("second", {"a": 1})
    admits = Admits(fmt, tools)
    assert admits(fmt.write([first], tools))
    assert not admits(fmt.write([second], other))
    backwards = Call("first", {"b": 2, "a": 1})
    assert admits(fmt.write([backwards], tools)) == _keeps_order(fmt)
    assert not admits(fmt.write([Call("first", {"a": 1})], tools))
    assert not admits("")
    assert not admits("Hello.")
    both = Admits(fmt, [*tools, *other])
    assert both(fmt.write([first], tools))
    assert both(fmt.write([second], other))


def _keeps_order(fmt: Format) -> bool:
    """Whether arguments are written in declared order, whatever order they are given in."""
    return isinstance(fmt.spec.arguments, Pairs) and fmt.spec.arguments.keys == "declared"


@every_format
def test_no_tool_is_an_error(fmt: Format) -> None:
    """Without a tool that can be called there is no message to admit, and the error says so."""
    with pytest.raises(UserError, match="at least one tool"):
        fmt.grammar([])


HOSTILE = ("a-b", "a.b", "日本", "a b", "<x>", '"')


@every_format
def test_hostile_names(fmt: Format) -> None:
    """A tool is in the grammar exactly where the format can write its name; alone, it is refused.

    An optional argument whose name cannot be written is left out; a required one takes its tool
    with it.
    """
    tools = [probe_tool(name, {}) for name in HOSTILE]
    texts = []
    for name, tool in zip(HOSTILE, tools, strict=True):
        try:
            texts.append(fmt.write([Call(name)], [tool]))
        except UnwritableError:
            with pytest.raises(UserError, match="no call"):
                fmt.grammar([tool])
    for nth, name in enumerate(HOSTILE):
        if not isinstance(fmt.spec.arguments, JsonObject) and not name.startswith("a-"):
            keyed = probe_tool(f"probe{nth}", {name: {"type": "string"}})
            keyed["function"]["parameters"]["required"] = []
            tools.append(keyed)
            texts.append(fmt.write([Call(f"probe{nth}")], [keyed]))
    admits = Admits(fmt, tools)
    assert texts
    assert [text for text in texts if not admits(text)] == []


@for_each("fmt", [one for one in FORMATS if isinstance(one.spec.arguments, RawTags)])
def test_raw_values_hold_no_delimiter(fmt: Format) -> None:
    """A raw string ends at its closer alone; a JSON string spells a delimiter with escapes."""
    for kind in ({"type": "string"}, {"type": "array"}):
        tools = [probe_tool("probe", {"value": kind})]
        admits = Admits(fmt, tools)
        value: Json = "MARK" if kind["type"] == "string" else ["MARK"]
        text = fmt.write([Call("probe", {"value": value})], tools)
        assert admits(text)
        for marker in fmt.spec.markers():
            assert not admits(text.replace("MARK", f"x{marker}")), marker
            assert not admits(text.replace("MARK", f"{marker[:2]}{marker}y")), marker
            assert admits(text.replace("MARK", f"{marker[:2]}{marker[:2]}y")), marker
    escaped = text.replace("MARK", f"\\u{ord(marker[0]):04x}{marker[1:]}")
    assert admits(escaped)
    assert fmt.read(escaped, tools).calls == (Call("probe", {"value": [marker]}),)
