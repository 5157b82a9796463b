"""Where a call's name stands, how many calls a message takes, and how constants are spelt."""

import shutil
from pathlib import Path

import pytest
from cases import for_each
from shipped_formats import FORMATS, LIBRARY

from toolbench_ood.format.format import Format
from toolbench_ood.format.goldens import GOLDEN_CALLS, GOLDEN_TOOLS, rendered
from toolbench_ood.format.hard_values import probe_tool
from toolbench_ood.format.library import load_format
from toolbench_ood.format.literals import python_literal
from toolbench_ood.types.call import Call, same_calls
from toolbench_ood.types.errors import UnwritableError, UserError
from toolbench_ood.types.finding import Code, Severity, primary

SINGLE = [fmt for fmt in FORMATS if fmt.spec.single]


def code(name: str, text: str) -> Code | None:
    """Return the code of the primary finding."""
    found = primary(LIBRARY.load(name).read(text, GOLDEN_TOOLS).findings)
    return found.code if found else None


def test_some_formats_take_one_call_a_message() -> None:
    """The tests below have something to be about."""
    assert len(SINGLE) > 1


@for_each("fmt", SINGLE, ids=lambda fmt: fmt.name)
def test_one_call_a_message(fmt: Format) -> None:
    """The writer refuses two calls and says why; the reader reports the second, and keeps both."""
    with pytest.raises(UnwritableError, match="it takes one call a message"):
        fmt.write(GOLDEN_CALLS, GOLDEN_TOOLS)
    texts = [fmt.write([call], GOLDEN_TOOLS) for call in GOLDEN_CALLS]
    reading = fmt.read("\n".join(texts), GOLDEN_TOOLS)
    assert [(found.code, found.severity, found.call_index) for found in reading.findings] == [
        (Code.E6_BATCHING, Severity.DETERMINISTIC, 1)
    ]
    assert same_calls(reading.calls, GOLDEN_CALLS)
    assert "two_calls.txt" not in rendered(fmt)
    assert "A call without arguments looks like this:" in fmt.declare(GOLDEN_TOOLS)


def test_axes_must_agree_with_the_grammar(tmp_path: Path) -> None:
    """A format that takes one call a message says so on its axes, and no other does."""
    folder = tmp_path / "mine"
    shutil.copytree(LIBRARY.load("react").folder, folder)
    toml = (folder / "format.toml").read_text("utf-8").replace('"react"', '"mine"', 1)
    toml = toml.replace('batching = "single only"', 'batching = "repeated block"')
    (folder / "format.toml").write_text(toml, encoding="utf-8")
    with pytest.raises(UserError, match="single only"):
        load_format("mine", [folder])


@for_each(
    ("body", "expected"),
    [
        ('{"get_time": {"tz": "UTC"}}', None),
        ("{}", Code.H1_NAME_MISSING),
        ('{"": {"tz": "UTC"}}', Code.H1_NAME_MISSING),
        ('{"get_time": "{\\"tz\\": \\"UTC\\"}"}', Code.A4_WRONG_CONTAINER),
        ('{"get_time": ["UTC"]}', Code.A6_NONLITERAL),
        ('{"get_time": {"tz": "UTC"}, "get_weather": {}}', Code.A4_WRONG_CONTAINER),
        ('{"name": "get_time", "arguments": {"tz": "UTC"}}', Code.P4_CHIMERA),
        ('{"get_time": {"tz": "UTC"}', Code.E1_UNBALANCED),
        ('{"get_time": {"tz": "UTC"},}', Code.A2_ARGS_REPAIRABLE),
        ("get_time(tz='UTC')", Code.P4_CHIMERA),
    ],
)
def test_a_name_that_is_a_key(body: str, expected: Code | None) -> None:
    """The only key of the object is the name; anything else has its code."""
    assert code("apertus", f"<|tools_prefix|>[{body}]<|tools_suffix|>") == expected


@for_each(
    ("text", "content", "names"),
    [
        ('>>>get_time\n{"tz": "UTC"}', "", ["get_time"]),
        ('>>>get_time \n\n {"tz": "UTC"}>>>get_time\n{"tz": "UTC"}', "", ["get_time"] * 2),
        (">>>all\nIt is noon.", "It is noon.", []),
        ('>>>all\nI look.>>>get_time\n{"tz": "UTC"}', "I look.", ["get_time"]),
        ('>>>get_time {"tz": "UTC"}', None, []),
        ('>>>get_time{"tz": "UTC"}', None, []),
        ('>>>get_time\n"UTC"', None, []),
        ('>>>\n{"tz": "UTC"}', None, []),
        (">>>get_time\n", None, []),
        ("See:\n>>> total\n3", "See:\n>>> total\n3", []),
    ],
)
def test_a_name_may_end_with_its_line(text: str, content: str | None, names: list[str]) -> None:
    """A line feed must stand behind it; what frames an answer alike is no call."""
    reading = LIBRARY.load("functionary_v32").read(text, GOLDEN_TOOLS)
    assert reading.well_formed == (content is not None)
    if content is not None:
        assert (reading.content, [call.name for call in reading.calls]) == (content, names)


@for_each(
    ("text", "expected"),
    [
        ('{"tz": "UTC"} |> get_time;', None),
        ('It is {"tz": "UTC"} |> get_time;', Code.E3_EXTRA_TEXT),
        ('{"tz": "UTC"} |> get_time', Code.E2_TRUNCATED),
        ('{"tz": "UTC"} |> get_ti', Code.E2_TRUNCATED),
        ('{"tz": "UTC"}', Code.E2_TRUNCATED),
        ('{"t', Code.E2_TRUNCATED),
        ('{"zone": "UTC"}', None),
        ("{'tz': 'UTC'} |> get_time;", Code.E1_UNBALANCED),
        ('{"tz": "UTC"} |> ;', Code.H1_NAME_MISSING),
        ('{"tz": "UTC"} > get_time;', Code.E1_UNBALANCED),
        ('{"tz": "UTC"} |> get_time {"city": "Rome"} |> get_weather;', Code.E1_UNBALANCED),
        ('{} and {"tz": "UTC"} |> get_time;', Code.E3_EXTRA_TEXT),
        ("get_time |> {}", None),
    ],
)
def test_a_name_behind_its_arguments(text: str, expected: Code | None) -> None:
    """An object whose key no tool declares is prose, unless a name is set off behind it."""
    assert code("pipe_rev", text) == expected


def test_constants_of_json_in_call_expressions() -> None:
    """Where a format says so, true, false and null are JSON's words; Python's are a slip."""
    olmo, values = LIBRARY.load("olmo3"), {"value": [True, {"k": None}, False, "True"]}
    tools = [probe_tool("probe", {"value": {}})]
    text = olmo.write([Call("probe", values)], tools)
    assert "value=[true, {'k': null}, false, 'True']" in text
    assert same_calls(olmo.read(text, tools).calls, [Call("probe", values)])
    found = primary(olmo.read(text.replace("null", "None"), tools).findings)
    assert found is not None
    assert (found.code, found.severity) == (Code.A2_ARGS_REPAIRABLE, Severity.DETERMINISTIC)
    assert python_literal([True, None]) == "[True, None]"
    assert python_literal([True, None, 1.0], "json") == "[true, null, 1.0]"
