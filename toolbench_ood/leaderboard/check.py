"""Check published entries: the schema, then the arithmetic."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from pydantic import ValidationError

from toolbench_ood.leaderboard.arithmetic import arithmetic_problems
from toolbench_ood.leaderboard.entry import Entry, entry_schema
from toolbench_ood.shipped import shipped
from toolbench_ood.types.errors import UserError

ENTRIES = "entries"
_SCHEMAS = "*.schema.json"

_LONGEST = 200
"""Characters of a schema message, which may quote the whole entry."""


def entry_files(path: Path | None = None) -> list[Path]:
    """List the entries of a file, a folder, or (None) the shipped leaderboards.

    Raises:
        UserError: the path does not exist or contains no entries.
    """
    place = path or shipped("leaderboards")
    if place.is_file():
        return [place]
    folder = place / ENTRIES if (place / ENTRIES).is_dir() else place
    files = sorted(file for file in folder.glob("*.json") if not file.match(_SCHEMAS))
    if path is not None and not files:
        raise UserError(f"{path} contains no entries; give a JSON file, or a folder of JSON files")
    return files


def entry_problems(file: Path) -> list[str]:
    """Return the problems of one entry, each a sentence that begins with the file."""
    try:
        value = json.loads(file.read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        return [f"{file}: cannot be read as JSON: {error}"]
    problems = list(_schema_problems(value))
    if not problems:
        try:
            problems = list(arithmetic_problems(Entry.model_validate(value)))
        except ValidationError as error:
            first = error.errors()[0]
            problems = [f"{'.'.join(map(str, first['loc']))}: {first['msg']}"]
    return [f"{file}: {problem}" for problem in problems]


def _schema_problems(value: Any) -> Iterator[str]:
    for error in Draft202012Validator(entry_schema()).iter_errors(value):
        where = ".".join(str(part) for part in error.absolute_path) or "the entry"
        yield f"{where}: {error.message[:_LONGEST]}"
