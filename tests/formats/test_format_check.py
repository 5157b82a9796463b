"""``format_problems``: what validate says about a format, shipped or not."""

import shutil
from pathlib import Path

from cases import for_each
from formats.every import every_format
from shipped_formats import LIBRARY

from toolbench_ood.format.check import format_problems
from toolbench_ood.format.format import Format
from toolbench_ood.format.goldens import golden_problems, write_goldens
from toolbench_ood.format.library import load_format
from toolbench_ood.types.call import Call
from toolbench_ood.types.finding import Code
from toolbench_ood.types.tool import ToolSpec


def _changed(tmp_path: Path, source: str, *, calls: str = "", **changes: str) -> Format:
    """Copy a shipped format to ``mine`` and replace texts in its ``format.toml``.

    ``calls`` is another template for calls.
    """
    folder = tmp_path / "mine"
    shutil.copytree(LIBRARY.load(source).folder, folder)
    toml = (folder / "format.toml").read_text("utf-8")
    toml = toml.replace(f'name = "{source}"', 'name = "mine"', 1)
    for old, new in changes.items():
        assert old in toml
        toml = toml.replace(old, new)
    (folder / "format.toml").write_text(toml, encoding="utf-8")
    if calls:
        (folder / "calls.jinja").write_text(calls, encoding="utf-8")
    fmt = load_format("mine", [folder])
    write_goldens(fmt)
    return fmt


@every_format
def test_shipped_formats_have_no_problem(fmt: Format) -> None:
    """Goldens, fidelity and delimiters of everything that ships are in order."""
    assert format_problems(fmt) == []


DELIMITERS = {
    "hermes": {"<tool_call>": "⟦qv⟧", "</tool_call>": "⟦/qv⟧", '"arguments"': '"with"'},
    "pythonic": {
        'open = "["': 'open = "~{"',
        'close = "]"': 'close = "}~"',
        '"""[': '"""~{',
        ']"""': '}~"""',
    },
    "qwen3_coder": {
        "<tool_call>": "(:run:)",
        "</tool_call>": "(:end:)",
        "<function=": "<zeb=",
        "</function>": "</zeb>",
        "<parameter=": "<kip ",
        "</parameter>": "</kip>",
    },
}


@for_each("source", sorted(DELIMITERS))
def test_a_new_format_needs_only_other_delimiters(
    tmp_path: Path, source: str, booking: list[ToolSpec]
) -> None:
    """A format is a folder without Python: changing delimiters in TOML gives another sound one."""
    fmt = _changed(tmp_path, source, **DELIMITERS[source])
    assert format_problems(fmt) == []
    calls = [
        Call("book", {"city": "Rome", "nights": 2}),
        Call("book", {"city": "Oslo", "nights": 1}),
    ]
    text = fmt.write(calls, booking)
    assert fmt.read(text, booking).calls == tuple(calls)
    old = LIBRARY.load(source).write(calls, booking)
    assert text != old
    reading = fmt.read(old, booking)
    assert [(found.code, found.detail) for found in reading.findings] == [
        (Code.P3_FOREIGN_FORMAT, source)
    ]


def test_a_name_in_a_slot_needs_no_python(tmp_path: Path, booking: list[ToolSpec]) -> None:
    """JSON arguments after a bare name: the same encoding, other words in TOML and template."""
    fmt = _changed(
        tmp_path,
        "hermes",
        calls="{% for call in calls %}{{ format.section.open }}{{ call.name }}"
        "{{ format.call.name_close }}{{ call.arguments | json }}{% endfor %}",
        **{
            'name_key = "name"\narguments_key = "arguments"': "",
            "[arguments]": '[call]\nname_close = "[ARGS]"\n\n[arguments]',
            'close = "</tool_call>"': "",
            'open = "<tool_call>"': 'open = "[TOOL_CALLS]"',
        },
    )
    calls = [
        Call("book", {"city": "Rome", "nights": 2}),
        Call("book", {"city": "[ARGS]", "nights": 1}),
    ]
    text = fmt.write(calls, booking)
    assert text.startswith('[TOOL_CALLS]book[ARGS]{"city": "Rome", "nights": 2}[TOOL_CALLS]book')
    assert fmt.read(text, booking).calls == tuple(calls)
    assert format_problems(fmt) == []
    for cut in range(1, len(text)):
        reading = fmt.read(text[:cut], booking)
        assert not reading.well_formed or reading.calls == tuple(calls[: len(reading.calls)])


def test_missing_goldens_are_a_problem(tmp_path: Path) -> None:
    """A format shows what it renders; a stale or missing file is told by name."""
    fmt = _changed(tmp_path, "hermes", **{"<tool_call>": "<tc>", "</tool_call>": "</tc>"})
    assert golden_problems(fmt) == []
    (fmt.folder / "golden" / "one_call.txt").write_text("something else")
    (fmt.folder / "golden" / "results.txt").unlink()
    problems = format_problems(fmt)
    assert any("one_call.txt differs" in problem for problem in problems)
    assert any("results.txt is missing" in problem for problem in problems)
    shutil.rmtree(fmt.folder / "golden")
    assert any("golden is missing" in problem for problem in format_problems(fmt))


def test_wrong_lossy_declarations_are_problems(tmp_path: Path) -> None:
    """The declared lossy set is exactly what cannot be written."""
    less = _changed(tmp_path / "a", "qwen3_coder", **{'lossy = ["endtag", ': "lossy = ["})
    assert any("'endtag' is not in lossy" in problem for problem in format_problems(less))
    more = _changed(tmp_path / "b", "hermes", **{"lossy = []": 'lossy = ["null"]'})
    assert any("'null' is in lossy but" in problem for problem in format_problems(more))


def test_a_template_that_changes_values_is_a_problem(tmp_path: Path) -> None:
    """A writer that loses something is caught by reading its own text."""
    fmt = _changed(tmp_path, "hermes")
    calls = fmt.folder / "calls.jinja"
    calls.write_text(
        calls.read_text("utf-8").replace("call.arguments | json", "call.arguments | lower")
    )
    problems = format_problems(load_format("mine", [fmt.folder]))
    assert any("reading stops at" in problem for problem in problems)


@for_each(
    ("changes", "problem"),
    [
        (
            {'close = "</tool_call>"': 'close = "<tool_call>"'},
            "section.open and section.close are both",
        ),
        (
            {'markers = ["<tool_response>", ': 'markers = ["<tool_call>", '},
            "is a delimiter of calls",
        ),
        ({'markers = ["<tool_response>", ': 'markers = ["-", '}, "ordinary prose"),
    ],
)
def test_colliding_delimiters_are_problems(
    tmp_path: Path, changes: dict[str, str], problem: str
) -> None:
    """Delimiters that cannot be told apart are named."""
    folder = tmp_path / "mine"
    shutil.copytree(LIBRARY.load("hermes").folder, folder)
    toml = (
        (folder / "format.toml").read_text("utf-8").replace('name = "hermes"', 'name = "mine"', 1)
    )
    for old, new in changes.items():
        toml = toml.replace(old, new, 1)
    (folder / "format.toml").write_text(toml, encoding="utf-8")
    assert any(problem in found for found in format_problems(load_format("mine", [folder])))
