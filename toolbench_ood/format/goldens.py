"""Golden files of a format: its output for one fixed task, for people to read."""

from collections.abc import Mapping, Sequence
from difflib import unified_diff
from pathlib import Path

from toolbench_ood.format.format import Format
from toolbench_ood.types.call import Call, ToolOutput
from toolbench_ood.types.errors import UserError
from toolbench_ood.types.tool import ToolSpec

GOLDEN_TOOLS: tuple[ToolSpec, ...] = (
    {
        "type": "function",
        "function": {
            "name": "get_weather",
            "description": "Get the forecast",
            "parameters": {
                "type": "object",
                "properties": {
                    "city": {"type": "string", "description": "City name"},
                    "days": {"type": "integer", "description": "Days ahead"},
                },
                "required": ["city"],
            },
        },
    },
    {
        "type": "function",
        "function": {
            "name": "get_time",
            "description": "Get the local time",
            "parameters": {
                "type": "object",
                "properties": {"tz": {"type": "string", "description": "Time zone"}},
                "required": ["tz"],
            },
        },
    },
)
"""The task of section 0 of the format catalogue."""

GOLDEN_CALLS = (
    Call("get_weather", {"city": "Paris", "days": 3}),
    Call("get_time", {"tz": "Europe/Paris"}),
)

_MOST_LINES = 24
_MOST_SIGNS = 160
"""Limits on how much of a difference is shown."""

_REFUSED = "there is no city named 'Pariss'"


def golden_calls(fmt: Format) -> Sequence[Call]:
    """Return the golden calls that the format accepts in one message: both, or the first."""
    return GOLDEN_CALLS[:1] if fmt.spec.single else GOLDEN_CALLS


def _outputs(fmt: Format) -> Sequence[ToolOutput]:
    """Return the results of those calls, with their ids."""
    read = fmt.read(fmt.write(golden_calls(fmt), GOLDEN_TOOLS), GOLDEN_TOOLS)
    contents = ('{"t": 20}', "21:00")
    return [
        ToolOutput(content, call.name, call.id)
        for call, content in zip(read.calls, contents, strict=False)
    ]


def rendered(fmt: Format) -> Mapping[str, str]:
    """Return the contents of all golden files by name."""
    refused = ToolOutput(_REFUSED, "get_weather", fmt.first_id, is_error=True)
    files = {
        "declaration.txt": fmt.declare(GOLDEN_TOOLS),
        "declaration_added.txt": fmt.declare(GOLDEN_TOOLS[1:], added=True),
        "one_call.txt": fmt.write(GOLDEN_CALLS[:1], GOLDEN_TOOLS),
        "two_calls.txt": fmt.write(golden_calls(fmt), GOLDEN_TOOLS),
        "results.txt": fmt.results(_outputs(fmt)),
        "error_result.txt": fmt.results([refused]),
    }
    if fmt.spec.single:
        del files["two_calls.txt"]
    return files


def write_goldens(fmt: Format) -> tuple[Path, ...]:
    """Write the golden files to the format's folder, for a person to compare and commit.

    Raises UserError for a generated format, which has no folder.
    """
    if fmt.folder is None:
        raise UserError(
            f"format {fmt.name} is generated and has no folder to write golden files to; make one "
            f"by: toolbench-ood formats new NAME --like {fmt.name}"
        )
    folder = fmt.folder / "golden"
    folder.mkdir(exist_ok=True)
    written = []
    for name, text in rendered(fmt).items():
        path = folder / name
        path.write_text(text + "\n", encoding="utf-8", newline="\n")
        written.append(path)
    return tuple(written)


def golden_problems(fmt: Format) -> list[str]:
    """Report golden files that are missing or differ from the format's output.

    Generated formats have none: their output is determined by their name.
    """
    if fmt.folder is None:
        rendered(fmt)
        return []
    folder = fmt.folder / "golden"
    if not folder.is_dir():
        return [f"{folder} is missing; it must contain what the format renders"]
    problems = []
    for name, text in rendered(fmt).items():
        path = folder / name
        if not path.is_file():
            problems.append(f"{path} is missing")
        elif _read(path) != text + "\n":
            problems.append(_difference(path, text))
    return problems


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def _difference(path: Path, text: str) -> str:
    """Show how a golden file differs from the format's output."""
    golden, new = _read(path).split("\n"), f"{text}\n".split("\n")
    lines = list(unified_diff(golden, new, "golden file", "rendered", lineterm="", n=1))
    more = [f"… {len(lines) - _MOST_LINES} more lines"] if len(lines) > _MOST_LINES else []
    shown = (f"    {line[:_MOST_SIGNS]}" for line in [*lines[:_MOST_LINES], *more])
    sentence = f"{path} differs from what the format renders; --write-goldens rewrites it"
    return "\n".join([sentence, *shown])
