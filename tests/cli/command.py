"""Runs the command line in this process."""

import json
from typing import Any

from typer.testing import CliRunner, Result

from toolbench_ood.cli.main import app

_RUNNER = CliRunner()


def run(*arguments: object) -> Result:
    """Run a command; an error that is not on purpose is raised."""
    result = _RUNNER.invoke(app, [str(argument) for argument in arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def run_json(*arguments: object) -> Any:
    """Run a command that must succeed and print nothing but JSON."""
    result = run(*arguments)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def error_line(*arguments: object, code: int = 2) -> str:
    """Run a command that must fail with one line, and return the line."""
    result = run(*arguments)
    assert result.exit_code == code, result.output
    (line,) = [line for line in result.stderr.splitlines() if line.startswith("error: ")]
    assert result.stderr.rstrip().endswith(line)
    assert result.stdout == ""
    return line
