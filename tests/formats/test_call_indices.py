"""Calls that are counted in the text: what is written, what is read, what is wrong with it."""

import shutil
from pathlib import Path

import pytest
from cases import for_each
from shipped_formats import LIBRARY

from toolbench_ood.format.check import format_problems
from toolbench_ood.format.format import Format
from toolbench_ood.format.goldens import GOLDEN_CALLS, GOLDEN_TOOLS, write_goldens
from toolbench_ood.format.library import load_format
from toolbench_ood.readers.specification.marker import filled, fixed_texts
from toolbench_ood.readers.text.marker import MarkerPattern
from toolbench_ood.readers.text.parse_error import ParseError
from toolbench_ood.types.call import same_calls
from toolbench_ood.types.errors import UserError
from toolbench_ood.types.finding import Code, Severity

KIMI = LIBRARY.load("kimi_k2")
TWO = KIMI.write(GOLDEN_CALLS, GOLDEN_TOOLS)


@pytest.fixture
def restarting(tmp_path: Path) -> Format:
    """A copy of kimi_k2 that counts every message from one on."""
    folder = tmp_path / "counted"
    shutil.copytree(KIMI.folder, folder)
    toml = (folder / "format.toml").read_text("utf-8").replace('"kimi_k2"', '"counted"', 1)
    toml = toml.partition("[[variants]]")[0]
    toml = toml.replace("first_index = 0", "first_index = 1")
    toml = toml.replace("index_restarts = false", "index_restarts = true")
    (folder / "format.toml").write_text(toml, encoding="utf-8")
    made = load_format("counted", [folder])
    write_goldens(made)
    return made


def kinds(fmt: Format, text: str) -> list[tuple[str, int | None]]:
    """Return the kinds of the findings with the call that each concerns; all of them are H3."""
    reading = fmt.read(text, GOLDEN_TOOLS)
    assert all(found.code == Code.H3_ID_INVALID for found in reading.findings)
    assert all(found.severity == Severity.DETERMINISTIC for found in reading.findings)
    return [(found.kind, found.call_index) for found in reading.findings]


def test_calls_are_numbered_and_keep_their_numbers() -> None:
    """The writer counts from the first index, and the reader gives each call its number as id."""
    reading = KIMI.read(TWO, GOLDEN_TOOLS)
    assert [call.id for call in reading.calls] == ["0", "1"]
    assert reading.findings == ()


@for_each(
    ("old", "new", "expected"),
    [
        (":1<", "<", [("missing", 1)]),
        (":1<", ":<", [("missing", 1)]),
        (":1<", ":x<", [("malformed", 1)]),
        (":1<", ":01<", [("malformed", 1)]),
        (":1<", ":0<", [("duplicate", 1)]),
        (":1<", ":2<", [("order", 1)]),
        (":0<", ":2<", [("order", 1)]),
        (":0<", "<", [("missing", 0)]),
    ],
)
def test_a_wrong_index_leaves_the_call(old: str, new: str, expected: list[tuple[str, int]]) -> None:
    """H3 names what is wrong with an index; the calls are told all the same."""
    text = TWO.replace(old, new, 1)
    assert kinds(KIMI, text) == expected
    assert same_calls(KIMI.read(text, GOLDEN_TOOLS).calls, GOLDEN_CALLS)


@for_each(
    ("old", "new", "expected"),
    [
        ('" index="2"', '"', [("missing", 1)]),
        (' index="2"', ' index=""', [("missing", 1)]),
        (' index="2"', ' index="x"', [("malformed", 1)]),
        (' index="2"', ' index="1"', [("duplicate", 1)]),
        (' index="1"', ' index="0"', [("order", 0)]),
        (' index="1"', '\n index="1"', []),
    ],
)
def test_an_index_after_the_name(old: str, new: str, expected: list[tuple[str, int]]) -> None:
    """Where the index stands between name and arguments, it is read and judged all the same."""
    fmt = LIBRARY.load("kimi_k3")
    text = fmt.write(GOLDEN_CALLS, GOLDEN_TOOLS).replace(old, new, 1)
    assert kinds(fmt, text) == expected
    assert same_calls(fmt.read(text, GOLDEN_TOOLS).calls, GOLDEN_CALLS)


def test_where_a_message_may_begin(restarting: Format) -> None:
    """A format that counts through a conversation takes any start, one that restarts its own."""
    assert format_problems(restarting) == []
    later = TWO.replace(":1<", ":8<").replace(":0<", ":7<")
    assert kinds(KIMI, later) == []
    assert kinds(restarting, later) == [("order", 0), ("order", 1)]
    assert kinds(restarting, TWO) == [("order", 0), ("order", 1)]
    assert kinds(restarting, restarting.write(GOLDEN_CALLS, GOLDEN_TOOLS)) == []


def test_a_name_may_hold_the_signs_of_an_index() -> None:
    """The index is what stands right before the delimiter goes on."""
    text = TWO.replace("get_time:1", "ns:get_time:0:1")
    reading = KIMI.read(text, GOLDEN_TOOLS)
    assert [call.name for call in reading.calls] == ["get_weather", "ns:get_time:0"]


def test_one_index_in_a_call() -> None:
    """Where a call's index was told, its other delimiters must hold the same."""
    opener, closer = MarkerPattern("<call {i}>"), MarkerPattern("</call {i}>")
    end, index = opener.take("<call 12>", 0, "open")
    assert (end, index) == (9, "12")
    assert closer.take("</call 12>", 0, "close", index) == (10, "12")
    with pytest.raises(ParseError) as caught:
        closer.take("</call 13>", 0, "close", index)
    assert not caught.value.stop.ended
    for cut in range(10):
        with pytest.raises(ParseError) as caught:
            closer.take("</call 12>"[:cut], 0, "close")
        assert caught.value.stop.ended, cut


def test_parts_of_a_delimiter() -> None:
    """The fixed texts stand around the index, which is put in everywhere."""
    assert fixed_texts(":{i}<sep>") == (":", "<sep>")
    assert fixed_texts("{i}") == ()
    assert filled("a{i}b{i}", 3) == "a3b3"


def test_sections_have_no_index(tmp_path: Path) -> None:
    """The index is a call's, and what follows it must end it."""
    folder = tmp_path / "kimi_kk"
    shutil.copytree(KIMI.folder, folder)
    toml = (folder / "format.toml").read_text("utf-8").replace('"kimi_k2"', '"kimi_kk"', 1)
    path = folder / "format.toml"
    path.write_text(toml.replace("section_begin|>", "section_{i}|>", 1), encoding="utf-8")
    with pytest.raises(UserError, match="no delimiter of a section has it"):
        load_format("kimi_kk", [folder])
    path.write_text(toml.replace(":{i}<|tool_call_argument_begin|>", ":{i}"), encoding="utf-8")
    assert any(
        "must continue after the index" in one
        for one in format_problems(load_format("kimi_kk", [folder]))
    )
