"""Standard error as it is when a command starts."""

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO


@contextmanager
def own_stderr() -> Iterator[TextIO]:
    """Provide a stream to standard error that survives redirection of its file descriptor.

    While an engine starts, the descriptor leads to a log file.
    """
    try:
        number = sys.stderr.fileno()
    except (io.UnsupportedOperation, ValueError):
        # Something in this process takes what is written, and no descriptor leads to it.
        yield sys.stderr
        return
    with os.fdopen(
        os.dup(number), "w", encoding=sys.stderr.encoding, errors=sys.stderr.errors
    ) as stream:
        yield stream
