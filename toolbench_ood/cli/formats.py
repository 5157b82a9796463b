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
_LIKE = "The format to copy; see list formats."
_ALSO = "Generated formats to include."
_OUT = "Folder to create it in (the working directory)."
_HERE = Path()

_EDIT = """\
Edit next:
  format.toml  delimiters and encoding, axes, family, kind, source, lossy; in [declaration]
               how: the sentence that says how to call a tool; in [results] how results are returned
  calls.jinja  how calls are written
Then rewrite its golden files, look at them, and check the format against the laws:"""


@app.callback()
def formats() -> None:
    """Create a new format, or measure how far apart formats are."""


@app.command()
def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help=_NAME)],
    like: Annotated[str, typer.Option("--like", metavar="NAME", help=_LIKE)],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help=_OUT)] = _HERE,
    formats: Formats = None,
) -> None:
    """Create a new format as a copy of an existing one.

    The copy is valid as it is; what to edit, and how to check it afterwards, is printed.
    """
    folder = new_format(name, like, out, formats or ())
    typer.echo(f"created {folder} as a copy of {like}\n{_EDIT}")
    given = f"--formats {shlex.quote(str(folder))} --format {name} --write-goldens"
    typer.echo(f"  toolbench-ood validate {given}")


@app.command()
def distance(
    names: Annotated[list[str] | None, typer.Argument(metavar="[gen:SEED]...", help=_ALSO)] = None,
    formats: Formats = None,
    as_json: AsJson = False,
) -> None:
    """Print the distance between every two formats, and each one's nearest.

    The distance is the weighted share of the twelve axes on which two formats differ: 0 if they
    agree on all axes, 1 (100 hundredths) if they differ on all.
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
    typer.echo("Distance in hundredths (0: same on all twelve axes, 100: different on all)\n")
    for line in matrix_lines(distances):
        typer.echo(line)
    typer.echo(f"\nThe {NEAREST} nearest formats, ties by name\n")
    for line in nearest_lines(distances):
        typer.echo(line)
