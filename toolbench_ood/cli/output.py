"""How commands print."""

import json
from pathlib import Path

import typer

from toolbench_ood.types.errors import UserError
from toolbench_ood.types.value import Json


def json_text(value: Json) -> str:
    """Return a value as readable JSON, without a final newline."""
    return json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False)


def print_json(value: Json) -> None:
    """Print a value as JSON on stdout."""
    typer.echo(json_text(value))


def check_new(path: Path) -> None:
    """Refuse a file that exists already (UserError)."""
    if path.exists():
        raise _existing(path)


def write_json(value: Json, path: Path) -> None:
    """Write a value to a new file.

    Raises:
        UserError: the file exists, or cannot be written.
    """
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(json_text(value) + "\n")
    except FileExistsError:
        raise _existing(path) from None
    except OSError as error:
        raise UserError(
            f"{path} cannot be written: {error.strerror}; give another --out"
        ) from error


def _existing(path: Path) -> UserError:
    return UserError(f"{path} already exists; give another --out, or remove it first")
