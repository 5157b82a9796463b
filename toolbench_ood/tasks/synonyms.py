"""A suite's ``synonyms.toml``: other plausible names of its tools and arguments."""

import tomllib
from keyword import iskeyword
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from toolbench_ood.types.errors import UserError

SYNONYMS = "synonyms.toml"


class Synonyms(BaseModel):
    """The names used by the shift ``rename``, by the name in the code."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    tools: dict[str, str] = {}
    arguments: dict[str, str] = {}
    """Of arguments, and of keys at any depth within them; one name has one synonym."""


def load_synonyms(folder: Path) -> Synonyms:
    """Load the synonyms of a suite folder; none where it has no such file.

    Raises:
        UserError: the file is not TOML, has an unknown key, or gives two names the same synonym.
    """
    file = folder / SYNONYMS
    if not file.is_file():
        return Synonyms()
    try:
        found = Synonyms.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise UserError(
            f'{file}: {where}: {first["msg"]}; write old = "new" below [tools] and [arguments]'
        ) from error
    except ValueError as error:  # TOML or UTF-8
        raise UserError(f"{file} cannot be read: {error}") from error
    for table in (found.tools, found.arguments):
        _require_distinct(file, table)
        _require_writable(file, table)
    return found


def _require_distinct(file: Path, table: dict[str, str]) -> None:
    first: dict[str, str] = {}
    for name, synonym in table.items():
        other = first.setdefault(synonym, name)
        if other != name:
            raise UserError(
                f"{file} gives {other} and {name} the same synonym {synonym}; give each its own"
            )


def _require_writable(file: Path, table: dict[str, str]) -> None:
    for name, synonym in table.items():
        if not synonym.isidentifier() or iskeyword(synonym):
            raise UserError(
                f"{file} gives {name} the synonym {synonym!r}, which is not a valid Python name, "
                "as some formats require; use letters, digits and _"
            )
