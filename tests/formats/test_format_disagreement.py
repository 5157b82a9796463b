"""What ``calls.jinja`` writes and ``format.toml`` says must agree; where they do not is shown."""

import shutil
from pathlib import Path

import pytest

from toolbench_ood.format.check import format_problems
from toolbench_ood.format.format import Format
from toolbench_ood.format.goldens import GOLDEN_TOOLS
from toolbench_ood.format.load_spec import load_spec
from toolbench_ood.format.source import read_source
from toolbench_ood.shipped import shipped
from toolbench_ood.types.call import Call
from toolbench_ood.types.errors import UnwritableError

# Format; what is exchanged in calls.jinja; what reading expects; the line of the pointer.
CASES = (
    ("hermes", "{{ format.section.close }}", "</call>", "section.close '</tool_call>'", 2, 0),
    ("hermes", "{{ format.section.open }}", "<call>", "section.open '<tool_call>'", 0, 0),
    ("hermes", "{{ format.arguments.name_key }}", "fn", "arguments.name_key 'name'", 1, 38),
    ("kimi_k2", "{{ format.call.close }}", "<|end|>", "call.close '<|tool_call_end|>'", 0, 100),
)


def changed(folder: Path, like: str, old: str = "", new: str = "") -> Format:
    """Copy a shipped format and exchange something in its template of calls."""
    shutil.copytree(shipped("formats") / like, folder / like)
    template = folder / like / "calls.jinja"
    text = template.read_text(encoding="utf-8")
    assert old in text
    template.write_text(text.replace(old, new), encoding="utf-8")
    return Format(load_spec(folder / like), read_source(folder / like))


def test_a_delimiter_that_is_written_otherwise_is_pointed_at(tmp_path: Path) -> None:
    """A sentence names what was expected; below, a pointer stands where reading stopped."""
    for nth, (like, old, new, expected, line, column) in enumerate(CASES):
        fmt = changed(tmp_path / str(nth), like, old, new)
        (problem,) = format_problems(fmt)
        sentence, *picture = problem.split("\n")
        assert f"format.toml expects {expected}" in sentence, (like, old)
        pointer = picture[line + 1].removeprefix("    ")
        assert pointer.index("^") == column, problem
        assert expected in pointer
        with pytest.raises(UnwritableError, match=r"calls\.jinja writes .* reading stops at"):
            fmt.write([Call("get_weather", {"city": "Paris"})], GOLDEN_TOOLS)


def test_what_shipped_formats_write_agrees() -> None:
    """The plainest calls read back, and a name that a format cannot carry is still the name's."""
    hermes = Format(
        load_spec(shipped("formats") / "hermes"), read_source(shipped("formats") / "hermes")
    )
    assert format_problems(hermes) == []
    pythonic = shipped("formats") / "pythonic"
    fmt = Format(load_spec(pythonic), read_source(pythonic))
    with pytest.raises(UnwritableError, match="it cannot write that name"):
        fmt.write([Call("no name")])


def test_a_golden_file_that_differs_shows_how(tmp_path: Path) -> None:
    """The first lines of a unified diff stand below the sentence, and no endless ones."""
    fmt = changed(tmp_path, "hermes")
    golden = tmp_path / "hermes" / "golden" / "one_call.txt"
    golden.write_text("<tool_call>\n{}\n</tool_call>\n", encoding="utf-8")
    (tmp_path / "hermes" / "golden" / "results.txt").write_text("x\n" * 900, encoding="utf-8")
    one, results = format_problems(fmt)
    assert f"{golden} differs from what the format renders; --write-goldens" in one
    assert '\n    -{}\n    +{"name": "get_weather"' in one
    assert results.endswith("more lines")
    assert len(results.split("\n")) < 30
