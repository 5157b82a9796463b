"""How commands print."""

import json
import re
from pathlib import Path

import typer

from toolbench_ood.types.errors import UserError
from toolbench_ood.types.value import Json

_UNUSUAL = re.compile(r"[^ -~\n]")
"""A sign that is not plain ASCII; in JSON, one of those is in a string."""


def json_text(value: Json) -> str:
    """Return a value as readable JSON, without a final newline."""
    return json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False)


def print_json(value: Json) -> None:
    """Print a value as JSON on stdout, with escapes for what could move a terminal's cursor."""
    typer.echo(_UNUSUAL.sub(_visible_sign, json_text(value)))


def _visible_sign(found: re.Match[str]) -> str:
    sign = found[0]
    return sign if sign.isprintable() else json.dumps(sign)[1:-1]


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
