"""Reads ``format.toml``; every mistake in it is reported to the user in one sentence."""

import tomllib
from pathlib import Path

from pydantic import ValidationError

from toolbench_ood.format.spec import FormatSpec
from toolbench_ood.types.errors import UserError


def load_spec(folder: Path) -> FormatSpec:
    """Read and check ``folder/format.toml``; raises UserError with file, key and expectation."""
    path = folder / "format.toml"
    try:
        text = path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise UserError(f"{folder} is not a format: it has no format.toml") from None
    except UnicodeDecodeError as error:
        raise UserError(f"{path} is not valid TOML: {error}") from error
    spec = parse_spec(text, str(path))
    if spec.name != folder.name:
        raise UserError(
            f"{path}: name is {spec.name!r} but the folder is {folder.name!r}; make them equal"
        )
    return spec


def parse_spec(text: str, path: str) -> FormatSpec:
    """Check the text of a ``format.toml``; raises UserError, in which ``path`` names it."""
    try:
        return FormatSpec.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise UserError(f"{path} is not valid TOML: {error}") from error
    except ValidationError as error:
        raise UserError(_sentence(path, error)) from error


def _sentence(path: str, error: ValidationError) -> str:
    """Describe the first invalid key; the expectation is pydantic's message."""
    first = error.errors(include_url=False)[0]
    key = ".".join(str(part) for part in first["loc"]) or "the whole file"
    if first["type"] == "extra_forbidden":
        return f"{path}: unknown key {key!r} (given {first['input']!r}); remove or correct it"
    expected = first["msg"].removeprefix("Value error, ")
    tells = first["type"] == "missing" or isinstance(first["input"], dict | list)
    given = "" if tells else f" (given {first['input']!r})"
    return f"{path}: {key}: {expected}{given}"
