"""JSON files that the program writes for itself, read back with an error in one sentence."""

import os
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from toolbench_ood.types.errors import UserError

Kept = TypeVar("Kept", bound=BaseModel)


def read_own(kind: type[Kept], path: Path, remedy: str) -> Kept | None:
    """Read a file; None where there is none.

    Args:
        kind: what it holds.
        path: the file.
        remedy: what to do if it is broken, as the end of a sentence.

    Raises:
        UserError: it is broken, or of another version of the program.
    """
    try:
        return kind.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror}") from error
    except ValidationError as error:
        raise UserError(f"{misread(path, error)}; {remedy}") from error


def write_own(content: BaseModel, path: Path) -> None:
    """Write a file at once, so that it is never there in part.

    Raises:
        OSError: it can't be written.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_text(content.model_dump_json(indent=2) + "\n", encoding="utf-8")
    draft.replace(path)


def misread(path: Path, error: ValidationError) -> str:
    """Say what in a file is not as this version of the program writes it; no sentence's end."""
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"]) or "the file"
    return (
        f"{path} cannot be read: {where}: {first['msg']}; it was written by another version of the "
        "program or edited by hand"
    )
