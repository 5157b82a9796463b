"""JSON objects in a model's folder, read within bounds."""

import json
from pathlib import Path

from toolbench_ood.model.broken_file import file_problem
from toolbench_ood.types.errors import UserError
from toolbench_ood.types.value import Json

_LARGEST = 100_000_000
"""Bytes. The index of a model of a thousand files takes a tenth of it."""


def read_json_object(path: Path) -> dict[str, Json]:
    """Return the object in a file.

    Raises:
        UserError: there is none. The sentence begins with the file's name.
    """
    problem = file_problem(path)
    if problem:
        raise UserError(f"{path.name} {problem}")
    if path.stat().st_size > _LARGEST:
        raise UserError(f"{path.name} is larger than any such file should be")
    return parse_json_object(path.read_bytes(), path.name)


def parse_json_object(text: bytes, source: str) -> dict[str, Json]:
    """Return the object that a text is.

    Raises:
        UserError: it is none. The sentence begins with the source.
    """
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UserError(f"{source} is not JSON ({_first_line(error)})") from error
    if not isinstance(found, dict):
        raise UserError(f"{source} is not a JSON object")
    return found


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
