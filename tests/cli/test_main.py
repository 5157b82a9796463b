"""The command line as a whole: its help, its errors, and what it imports."""

import subprocess
import sys
from typing import Any

import pytest
from cases import for_each
from cli.command import error_line, run
from typer.main import get_command

from toolbench_ood.cli.lazy import COMMANDS
from toolbench_ood.cli.main import app

_HEAVY = ("torch", "transformers", "vllm", "numpy", "scipy", "rich")
_ALSO = ("pydantic", "jinja2", "jsonschema", "docstring_parser")

_REPORT_MODULES = """
import sys
from toolbench_ood.cli.main import app
try:
    app({arguments!r})
except SystemExit as end:
    assert not end.code, end.code
print(*sys.modules, file=sys.stderr)
"""


def _modules_after(*arguments: str) -> set[str]:
    done = subprocess.run(  # noqa: S603  # this interpreter and a fixed text
        [sys.executable, "-c", _REPORT_MODULES.format(arguments=list(arguments))],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stderr.split())


@pytest.mark.slow
@for_each(
    ("arguments", "unwanted"),
    [
        (("--help",), (*_HEAVY, *_ALSO, "toolbench_ood.cli.eval")),
        (("--version",), (*_HEAVY, *_ALSO)),
        (("list", "tasks"), (*_HEAVY, "jinja2", "jsonschema")),
        (("list", "suites", "--json"), _HEAVY),
        (("doctor", "--json"), _HEAVY),
        (("formats", "distance"), _HEAVY),
        (("show", "format", "hermes"), _HEAVY),
        (("eval", "--help"), ("torch", "transformers", "vllm", "numpy", "scipy")),
    ],
)
def test_a_command_imports_only_what_it_needs(
    arguments: tuple[str, ...], unwanted: tuple[str, ...]
) -> None:
    """Start-up stays short because heavy modules are left alone."""
    assert _modules_after(*arguments) & set(unwanted) == set()


def test_the_help_names_every_command() -> None:
    """Each line of the help is the first line of the command's own."""
    text = run("--help").stdout
    for name, line in COMMANDS.items():
        assert f"{name}  " in text
        assert line in " ".join(text.split())
        assert line in " ".join(run(name, "--help").stdout.split())


def test_every_option_is_described() -> None:
    """No option of any command is without a word of help, and none is typer's own."""
    group: Any = get_command(app)
    for name in COMMANDS:
        command = group.get_command(None, name)
        for each in [command, *getattr(command, "commands", {}).values()]:
            undescribed = [one.name for one in each.params if not getattr(one, "help", "")]
            assert undescribed == [], name
            assert not any("completion" in one.name for one in each.params)


def test_an_unknown_command_is_one_line() -> None:
    """What was given and what exists."""
    assert error_line("evil") == (
        "error: there is no command 'evil'; the commands are: doctor, eval, export, formats, "
        "leaderboard, list, merge, probe, report, score, show, validate"
    )


@for_each(
    "arguments", [("report",), ("eval", "--surprise"), ("eval", "--seeds", "many"), ("list", "x")]
)
def test_a_wrong_usage_ends_with_two(arguments: tuple[str, ...]) -> None:
    """A missing argument, an unknown option and a wrong type are the user's mistakes."""
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Traceback" not in result.stderr


def test_the_version_is_printed() -> None:
    """It is the distribution's."""
    assert run("--version").stdout.strip().count(".") == 2
