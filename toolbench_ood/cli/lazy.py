"""A group of commands that imports a command's module only when the command is used.

``--help`` and every short command would otherwise pay for the imports of all others.
"""

from importlib import import_module
from typing import Any, NoReturn

import typer
from typer.core import TyperGroup

from toolbench_ood.report.visible import visible_text
from toolbench_ood.types.errors import EngineError, ProgramError, UserError, choices

USER_EXIT = 2
ENGINE_EXIT = 3
PROGRAM_EXIT = 4

COMMANDS = {
    "eval": "Evaluate a model's tool use across call formats.",
    "probe": "Measure how likely a model finds solutions, token by token.",
    "list": "List the available tasks, formats, suites, shifts or arms.",
    "show": "Show what a model reads and writes in a case or a format.",
    "formats": "Create a new format, or measure how far apart formats are.",
    "validate": "Check formats and tasks against their laws, without a model.",
    "export": "Export a training set of solved conversations or of prompts.",
    "merge": "Join the shards of a run that eval --shard I/N played.",
    "score": "Rescore a run from its records, without a model.",
    "report": "Print the report of a run.",
    "leaderboard": "Publish the results of a run, or check published entries.",
    "doctor": "Check what is installed, what is missing and which engine runs.",
}
"""Each command with its line of help; its module in this package has the same name."""


class LazyGroup(TyperGroup):
    """The commands of ``COMMANDS``, and the handling of their errors.

    Typer's own classes for commands and contexts moved between its versions, so they are not
    named here.
    """

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002  # typer's hook
        """Name the commands in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002  # typer's hook
        """Import one command.

        Raises:
            UserError: there is no such name.
        """
        if cmd_name not in COMMANDS:
            raise UserError(
                f"there is no command {cmd_name!r}; the commands are: {choices(COMMANDS)}"
            )
        module = import_module(f"toolbench_ood.cli.{cmd_name}")
        command = typer.main.get_command(module.app)
        command.name = cmd_name
        return command

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002  # typer's hook
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def invoke(self, ctx: Any) -> Any:
        """Run a command; an expected error becomes one line and an exit code."""
        try:
            return super().invoke(ctx)
        except UserError as error:
            fail(error, USER_EXIT)
        except EngineError as error:
            fail(error, ENGINE_EXIT)
        except ProgramError as error:
            fail(error, PROGRAM_EXIT)


def fail(error: Exception, code: int) -> NoReturn:
    """Print an error as one line and exit with its code."""
    line = " ".join(str(error).split())
    typer.echo(f"error: {visible_text(line)}", err=True)
    raise typer.Exit(code)
