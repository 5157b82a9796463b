"""Starts a verbose engine without terminal output."""

import logging
import os
import re
import sys
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

_ERROR_LINE = re.compile(r"\b(?:\w+\.)*\w*(?:Error|Exception|Interrupt)\b: .+")
_HINT = re.compile(r"See (root cause|stack trace)")
"""An error line with these words only refers to another one."""
_TAIL_BYTES = 200_000


@contextmanager
def environment(variables: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Set variables that are unset, yield those that were set, and unset them again.

    Processes started in the meantime inherit them.
    """
    added = {name: value for name, value in variables.items() if name not in os.environ}
    os.environ.update(added)
    try:
        yield added
    finally:
        for name in added:
            os.environ.pop(name, None)


@contextmanager
def output_to(log: Path) -> Iterator[None]:
    """Append standard output and standard error to a file, and suppress Python's warnings.

    The file descriptors themselves are redirected, which includes the output of C code and of
    processes started in the meantime; the latter keep them for as long as they live.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    _flush()
    kept = [os.dup(stream) for stream in (1, 2)]
    target = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    try:
        os.dup2(target, 1)
        os.dup2(target, 2)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        _flush()
        for stream, copy in zip((1, 2), kept, strict=True):
            os.dup2(copy, stream)
            os.close(copy)
        os.close(target)


def send_logger_to(name: str, log: Path) -> None:
    """Redirect all output of a logger of this process to a file."""
    logger = logging.getLogger(name)
    for handler in logger.handlers[:]:
        logger.removeHandler(handler)
        handler.close()
    handler = logging.FileHandler(log)
    handler.setFormatter(logging.Formatter("%(levelname)s %(asctime)s %(message)s"))
    logger.addHandler(handler)


def last_words(log: Path) -> str | None:
    """Return the last error at the end of a log file, on one line."""
    with log.open("rb") as file:
        file.seek(max(log.stat().st_size - _TAIL_BYTES, 0))
        lines = file.read().decode(errors="replace").splitlines()
    errors = (match[0] for line in lines if (match := _ERROR_LINE.search(line)))
    return next((text for text in reversed(list(errors)) if not _HINT.search(text)), None)


def _flush() -> None:
    sys.stdout.flush()
    sys.stderr.flush()
