"""Tools that nobody should declare: hostile names, odd schemas, and what is no tool at all."""

from typing import Any

import pytest
from cases import for_each
from formats.every import every_format
from formats.lossy import lacks_words

from toolbench_ood.format.format import Format
from toolbench_ood.format.hard_values import probe_tool
from toolbench_ood.readers.specification.pairs import Pairs
from toolbench_ood.types.call import Call, same_calls
from toolbench_ood.types.errors import UnwritableError, UserError
from toolbench_ood.types.finding import Code
from toolbench_ood.types.piece import plain

TYPED: dict[str, Any] = {"type": "object", "properties": {"value": {"type": "string"}}}


def _tool(**changes: Any) -> dict[str, Any]:
    function = {"name": "probe", "description": "Takes a value.", "parameters": TYPED, **changes}
    return {
        "type": "function",
        "function": {key: value for key, value in function.items() if value is not ...},
    }


def _without_names(fmt: Format) -> bool:
    """Whether a call names no arguments, so that only its tool's declaration does."""
    arguments = fmt.spec.arguments
    return isinstance(arguments, Pairs) and arguments.keys == "declared"


def _with(schema: Any) -> dict[str, Any]:
    return _tool(parameters={"type": "object", "properties": {"value": schema}})


CYCLE: dict[str, Any] = {"type": "object"}
CYCLE["properties"] = CYCLE
DEEP: dict[str, Any] = {}
for _ in range(3000):
    DEEP = {"items": DEEP}

BROKEN: dict[str, tuple[Any, str]] = {
    "no name": (_tool(name=...), "has no name"),
    "empty name": (_tool(name=""), "has no name"),
    "a name that is no text": (_tool(name=3), "has no name"),
    "half a character as name": (_tool(name="\ud800"), "has no name"),
    "no description": (_tool(description=...), "has no description"),
    "no parameters": (_tool(parameters=...), "has no parameters"),
    "parameters in a list": (_tool(parameters=[TYPED]), "has no parameters"),
    "no function": ({"type": "function"}, "is not of the form"),
    "the function alone": (_tool()["function"], "is not of the form"),
    "another type": ({**_tool(), "type": "retrieval"}, "is not of the form"),
    "a word": ("probe", "is not of the form"),
    "nothing": (None, "is not of the form"),
    "properties in a list": (_tool(parameters={"properties": ["value"]}), "not a JSON Schema"),
    "a type that is none": (_with({"type": "text"}), "not a JSON Schema"),
    "types that are no text": (_with({"type": [["string"]]}), "not a JSON Schema"),
    "an empty anyOf": (_with({"anyOf": []}), "not a JSON Schema"),
    "an enum that is no list": (_with({"enum": "sea"}), "not a JSON Schema"),
    "a $ref to nowhere": (_with({"$ref": "#/$defs/gone"}), "does not lead to a schema"),
    "a $ref to another place": (
        _with({"$ref": "http://other.example/s"}),
        "does not lead to a schema",
    ),
    "a $ref to no schema": (_with({"$ref": "#/type"}), "does not lead to a schema"),
    "a set": (_with({"enum": {1, 2}}), "not JSON"),
    "a schema that holds itself": (_tool(parameters=CYCLE), "not JSON"),
    "a schema of 3,000 levels": (_with(DEEP), "too deeply"),
}
"""What is no tool, and what the refusal says."""


@every_format
@for_each("name", BROKEN)
def test_what_is_no_tool_is_refused_in_a_sentence(fmt: Format, name: str) -> None:
    """Declaring, writing and constraining raise UserError, whatever is wrong and wherever."""
    tool, words = BROKEN[name]
    tools: list[Any] = [probe_tool("other", {}), tool]
    for use in (
        lambda: fmt.declare(tools),
        lambda: fmt.write([Call("other")], tools),
        lambda: fmt.grammar(tools),
    ):
        with pytest.raises(UserError, match=words) as raised:
            use()
        assert str(raised.value).startswith("tool 1 of 2 ")
        assert "\n" not in str(raised.value)


@every_format
@for_each("name", BROKEN)
def test_to_a_reader_what_is_no_tool_is_not_declared(fmt: Format, name: str) -> None:
    """Reading is total: a call of the refused tool is one of an unknown tool, others are whole."""
    call = Call("probe", {"value": "x"})
    text = fmt.write([call], [_tool()])
    tools: list[Any] = [probe_tool("other", {}), BROKEN[name][0]]
    reading = fmt.read(text, tools)
    assert same_calls(reading.calls, [call]) or _without_names(fmt)
    assert [found.code for found in reading.findings] == [Code.S1_NAME_UNKNOWN]
    other = fmt.read(fmt.write([Call("other")]), tools)
    assert same_calls(other.calls, [Call("other")])
    assert other.findings == ()


@every_format
def test_of_two_tools_with_one_name_the_first_is_read(fmt: Format) -> None:
    """Duplicate names are refused; a reader takes the first declaration."""
    tools = [probe_tool("probe", {"a": {"type": "string"}}), probe_tool("probe", {})]
    for use in (
        lambda: fmt.declare(tools),
        lambda: fmt.write([Call("probe", {"a": "x"})], tools),
        lambda: fmt.grammar(tools),
    ):
        with pytest.raises(UserError, match="tool 1 of 2 has the name 'probe', as another"):
            use()
    text = fmt.write([Call("probe", {"a": "x"})], tools[:1])
    assert fmt.read(text, tools).findings == ()


@every_format
def test_no_tools(fmt: Format) -> None:
    """Without tools there is a declaration all the same, and every call is of an unknown tool."""
    assert fmt.declare([])
    text = plain(fmt.draft([Call("probe", {"value": "x"})]))
    codes = [found.code for found in fmt.read(text, []).findings]
    assert codes == [Code.S1_NAME_UNKNOWN]
    assert fmt.read("Hello.", []).findings == ()


HOSTILE = ("a-b", "a.b", "a b", "日本", "naïve", "print", "from", "None", "<x>", "a" * 300, "a\nb")


@every_format
def test_hostile_names_come_back_or_are_refused(fmt: Format) -> None:
    """A name, a delimiter among them, is declared as it is and written exactly, or not at all."""
    for name in (*HOSTILE, *fmt.spec.markers(), "<think>", '"', "'", "\\", "{{ x }}", "&amp;"):
        tools = [probe_tool(name, {"value": {"type": "string"}})]
        assert fmt.declare(tools)
        call = Call(name, {"value": "x"})
        try:
            text = fmt.write([call], tools)
        except UnwritableError:
            continue
        reading = fmt.read(text, tools)
        assert same_calls(reading.calls, [call])
        assert reading.findings == ()


ODD: dict[str, tuple[Any, Any, Any]] = {
    "reference": ({"$ref": "#/$defs/kind"}, 3, "x"),
    "reference into a list": ({"anyOf": [{"$ref": "#/$defs/kinds/anyOf/0"}]}, 3, "x"),
    "any of two": ({"anyOf": [{"type": "integer"}, {"type": "null"}]}, None, "x"),
    "no type": ({"minimum": 2}, 3, 1),
    "recursive": ({"type": "array", "items": {"$ref": "#/properties/value"}}, [[], [[]]], [1]),
    "the whole again": ({"$ref": "#"}, {"value": {}}, {"value": {"value": 1}}),
}
"""Schemas of one parameter, a value that fits and one that does not."""


@every_format
@for_each("name", ODD)
def test_odd_schemas_are_kept(fmt: Format, name: str) -> None:
    """References, unions, no type and recursion are followed by declaration, reader and check."""
    schema, fits, other = ODD[name]
    kinds = {"kind": {"type": "integer"}, "kinds": {"anyOf": [{"type": "integer"}]}}
    parameters = {"type": "object", "properties": {"value": schema}, "$defs": kinds}
    tools: list[Any] = [_tool(parameters=parameters)]
    assert fmt.declare(tools)
    assert fmt.grammar(tools)
    for value, good in ((fits, True), (other, False)):
        call = Call("probe", {"value": value})
        try:
            reading = fmt.read(fmt.write([call], tools), tools)
        except UnwritableError:
            lossy = lacks_words(fmt, call, tools)  # or takes types from the schema: no misfit
            assert not good or lossy
            continue
        assert same_calls(reading.calls, [call])
        assert (reading.findings == ()) is good


@every_format
def test_a_schema_without_end_is_a_finding(fmt: Format) -> None:
    """A schema that means itself and nothing else can be declared, and no call fits it."""
    tools: list[Any] = [_with({"anyOf": [{"$ref": "#/properties/value"}, {"type": "integer"}]})]
    assert fmt.declare(tools)
    reading = fmt.read(fmt.write([Call("probe", {"value": 5})], tools), tools)
    assert [(one.code, one.kind) for one in reading.findings] == [(Code.S5_CONSTRAINT, "recursion")]
