"""Output that reaches stdout completely, or one sentence saying that it didn't."""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer

_FAILED_EXIT = 2
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})


@contextmanager
def whole_output() -> Iterator[None]:
    """Exit with one sentence and code 2 if not all output can be written to stdout.

    Errors of other files are reported where they are written, and a closed pipe is no error;
    neither is handled here.
    """
    try:
        try:
            yield
        finally:
            sys.stdout.flush()
    except OSError as error:
        if error.errno not in _NO_ROOM or error.filename is not None:
            raise
        _discard_output()
        typer.echo(
            f"error: the output cannot be written: {error.strerror}; free some space, or redirect "
            "it elsewhere",
            err=True,
        )
        raise SystemExit(_FAILED_EXIT) from None


def _discard_output() -> None:
    """Point stdout at nothing, or Python would try again, and fail, when it ends."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, sys.stdout.fileno())
    os.close(nothing)
