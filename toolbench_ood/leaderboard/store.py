"""Entries on disk."""

import hashlib
import re
from pathlib import Path

from toolbench_ood.leaderboard.entry import Entry
from toolbench_ood.types.errors import UserError

_DIGITS = 8


def write_entry(entry: Entry, folder: Path) -> Path:
    """Write an entry to a file named after it; the same entry twice is one file.

    Raises:
        UserError: a different entry has that name, or the folder cannot be written.
    """
    content = (entry.model_dump_json(indent=2) + "\n").encode()
    digest = hashlib.sha256(content).hexdigest()[:_DIGITS]
    path = folder / f"{_slug(entry.name)}-{entry.date}-{digest}.json"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if path.exists():
            _require_same(path, content)
            return path
        draft = folder / f".{path.name}"
        draft.write_bytes(content)
        draft.replace(path)
    except OSError as error:
        raise UserError(
            f"{folder} cannot be written: {error.strerror}; give another --out"
        ) from error
    return path


def _require_same(path: Path, content: bytes) -> None:
    if path.read_bytes() != content:
        raise UserError(
            f"{path} holds another entry or was edited by hand; move it away or give another --out"
        )


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9.]+", "-", name.lower()).strip("-.") or "entry"
