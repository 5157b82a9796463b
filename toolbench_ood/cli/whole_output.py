"""Output that reaches stdout as a whole, or one sentence that says it did not."""

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
    """Leave with one sentence and exit code 2 where stdout does not take everything.

    A file of ours that cannot be written is reported where it is written, and a reader that closed
    the pipe has seen enough; neither comes here.
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
