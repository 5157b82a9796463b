"""A folder that is written completely or not at all."""

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from toolbench_ood.run.folder import check_free
from toolbench_ood.types.errors import UserError


@contextmanager
def new_folder(path: Path) -> Iterator[None]:
    """Create a folder, or use an empty one; its contents are removed after a failure.

    Raises:
        UserError: the folder holds something, or cannot be written.
    """
    check_free(path)
    try:
        with ExitStack() as undo:
            undo.callback(_remove, path, keep=path.exists())
            path.mkdir(parents=True, exist_ok=True)
            yield
            undo.pop_all()
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else error
        raise UserError(
            f"{path} cannot be written: {reason}; free some space or give another --out"
        ) from error


def _remove(path: Path, *, keep: bool) -> None:
    """Remove a folder, or only what is in it."""
    if not keep:
        shutil.rmtree(path, ignore_errors=True)
        return
    for entry in path.iterdir():
        if entry.is_dir():
            shutil.rmtree(entry, ignore_errors=True)
        else:
            entry.unlink(missing_ok=True)
