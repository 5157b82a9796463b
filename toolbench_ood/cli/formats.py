"""``toolbench-ood formats new|distance``."""

import shlex
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from toolbench_ood.cli.distance_view import NEAREST, Distances, matrix_lines, measure, nearest_lines
from toolbench_ood.cli.options import AsJson, Formats
from toolbench_ood.cli.output import print_json
from toolbench_ood.format.axes import AXIS_WEIGHTS
from toolbench_ood.format.library import FormatLibrary
from toolbench_ood.format.scaffold import new_format

app = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True)

_NAME = "Name of the new format: a-z, 0-9 and _, beginning with a letter."
_LIKE = "The format to copy; list formats names them."
_ALSO = "Generated formats to measure along with all others."
_OUT = "Folder to make it in (the working directory)."
_HERE = Path()

_EDIT = """\
Edit next:
  format.toml  delimiters and encoding, axes, family, kind, source, lossy; in [declaration]
               how, the sentence that says how to call a tool; in [results] how results go back
  calls.jinja  how calls are written
Then write its golden files anew, look at them, and check it against the laws:"""


@app.callback()
def formats() -> None:
    """Make a new format, or measure how far formats lie apart."""


@app.command()
def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help=_NAME)],
    like: Annotated[str, typer.Option("--like", metavar="NAME", help=_LIKE)],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help=_OUT)] = _HERE,
    formats: Formats = None,
) -> None:
    """Make the folder of a new format from one that exists.

    The copy obeys the laws as it is; what to edit, and how to check it then, is printed.
    """
    folder = new_format(name, like, out, formats or ())
    typer.echo(f"made {folder} like {like}\n{_EDIT}")
    given = f"--formats {shlex.quote(str(folder))} --format {name} --write-goldens"
    typer.echo(f"  toolbench-ood validate {given}")


@app.command()
def distance(
    names: Annotated[list[str] | None, typer.Argument(metavar="[gen:SEED]...", help=_ALSO)] = None,
    formats: Formats = None,
    as_json: AsJson = False,
) -> None:
    """Print the distance of every two formats, and each one's nearest.

    The distance is the weighted share of the twelve axes on which two formats differ: 0 for the
    same axes, 1 (100 hundredths) when all differ.
    """
    library = FormatLibrary(formats or (), names or ())
    for name in names or ():
        library.load(name)
    distances = measure({name: library.load(name).spec.axes for name in library.names()})
    if as_json:
        print_json({**asdict(distances), "weights": AXIS_WEIGHTS})
    else:
        _print(distances)


def _print(distances: Distances) -> None:
    typer.echo("Distance in hundredths (0 same axes, 100 all twelve differ)\n")
    for line in matrix_lines(distances):
        typer.echo(line)
    typer.echo(f"\nThe {NEAREST} nearest, equally far ones by name\n")
    for line in nearest_lines(distances):
        typer.echo(line)
