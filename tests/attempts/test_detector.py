"""A declared tool's name in call position is never read as nothing; prose about a tool is none."""

import html
import json
import re
from collections.abc import Iterator
from random import Random
from time import thread_time
from typing import cast

import pytest
from attempts.labelled import Half, Label, Message, load
from attempts.test_messages import COMMON
from cases import for_each
from formats.every import every_format
from formats.timing import count_calls
from shipped_formats import FORMATS, LIBRARY

from toolbench_ood.format.format import Format
from toolbench_ood.format.tools import Declared
from toolbench_ood.readers.message.message import read_message
from toolbench_ood.readers.message.others import OtherReaders
from toolbench_ood.types.call import Call, same_calls
from toolbench_ood.types.errors import UnwritableError
from toolbench_ood.types.finding import Code, Severity
from toolbench_ood.types.tool import ToolSpec, functions_by_name

SEEDS = range(3)
MOST_SECONDS, MOST_GROWTH = 0.5, 2.6
WIDE = {ord(sign): ord(sign) + 0xFEE0 for sign in "()[]{}<>=:"}
"""ASCII signs as full-width ones."""


def tool(name: str, *parameters: str) -> ToolSpec:
    """Declare a tool whose parameters are strings."""
    properties = {each: {"type": "string"} for each in parameters}
    schema = {"type": "object", "properties": properties}
    return {
        "type": "function",
        "function": {"name": name, "description": "Does it.", "parameters": schema},
    }


TOOLS = [tool("book", "city", "hotel"), tool("get_weather", "place"), tool("search", "query")]
CALLS = [Call("book", {"city": "Rome", "hotel": "Alba"}), Call("get_weather", {"place": "Oslo"})]


def is_attempt(fmt: Format, text: str, tools: list[ToolSpec]) -> bool:
    """Whether a call or a structural fault above benign was read."""
    reading = fmt.read(text, tools)
    worse = (one.severity > Severity.BENIGN and one.code.structural for one in reading.findings)
    return bool(reading.calls) or any(worse)


@pytest.fixture(scope="module")
def messages() -> tuple[Message, ...]:
    """The labelled messages whose texts are stored."""
    return tuple(one for one in load() if one.text is not None)


@for_each(
    "half, label, most",
    [
        ("seen", "attempt", 0.01),
        ("seen", "answer", 0.01),
        ("held", "attempt", 0.01),
        ("held", "answer", 0.01),
    ],
)
def test_labelled_messages(
    messages: tuple[Message, ...], half: Half, label: Label, most: float
) -> None:
    """At most one reading in a hundred misses an attempt, or takes an answer for one."""
    chosen = [one for one in messages if (one.half, one.label) == (half, label)]
    wrong = [
        (one.id, name)
        for one in chosen
        for name in COMMON
        if is_attempt(
            LIBRARY.load(name),
            one.text or "",
            [cast("ToolSpec", each.spec()) for each in one.tools],
        )
        != (label == "attempt")
    ]
    assert chosen
    assert len(wrong) <= most * len(chosen) * len(COMMON), wrong


def hostile(fmt: Format, text: str, name: str, rng: Random) -> Iterator[tuple[str, str]]:
    """Rewrite a call as no format writes it."""
    section, call = fmt.spec.section, fmt.spec.call
    yield "escaped", re.sub(r"([_*\[\]<>#])", r"\\\1", text)
    yield "entities", html.escape(text)
    yield "string", json.dumps([text])
    yield "literal", repr([text])
    yield "ticks", f"Sure! `{text}` Let me check."
    yield "wide", text.translate(WIDE)
    bare = text
    for mark in filter(None, (section.open, section.close)):
        bare = bare.replace(mark, "")
    yield "unfenced", bare
    renamed = text
    for mark in (section.open, section.close, call.open, call.close):
        renamed = renamed.replace(mark, re.sub("[A-Za-z]{3,}", "zork", mark)) if mark else renamed
    yield "renamed", renamed
    opened = re.compile(re.escape(name) + r"\W*").search(text)
    if opened and opened.end() < len(text):
        yield "cut", text[: rng.randrange(opened.end(), len(text))]


@every_format
@for_each("seed", SEEDS)
def test_no_rewriting_of_a_call_is_read_as_nothing(fmt: Format, seed: int) -> None:
    """Law 13: whatever is done to a call around its tool's name, its reader says something.

    So does the reader of another format that reads the call as it was, or cut.
    """
    rng = Random(f"{fmt.name} {seed}")
    for call in CALLS:
        try:
            text = fmt.write([call], TOOLS)
        except UnwritableError:
            continue
        for kind, rewritten in hostile(fmt, text, call.name, rng):
            assert is_attempt(fmt, rewritten, TOOLS), (kind, rewritten)
        for other in rng.sample(FORMATS, 2):
            assert is_attempt(other, text, TOOLS), (other.name, text)


ATTEMPTS = [
    'functions.get_weather({"place": "Oslo"})',
    "[get\\_weather(place='Oslo')]",
    '{tool => "get_weather", args => {place => "Oslo"}}',
    "name: get_weather\narguments:\n  place: Oslo",
    '{"get_weather": {"place": "Oslo"}}',
    '["get_weather", {"place": "Oslo"}]',
    "<get_weather><place>Oslo</place></get_weather>",
    '<invoke name="get_weather"><parameter name="place">Oslo</parameter></invoke>',
    "<tool>search</tool><tool_input>rain in Oslo",
    "**Action:** search\n**Action Input:** rain in Oslo",
    "Action:\nget_weather",
    "search[rain in Oslo]",
    'search(query="the weather in Oslo")',
    'get_weather\n{"place": "Oslo"}',
    "get_weather(place=\u201cOslo\u201d)".translate(WIDE),
    "我来调用天气(城市:\u201c奥斯陆\u201d)".translate(WIDE),
    "DuckDuckGo Search(query='rain')",
    "[get_weather_now(place='Oslo')]",
    'f<|x|>({"place": "Oslo"})',
    "For example, rain is likely there.\n\nI look it up: get_weather(place='Oslo')",
    "Let's assume you mean the capital.\n\nget_weather(place='Oslo')",
    '{\ufeff"name": "get_weather", "arguments": {"place": "Oslo"}}',
    '[[ ## next_tool ## ]]\nsearch\n\n[[ ## tool_args ## ]]\n{"query": "rain"}',
    "[TOOL] get_weather [ARGS] Oslo",
    "**Tool to use:** `get_weather`\n\n**Parameters:**\n- place: Oslo",
    'We look there.\n\n```\nget_weather "Oslo"\n```',
    "<command>\nsearch rain/oslo.txt 3\n</command>",
    "```tool_call\nsearch\nquery: rain\n```",
    "All is done, so I end here.\n\n```\nsubmit\n```",
    "That is the flag.\n\n```\nsearch Oslo{rain}\n```",
    "[show(city='Oslo', with_description=True)]",
    "The call would look like this:\n\nget_weather(place='Oslo')",
    "Action: get_weather Oslo",
    "get_weather place=Oslo",
]
ANSWERS = [
    "I would call get_weather next, with place = Oslo.",
    "You need get_weather(place) for that, or search().",
    "- **get_weather**(place: str): the weather\n- search: query (string)",
    "get_weather(place=<place>)",
    '["get_weather", "search"]',
    '{"name": "get_weather", "description": "The weather.", "parameters": {"place": "string"}}',
    "def get_weather(place, unit='C'):\n    return 1\nget_weather('Oslo')",
    "from tools import get_weather, search",
    "For example, you could call search[rain in Oslo].",
    "It needs a city. For example, say you live in Oslo. Then get_weather(place='Oslo') does it.",
    "An example of how to call it, with a place:\n\n```python\nget_weather(place='Oslo')\n```",
    'Sample call (nothing is looked up):\n\n{"name": "get_weather", "args": {"place": "Oslo"}}',
    "If they had told me the place, I would run get_weather(place='Oslo').",
    "Once you tell me where you are, I can call get_weather(place='Oslo').",
    'We can book (2 nights) for you. The book: "Rome and its hills".',
    '{"category": "book", "price": 3}',
    "See https://example.com/book?city=Rome and https://example.com/search?query=x.",
    "<thinking>maybe get_weather(place='Oslo')</thinking>",
    "Error in get_weather: place 'Oslo' is unknown.",
    "| tool | parameters |\n|---|---|\n| book | city, hotel |\n| search | query |",
    "With place = 'Oslo' we call it; its signature is get_weather({place: string}).",
    "If you have a place, the call would look something like this:\n\nget_weather(place='Oslo')",
    "Function: get_weather\nParameters:\n- place (string): the city",
    "Two tools:\n```\nget_weather\nsubmit\n```\nNeither is needed.",
    "```bash\nsearch notes/oslo.txt\n```",
    "```\nget_weather place:string\n```",
    "**Action:** search for the rain in Oslo.",
    "Usage:\n```\nget_weather PLACE\n```",
    "Run it yourself:\n\n```\npython rain.py --place Oslo\n```",
    "It prints:\n```\nsearch found 3 books\nbook 1 and book 2\n```",
]
MORE = [
    tool("天气", "城市"),
    tool("DuckDuckGo Search", "query"),
    tool("get_weather_now", "place"),
    tool("f<|x|>", "place"),
    tool("submit"),
    tool("python", "code"),
    tool("show", "city", "with_description"),
]


@for_each("name", ["hermes", "sexp", "qwen3_coder"])
def test_a_call_is_told_from_prose(name: str) -> None:
    """Each way of calling is found, whatever the tool is called, and what only speaks of it not."""
    fmt, tools = LIBRARY.load(name), [*TOOLS, *MORE]
    assert [text for text in ATTEMPTS if not is_attempt(fmt, text, tools)] == []
    told = [
        text
        for text in ANSWERS
        for one in fmt.read(text, tools).findings
        if one.code is Code.P5_OUTSIDE_FORMAT
    ]
    assert told == []


PLAIN = {
    "hermes": 'For example, you would use:\n\n```json\n{"name": "search", "arguments": {}}\n```',
    "pythonic": "For example, I can call get_weather(place='Oslo').",
    "sexp": "- Format: PDF (parsed)\n- Rain (parts of Oslo only)",
}
"""What no longer looks like a call of the format once the text around it is read."""


def test_what_looks_like_the_format_is_read_in_its_sentence() -> None:
    """A bare call that is introduced as an example is none, nor is an opener within a word."""
    for name, text in PLAIN.items():
        assert not is_attempt(LIBRARY.load(name), text, TOOLS), name


def test_what_has_one_rewriting_is_recovered() -> None:
    """Undone escapes are a call again in the format that has such calls, and in no other."""
    meant = [Call("get_weather", {"place": "Oslo"})]
    written = LIBRARY.load("hermes").write(meant, TOOLS)
    for name, text in (
        ("pythonic", "[get\\_weather(place='Oslo')]"),
        ("hermes", html.escape(written)),
    ):
        reading = LIBRARY.load(name).read(text, TOOLS)
        assert [(one.code, one.severity) for one in reading.findings] == [
            (Code.P5_OUTSIDE_FORMAT, Severity.DETERMINISTIC)
        ], text
        assert reading.recovered is not None
        assert same_calls(reading.recovered, meant), text
    (found,) = LIBRARY.load("hermes").read("[get\\_weather(place='Oslo')]", TOOLS).findings
    assert found.severity is Severity.JUDGEMENT


DENSE = {
    "brackets": lambda at: f"search(query) {at}, ",
    "tags": lambda at: f"<search> {at} ",
    "entities": lambda at: f"&lt;search&gt; {at} ",
    "quotes": lambda at: f'"search" {at}; ',
    "variables": lambda at: f"search(query{at}), ",
}
"""Names beside signs with which calls are written; no two of them have the same surroundings."""


MOST_CALLS = 250
"""Calls of functions, those of the standard library included, that a name may cost."""


@for_each("dense", list(DENSE))
def test_a_name_costs_the_same_wherever_it_stands(dense: str) -> None:
    """Work grows with the number of names in a text and no faster, and none needs a new pattern."""
    for name in ("hermes", "sexp", "pythonic"):
        fmt = LIBRARY.load(name)
        fmt.read("search(query)", TOOLS)
        few, many = (
            count_calls(fmt, "".join(map(DENSE[dense], range(1000, 1000 + names))), TOOLS)
            for names in (100, 300)
        )
        assert many - few <= 200 * MOST_CALLS, (name, many - few)
        assert many <= 3.3 * few, (name, few, many)


def test_what_many_tools_cost_is_paid_once() -> None:
    """Prose is read with little more work where three thousand tools are declared than where three.

    That also holds where their names begin alike, are words of that prose or of other scripts; and
    the work for a long text is in proportion to the names in it.
    """
    scripts = ("get_item_{}", "get.item.{}", "get-item{}", "天气{}", "{}", "see_{}")
    many = [tool(scripts[at % len(scripts)].format(at), f"place_{at}") for at in range(3_000)]
    prefixes = [tool("list" + "_item" * at, "place") for at in range(30)]
    words = [tool(word, "place") for word in ("the", "is", "call", "and", "for", "not")]
    told = "I looked at the calendar, and three slots are free on Tuesday.\n"
    declared = Declared.of([*TOOLS, *many, *prefixes, *words])
    for name in ("hermes", "sexp", "pythonic", "qwen3_coder"):
        fmt = LIBRARY.load(name)
        for tools in (Declared.of(TOOLS), declared):
            fmt.read(told, tools)
            short, long = (count_calls(fmt, told * times, tools) for times in (10, 300))
            assert long <= short + 2 * 300 * MOST_CALLS, (name, short, long)
        assert count_calls(fmt, told, declared) <= 3 * MOST_CALLS + 2 * count_calls(
            fmt, told, TOOLS
        )


def test_time_grows_with_the_text_however_many_tools() -> None:
    """Half a second a megabyte with ten thousand tools, and no number of mentions hides a call."""
    reader = LIBRARY.load("hermes").reader
    many = [tool(f"get_item_{number}", "place") for number in range(10_000)]
    functions = functions_by_name([*TOOLS, *many])
    for told in (
        "I looked at the calendar, and three slots are free on Tuesday.\n",
        "Then I search the book, or get_item_9999 of get_item_99. ",
        "`search` and get_weather(place: string), search: none. ",
        f"search?{'1' * 200}x. ",
        f"search?{'tool_arg_' * 20}x. ",
    ):
        half, whole = (told * (size // len(told)) for size in (100_000, 200_000))
        times = []
        for text in (half, half, whole):
            begin = thread_time()
            assert not read_message(reader, text, functions, OtherReaders()).findings, told
            times.append(thread_time() - begin)
        assert times[2] <= MOST_SECONDS / 5 or times[2] <= MOST_GROWTH * times[1], (told, times)
        hidden = f"{half}get_item_9999[Oslo]"
        (found,) = read_message(reader, hidden, functions, OtherReaders()).findings
        assert (found.code, found.detail) == (Code.P5_OUTSIDE_FORMAT, "get_item_9999")
