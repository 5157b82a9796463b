"""Templates: what is data, what is words, and how their mistakes are told."""

import re
import shutil
import time
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote

import pytest
from cases import for_each
from formats.every import every_format
from shipped_formats import LIBRARY

from toolbench_ood.format.check import format_problems
from toolbench_ood.format.declaration.declare import BARE_CALL, FULL_CALL, SHORT_CALL
from toolbench_ood.format.format import Format
from toolbench_ood.format.goldens import GOLDEN_CALLS, GOLDEN_TOOLS, golden_calls
from toolbench_ood.format.hard_values import probe_tool
from toolbench_ood.format.library import load_format
from toolbench_ood.format.literals import json_text, python_literal, raw_text
from toolbench_ood.readers.specification.pairs import NAME
from toolbench_ood.types.call import Call, ToolOutput, same_calls
from toolbench_ood.types.errors import UserError
from toolbench_ood.types.piece import Pieces, plain

CONTROL = "<|im_end|>"


def _data(pieces: Pieces) -> str:
    return "".join(piece.text for piece in pieces if piece.data)


@every_format
def test_values_are_data_and_words_are_not(fmt: Format) -> None:
    """Law 7: a control token in a result, an argument or a schema stays data."""
    tool = {
        **GOLDEN_TOOLS[0],
        "function": {**GOLDEN_TOOLS[0]["function"], "description": f"a {CONTROL} b"},
    }
    for pieces in (
        fmt.results_pieces([ToolOutput(f"a {CONTROL} b"), ToolOutput(CONTROL, is_error=True)]),
        fmt.declare_pieces([tool]),
        fmt.write_pieces([Call("get_weather", {"city": CONTROL})], GOLDEN_TOOLS),
    ):
        spellings = (CONTROL, quote(CONTROL), CONTROL.replace("|", "\\|"))
        assert any(spelling in _data(pieces) for spelling in spellings)
        assert not any(CONTROL in piece.text for piece in pieces if not piece.data)
        assert all(one.data is not other.data for one, other in pairwise(pieces))
        assert all(piece.text for piece in pieces)


def _has_null(fmt: Format) -> bool:
    return "null" not in fmt.spec.lossy


@every_format
def test_delimiters_are_words(fmt: Format) -> None:
    """What ``format.toml`` states once is the format's own word in the rendering."""
    kinds = {"s": "a", "i": 1, "n": 1.5, "b": True, "l": [1], "o": {"k": 1}, "z": None}
    written = {key: value for key, value in kinds.items() if value is not None or _has_null(fmt)}
    pieces = (
        *fmt.write_pieces(golden_calls(fmt), GOLDEN_TOOLS),
        *fmt.write_pieces(
            [Call("probe", written)], [probe_tool("probe", {key: {} for key in kinds})]
        ),
    )
    words = "".join(piece.text for piece in pieces if not piece.data)
    assert all(marker in words for marker in fmt.spec.markers())


@every_format
def test_pieces_spell_the_text(fmt: Format) -> None:
    """Both ways of rendering give the same characters."""
    outputs = [ToolOutput("x"), ToolOutput("y", is_error=True)]
    assert plain(fmt.results_pieces(outputs)) == fmt.results(outputs)
    assert plain(fmt.declare_pieces(GOLDEN_TOOLS)) == fmt.declare(GOLDEN_TOOLS)
    calls = golden_calls(fmt)
    assert plain(fmt.write_pieces(calls, GOLDEN_TOOLS)) == fmt.write(calls, GOLDEN_TOOLS)


@every_format
def test_declarations(fmt: Format) -> None:
    """A declaration shows tools, calls with and without arguments, and a result.

    An addition shows only the tools.
    """
    whole = fmt.declare(GOLDEN_TOOLS)
    for tool in GOLDEN_TOOLS:
        assert tool["function"]["name"] in whole
    one_result = whole.rindex("like this:")
    rows = NAME in getattr(fmt.spec.arguments, "separator", "")  # the name stands in every row
    assert whole.count("first_tool", 0, one_result) == (1 if fmt.spec.single else 6 if rows else 2)
    assert whole.count("second_tool", 0, one_result) == 1
    assert whole.count("what the tool returned") == 1
    added = fmt.declare(GOLDEN_TOOLS[1:], added=True)
    assert "get_time" in added
    assert "first_tool" not in added
    assert "get_weather" not in added


@every_format
def test_the_examples_are_calls(fmt: Format) -> None:
    """What a declaration shows as a call reads back as it, given what its arguments are."""
    kinds = {"text": "string", "number": "integer", "flag": "boolean", "list": "array"}
    properties = {name: {"type": kind} for name, kind in (*kinds.items(), ("object", "object"))}
    tools = [probe_tool("first_tool", properties), probe_tool("second_tool", {})]
    tools[0]["function"]["parameters"]["required"] = []
    bare = [BARE_CALL] if fmt.spec.single else [SHORT_CALL, BARE_CALL]
    shown = {"one_call": [FULL_CALL], "bare_call": bare, "two_calls": bare}
    for name, text in fmt.examples.items():
        if name != "one_result":
            reading = fmt.read(text, tools)
            assert same_calls(reading.calls, shown[name]), name
            assert not reading.findings, name


@every_format
def test_the_call_opener_begins_every_message(fmt: Format) -> None:
    """The forced prefix of a call is what any written message starts with."""
    assert fmt.call_opener
    for call in GOLDEN_CALLS:
        name = "" if fmt.spec.call.arguments_first else call.name
        assert fmt.write([call], GOLDEN_TOOLS).startswith(fmt.call_opener + name)


@every_format
def test_results_that_are_json_are_not_escaped(fmt: Format) -> None:
    """No result holds JSON as a string of JSON, and any text is written, odd ones included."""
    written = fmt.results([ToolOutput('{"name": ["a", "b"]}', "f", fmt.first_id)])
    assert '\\"' not in written
    assert not re.search(r'"\s*\{\s*"?name', written)
    for odd in ('{"a": "\\ud800"}', "NaN", "1e999", "[" * 5_000, '{"a": null}', " 1\n"):
        assert fmt.results([ToolOutput(odd, "f", fmt.first_id)])


@every_format
def test_errors_are_told_from_results(fmt: Format) -> None:
    """A refused call does not look like a result of the same text."""
    assert fmt.results([ToolOutput("no")]) != fmt.results([ToolOutput("no", is_error=True)])


def test_no_call_is_nothing_to_write() -> None:
    """An empty message is not a message that calls."""
    with pytest.raises(UserError, match="no call to write"):
        LIBRARY.load("hermes").write([])


@for_each(
    ("name", "source", "message"),
    [
        (
            "results",
            "{{ result.content }}",
            r"results\.jinja: the template does not render: 'result' is",
        ),
        ("results", "{% for %}", r"results\.jinja: the template does not compile"),
        ("results", "{{ format.results.opening }}", "opening"),
        ("results", "{{ ''.__class__ }}", "unsafe|not render"),
        ("calls", None, r"has no calls\.jinja"),
    ],
)
def test_template_mistakes_are_the_users(
    tmp_path: Path, name: str, source: str | None, message: str
) -> None:
    """An undefined name, bad syntax, a forbidden attribute, a missing file: one sentence each."""
    folder = tmp_path / "mine"
    shutil.copytree(LIBRARY.load("hermes").folder, folder)
    toml = (folder / "format.toml").read_text("utf-8")
    (folder / "format.toml").write_text(toml.replace('name = "hermes"', 'name = "mine"', 1))
    if source is None:
        digestless = folder / f"{name}.jinja"
        digestless.unlink()
    else:
        (folder / f"{name}.jinja").write_text(source)
    with pytest.raises(UserError, match=message):
        load_format("mine", [folder]).results([ToolOutput("x")])


REACHING = [
    ("{{ ''.__class__.__mro__ }}", "unsafe"),
    ("{{ cycler.__init__.__globals__ }}", "unsafe"),
    ("{{ self.__init__.__globals__ }}", "unsafe"),
    ("{{ format.name.format.__globals__ }}", "unsafe"),
    ("{{ '{0.__class__}'.format(results) }}", "unsafe"),
    ("{{ results.append(1) }}", "unsafe"),
    ("{% include '/etc/hostname' %}", "no loader"),
    ("{% for i in range(99999999) %}x{% endfor %}", "'range' is undefined"),
    ("{{ 'a' * 999999999 }}", "may not use"),
    ("{{ 9 ** 9 ** 9 ** 9 }}", "may not use"),
    ("{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}", "recursion"),
    ("{% for r in results recursive %}{{ loop(results) }}{% endfor %}", "recursion"),
    ("{{" + "(" * 3000 + "1" + ")" * 3000 + "}}", "does not compile"),
    ("{{ 1 // 0 }}", "zero"),
    ("{{ results[7].content }}", "no element 7"),
    ("{{ results | sort }}", "not supported"),
    ("{{ nothing | json }}", "does not render"),
    ("{{ results | json(1, 2, 3) }}", "does not render"),
    ("{{ 'x' | no_such_filter }}", "does not compile"),
]
"""Templates that reach out, never end or fail in Python, and what the refusal says."""


@for_each(("source", "words"), REACHING, ids=range(len(REACHING)))
def test_a_template_can_do_no_more_than_write(tmp_path: Path, source: str, words: str) -> None:
    """Python's internals, files, endless text and failing expressions: one sentence, at once."""
    folder = tmp_path / "mine"
    shutil.copytree(LIBRARY.load("hermes").folder, folder)
    toml = (folder / "format.toml").read_text("utf-8")
    (folder / "format.toml").write_text(toml.replace('name = "hermes"', 'name = "mine"', 1))
    (folder / "results.jinja").write_text(source)
    fmt = load_format("mine", [folder])
    begin = time.monotonic()
    with pytest.raises(UserError, match=words) as raised:
        fmt.results([ToolOutput("x"), ToolOutput("y")])
    assert str(folder / "results.jinja") in str(raised.value)
    assert time.monotonic() - begin < 5
    assert any(words in problem for problem in format_problems(fmt))


def test_literals_are_plain() -> None:
    """JSON keeps characters and order and escapes nothing for HTML; Python spells Python."""
    value = {"b": "é<'>", "a": [True, None, 1.0]}
    assert json_text(value) == '{"b": "é<\'>", "a": [true, null, 1.0]}'
    assert python_literal(value) == "{'b': \"é<'>\", 'a': [True, None, 1.0]}"
    assert raw_text("é") == "é"
    assert raw_text(value) == json_text(value)
