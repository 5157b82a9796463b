"""The laws of reading and writing, over everything that ships (properties P-RT to P-CAT)."""

import json

import pytest
from cases import for_each
from formats.every import every_format
from formats.lossy import is_lossy
from formats.round_trip import assert_comes_back
from formats.strategies import (
    MARKERS,
    anything,
    fitting,
    moderate,
    more,
    plain_words,
    texts,
    tools_with_calls,
)
from hypothesis import assume, example, given
from hypothesis import strategies as st
from shipped_formats import LIBRARY

from toolbench_ood.format.format import Format
from toolbench_ood.format.hard_values import hard_values, probe_tool
from toolbench_ood.format.library import FormatLibrary
from toolbench_ood.types.call import Call, same_calls
from toolbench_ood.types.errors import UnwritableError
from toolbench_ood.types.finding import Code, Severity
from toolbench_ood.types.tool import ToolSpec
from toolbench_ood.types.value import Json


@moderate
@given(drawn=tools_with_calls())
@every_format
def test_calls_come_back(fmt: Format, drawn: tuple[list[ToolSpec], list[Call]]) -> None:
    """P-RT, P-COL: calls come back type-exact and without a finding, or the writer raises.

    It raises exactly for the declared lossy set.
    """
    tools, calls = drawn[0], fitting(fmt, drawn[1])
    assert_comes_back(fmt, tools, calls)


@every_format
def test_hard_values_come_back(fmt: Format) -> None:
    """Each of the forty values comes back as it is, or is declared lossy and refused."""
    cases = hard_values(fmt.spec)
    assert len(cases) == 40
    for case in cases:
        if case.name in fmt.spec.lossy:
            with pytest.raises(UnwritableError, match="cannot carry"):
                fmt.write([case.call], [case.tool])
        else:
            reading = fmt.read(fmt.write([case.call], [case.tool]), [case.tool])
            assert same_calls(reading.calls, [case.call]), case.name
            assert reading.findings == (), case.name


@every_format
@for_each(
    "value",
    [float("nan"), float("inf"), "\ud800", {1: 2}, (1, 2), 10**5000, {"k": {"\udfff": 1}}, b"x"],
    ids=lambda value: type(value).__name__,
)
def test_what_is_no_json_is_refused(fmt: Format, value: object) -> None:
    """A value that JSON does not have is refused by name, never written as something else."""
    with pytest.raises(UnwritableError, match="'value'"):
        fmt.write([Call("probe", {"value": value})], [probe_tool("probe", {"value": {}})])


@every_format
def test_deep_values_are_refused_not_crashed_on(fmt: Format) -> None:
    """Nesting has a stated limit for the writer, far below any recursion limit."""
    deep: list[Json] = []
    for _ in range(5000):
        deep = [deep]
    with pytest.raises(UnwritableError, match="nested deeper"):
        fmt.write([Call("probe", {"value": deep})], [probe_tool("probe", {"value": {}})])


_LOOKALIKES = st.sampled_from(
    ["1", 1, 1.0, True, "true", None, "null", "None", "", [], {}, "[]", "{}", [1], "[1]", "1.0"]
)


@moderate
@given(one=st.one_of(_LOOKALIKES, anything), other=st.one_of(_LOOKALIKES, anything))
@every_format
def test_different_calls_are_written_differently(fmt: Format, one: Json, other: Json) -> None:
    """P-INJ: equal texts mean equal calls, told apart as JSON tells them: 0.0 is not -0.0."""
    tools = [probe_tool("probe", {"value": {}})]
    try:
        texts_of = [fmt.write([Call("probe", {"value": value})], tools) for value in (one, other)]
    except UnwritableError:
        return
    assert (texts_of[0] == texts_of[1]) == (json.dumps(one) == json.dumps(other))


@moderate
@given(marker=st.sampled_from(MARKERS), before=texts, after=texts)
@every_format
def test_delimiters_inside_strings(fmt: Format, marker: str, before: str, after: str) -> None:
    """P-COL: a delimiter inside a string comes back, or the writer raises; nothing in between."""
    call = Call("probe", {"value": before + marker + after})
    tools = [probe_tool("probe", {"value": {"type": "string"}})]
    if is_lossy(fmt, call, tools):
        with pytest.raises(UnwritableError, match="cannot carry"):
            fmt.write([call], tools)
    else:
        assert same_calls(fmt.read(fmt.write([call], tools), tools).calls, [call])


@more
@given(drawn=tools_with_calls(), before=plain_words, after=plain_words)
@every_format
def test_prose_around_calls(
    fmt: Format, drawn: tuple[list[ToolSpec], list[Call]], before: str, after: str
) -> None:
    """P-PROSE: prose leaves the calls as they are and gives E3 alone, as the policy grades it."""
    tools, calls = drawn[0], fitting(fmt, drawn[1])
    assume(not after.strip() or not fmt.call_opener.startswith(after.strip()))
    assume(not any(is_lossy(fmt, call, tools) for call in calls))
    reading = fmt.read(f"{before}\n{fmt.write(calls, tools)}\n{after}", tools)
    assert same_calls(reading.calls, calls)
    expected = [
        (Code.E3_EXTRA_TEXT, place, Severity.BENIGN if allowed else Severity.DETERMINISTIC)
        for place, text, allowed in (
            ("before", before, fmt.spec.prose.before),
            ("after", after, fmt.spec.prose.after),
        )
        if text.strip()
    ]
    structural = [found for found in reading.findings if found.code.structural]
    assert [(found.code, found.kind, found.severity) for found in structural] == expected
    assert reading.content == "\n".join(part.strip() for part in (before, after) if part.strip())


@more
@given(drawn=tools_with_calls(), split=st.integers(0, 3))
@every_format
def test_parallel_calls_concatenate(
    fmt: Format, drawn: tuple[list[ToolSpec], list[Call]], split: int
) -> None:
    """P-CAT: reading two groups of calls apart gives the same as reading them together."""
    tools, calls = drawn[0], fitting(fmt, drawn[1])
    assume(not any(is_lossy(fmt, call, tools) for call in calls))
    parts = [part for part in (calls[:split], calls[split:]) if part]
    apart = [call for part in parts for call in fmt.read(fmt.write(part, tools), tools).calls]
    assert same_calls(apart, fmt.read(fmt.write(calls, tools), tools).calls)


@moderate
@given(prose=plain_words)
@every_format
def test_prose_alone_is_an_answer(fmt: Format, prose: str) -> None:
    """Text without any delimiter is an answer: no call, no finding, all of it content."""
    reading = fmt.read(prose, [probe_tool("probe", {})])
    assert reading.calls == ()
    assert reading.findings == ()
    assert reading.content == prose.strip()


_SPACED = {
    "hermes": (
        '<tool_call> \n\t {"arguments" :\n{ "days":3 ,\r\n"city" : "Paris"} ,\n'
        '"name":"get_weather"}</tool_call>'
    ),
    "glm47": (
        "\n<tool_call> get_weather\n<arg_key>days</arg_key>\t<arg_value>3</arg_value>\r\n"
        "<arg_key>city</arg_key> <arg_value>Paris</arg_value>\n</tool_call> "
    ),
    "lfm2": "<|tool_call_start|>[ get_weather ( days = 3 ,\n city\t='Paris' ) ]<|tool_call_end|>",
    "llama4_pythonic": "<|python_start|>[\nget_weather( days =3, city= 'Paris')\t]<|python_end|>",
    "minimax_m2": (
        '<minimax:tool_call> <invoke name="get_weather">\n\n<parameter name="days">3</parameter>'
        '<parameter name="city">Paris</parameter>\t</invoke></minimax:tool_call>\n'
    ),
    "seed_oss": (
        "<seed:tool_call><function=get_weather>\t<parameter=days>3</parameter>\n\n"
        "<parameter=city>Paris</parameter></function>\r\n</seed:tool_call>"
    ),
    "pythonic": "\n [ get_weather ( days = 3 ,\n city\t=\r\n'Paris' ) ] \n",
    "qwen3_coder": (
        "<tool_call><function=get_weather>  <parameter=days> 3 </parameter>\n\n"
        "<parameter=city>\nParis\n</parameter></function>\n \t</tool_call>"
    ),
}


@for_each("name", sorted(_SPACED))
def test_free_space_and_key_order(name: str) -> None:
    """P-WS, P-KEY: white space between tokens and the order of keys change nothing."""
    tools = [probe_tool("get_weather", {"city": {"type": "string"}, "days": {"type": "integer"}})]
    reading = LIBRARY.load(name).read(_SPACED[name], tools)
    assert same_calls(reading.calls, [Call("get_weather", {"city": "Paris", "days": 3})])
    assert reading.findings == ()


@every_format
@for_each("blank", ["\u00a0", "\u2028", "\u3000", "\x0b", "\x0c", "\ufeff"])
def test_only_ascii_space_is_free(fmt: Format, blank: str) -> None:
    """A character that merely looks like a blank is text, so it is never passed over in a call."""
    tools = [probe_tool("get_weather", {"city": {"type": "string"}})]
    call = Call("get_weather", {"city": "Paris"})
    text = fmt.write([call], tools)
    opener = fmt.spec.section.open or ("{" if "{" in text else fmt.call_opener)
    reading = fmt.read(text.replace(opener, opener + blank, 1), tools)
    assert not reading.well_formed
    assert reading.calls == ()


AGAIN = FormatLibrary()
"""Loaded apart: templates compiled anew, nothing remembered of what was written before."""


@moderate
@given(value=anything)
@example(value={"b": [1, 2.0, None, "x"], "a": {}})
@every_format
def test_writing_is_a_function_of_the_call(fmt: Format, value: Json) -> None:
    """The same call is written the same by whoever loads the format, in the order of its keys."""
    tools = [probe_tool("probe", {"value": {"type": ["object", "array"]}})]
    call = Call("probe", {"value": [value]})
    try:
        text = fmt.write([call], tools)
    except UnwritableError:
        assert is_lossy(fmt, call, tools)
        return
    assert text == AGAIN.load(fmt.name).write([call], tools)
    (read,) = fmt.read(text, tools).calls
    assert json.dumps(read.arguments) == json.dumps(call.arguments)
