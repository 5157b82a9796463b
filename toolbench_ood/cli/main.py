"""The entry point ``toolbench-ood``."""

from typing import Annotated

import typer

from toolbench_ood.cli.lazy import LazyGroup
from toolbench_ood.cli.whole_output import whole_output

# Rich help and rich tracebacks would import rich, which costs more than all else in --help.
app = typer.Typer(
    name="toolbench-ood",
    cls=LazyGroup,
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version  # noqa: PLC0415  # 20 ms that only this needs

        typer.echo(version("toolbench-ood"))
        raise typer.Exit


@app.callback()
def toolbench(
    version: Annotated[
        bool,
        typer.Option(
            "--version", help="Print the version.", is_eager=True, callback=_print_version
        ),
    ] = False,
) -> None:
    """Tell whether a model lost the ability to use tools, or only the format it was taught.

    Exit codes: 0 success; 2 invalid input; 3 the engine failed; 4 the program failed on a
    model's output; 5 an alarm of watch rang; 130 interrupted.
    """


def main() -> None:
    """Run the command line."""
    with whole_output():
        app()
