"""Reading takes time linear in the text, whatever the text repeats (law 2)."""

import pytest
from cases import every_nth, for_each, pairwise
from formats.every import every_format, formats_in
from formats.timing import assert_proportional, seconds
from shipped_formats import LIBRARY

from toolbench_ood.format.format import Format
from toolbench_ood.readers.scan.reader import MOST_FAULTS, MOST_TRIES
from toolbench_ood.types.call import Call, same_calls
from toolbench_ood.types.finding import Severity
from toolbench_ood.types.tool import ToolSpec

REPEATED = [
    "<tool_call>",
    "</tool_call>",
    "<tool_call></tool_call>",
    "<tool_call>\n<function=book>\n<parameter=city>",
    '<tool_call>{"name": "book", "arguments": {"a": [',
    '<tool_call>{"a": "',
    '<tool_call>{"\\',
    '<tool_call>{"name": "book", "arguments": {}}',
    '<tool_call>{"a":1,"a":1,"b":"',
    "</parameter>",
    "<parameter=",
    "[",
    "{",
    '{"',
    '"',
    "'",
    "\\",
    "[f(a=1, ",
    "[f(a='",
    "[f(a=[",
    "[f(",
    "[book(city='x')]\n",
    "book(city='x') ",
    "book = {",
    "book() ",
    "book(), ",
    "[ a ",
    "\t[ ",
    "<think>",
    "</think>",
    "```json\n{",
    "<tool_response>\n",
    "<t",
    "&amp;",
    "a",
    "a.",
    " ",
    "\n",
    "\u00a0",
    "-",
    "not ",
    "1",
]
STARTS = ["", "<tool_call>\n<function=book>\n<parameter=nights>\n", "[book(city=", "<tool_call>"]


@every_nth(5)
@pairwise
@formats_in(2)
@for_each("sign", REPEATED, ids=range(len(REPEATED)))
@for_each("start", STARTS, ids=range(len(STARTS)))
def test_time_grows_with_the_length(
    fmt: Format, sign: str, start: str, booking: list[ToolSpec]
) -> None:
    """Law 2: reading is linear, whatever is repeated after whatever beginning.

    A format reads every fifth sign, the next format others; exhaustively, each reads all of them
    after every beginning.
    """
    assert_proportional(fmt, start, sign, booking)


@pytest.mark.slow
@every_format
def test_deep_nesting_is_a_finding(fmt: Format, booking: list[ToolSpec]) -> None:
    """Twenty thousand levels neither raise nor pass."""
    for opener, closer in (("[", "]"), ('{"a":', "}")):
        deep = opener * 20_000 + "1" + closer * 20_000
        text = fmt.write([Call("book", {"tags": [123456]})], booking)
        assert "123456" in text
        reading = fmt.read(text.replace("123456", deep), booking)
        assert not reading.well_formed


@pytest.mark.slow
def test_one_long_honest_argument_is_quick(booking: list[ToolSpec]) -> None:
    """A megabyte of plain text in one argument is read in a fraction of a second."""
    call = Call("book", {"city": "word and " * 120_000, "nights": 1})
    for name in LIBRARY.names():
        fmt = LIBRARY.load(name)
        text = fmt.write([call], booking)
        assert seconds(fmt, text, booking) < 2.0
        assert same_calls(fmt.read(text, booking).calls, [call])


@every_format
def test_a_hundred_broken_sections_are_enough(fmt: Format, booking: list[ToolSpec]) -> None:
    """A message of openers alone is not diagnosed opener by opener, and never passes.

    Where an opener is ordinary punctuation or a word, it is one only before a call's head.
    """
    whole = fmt.write([Call("book", {"city": "Rome", "nights": 1})], booking)
    reading = fmt.read(fmt.call_opener * 20_000 + whole, booking)
    assert not reading.well_formed or fmt.reader.ambiguous_open is not None
    assert len(reading.findings) <= 2 * MOST_FAULTS + 2


@every_format
def test_time_grows_with_own_delimiters(fmt: Format, booking: list[ToolSpec]) -> None:
    """Law 2 for the words of the format itself, each repeated alone."""
    for sign in (*fmt.spec.markers(), *fmt.spec.results.markers, fmt.call_opener):
        assert_proportional(fmt, "", sign, booking)


def test_a_call_is_sought_after_so_many_objects_and_no_more(booking: list[ToolSpec]) -> None:
    """Objects that are no calls may stand before one, up to a number that bounds their cost."""
    fmt = LIBRARY.load("pipe_rev")
    call = Call("book", {"city": "Rome", "nights": 1})
    whole = fmt.write([call], booking)
    assert same_calls(fmt.read('{"a": 1}\n' * (MOST_TRIES - 1) + whole, booking).calls, [call])
    assert fmt.read('{"a": 1}\n' * MOST_TRIES + whole, booking).calls == ()


def test_openers_without_a_call_do_not_hide_one_that_lacks_its_name(
    booking: list[ToolSpec],
) -> None:
    """Signs like an opener may stand in prose; arguments after the last of them are found out."""
    fmt = LIBRARY.load("cli")
    reading = fmt.read("$> ls\n" * 100 + "$> --city 'Rome' --nights:=1;", booking)
    assert [found.code for found in reading.findings if found.severity > Severity.BENIGN]
