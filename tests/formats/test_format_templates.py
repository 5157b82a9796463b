"""Templates: what is data, what is words, and how their mistakes are told."""

import shutil
from itertools import pairwise
from pathlib import Path

import pytest
from formats.strategies import FORMATS, LIBRARY

from toolbench_ood.format.format import Format
from toolbench_ood.format.goldens import GOLDEN_CALLS, GOLDEN_TOOLS, golden_calls
from toolbench_ood.format.library import load_format
from toolbench_ood.format.literals import json_text, python_literal, raw_text
from toolbench_ood.types.call import Call, ToolOutput
from toolbench_ood.types.errors import UserError
from toolbench_ood.types.piece import Pieces, plain

every_format = pytest.mark.parametrize("fmt", FORMATS, ids=lambda fmt: fmt.name)
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
        assert CONTROL in _data(pieces)
        assert not any(CONTROL in piece.text for piece in pieces if not piece.data)
        assert all(one.data is not other.data for one, other in pairwise(pieces))
        assert all(piece.text for piece in pieces)


@every_format
def test_delimiters_are_words(fmt: Format) -> None:
    """What ``format.toml`` states once is the format's own word in the rendering."""
    pieces = fmt.write_pieces(golden_calls(fmt), GOLDEN_TOOLS)
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
    """A declaration shows tools, one call, two calls and a result; an addition only the tools."""
    whole = fmt.declare(GOLDEN_TOOLS)
    for tool in GOLDEN_TOOLS:
        assert tool["function"]["name"] in whole
    one_result = whole.rindex("like this:")
    assert whole.count("first_tool", 0, one_result) == (1 if fmt.spec.single else 2)
    assert whole.count("second_tool", 0, one_result) == (0 if fmt.spec.single else 1)
    assert whole.count("what the tool returned") == 1
    added = fmt.declare(GOLDEN_TOOLS[1:], added=True)
    assert "get_time" in added
    assert "first_tool" not in added
    assert "get_weather" not in added


@every_format
def test_the_call_opener_begins_every_message(fmt: Format) -> None:
    """The forced prefix of a call is what any written message starts with."""
    assert fmt.call_opener
    for call in GOLDEN_CALLS:
        name = "" if fmt.spec.call.arguments_first else call.name
        assert fmt.write([call], GOLDEN_TOOLS).startswith(fmt.call_opener + name)


@every_format
def test_errors_are_told_from_results(fmt: Format) -> None:
    """A refused call does not look like a result of the same text."""
    assert fmt.results([ToolOutput("no")]) != fmt.results([ToolOutput("no", is_error=True)])


def test_no_call_is_nothing_to_write() -> None:
    """An empty message is not a message that calls."""
    with pytest.raises(UserError, match="no call to write"):
        LIBRARY.load("hermes").write([])


@pytest.mark.parametrize(
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
        ("results", None, r"has no results\.jinja"),
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


def test_literals_are_plain() -> None:
    """JSON keeps characters and order and escapes nothing for HTML; Python spells Python."""
    value = {"b": "é<'>", "a": [True, None, 1.0]}
    assert json_text(value) == '{"b": "é<\'>", "a": [true, null, 1.0]}'
    assert python_literal(value) == "{'b': \"é<'>\", 'a': [True, None, 1.0]}"
    assert raw_text("é") == "é"
    assert raw_text(value) == json_text(value)
