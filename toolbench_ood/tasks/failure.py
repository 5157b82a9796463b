"""A failure of an author's code, in one line that names file, line and values."""

import re
from pathlib import Path

from toolbench_ood.tasks.explain import explain
from toolbench_ood.tasks.place import find_place

_ADDRESS = re.compile(r" at 0x[0-9a-f]+")
"""What differs between runs; records must be reproducible byte for byte."""


def describe(error: BaseException, folder: Path) -> str:
    """Say where an author's code failed, and on what values.

    ``task_move.py:41: assert world.slot == slot (its message; values: 'Mon' == 'Tue')``. Whether
    pytest has explained an assert or not, the words are the same.

    Args:
        error: what the code raised, caught where the code was called.
        folder: the suite's.
    """
    place = find_place(error, folder)
    words = [_own_words(error), explain(error, place)]
    told = "; ".join(filter(None, words))
    return f"{place.words} ({told})" if told else place.words


def _own_words(error: BaseException) -> str:
    said = _ADDRESS.sub("", str(error))
    if not isinstance(error, AssertionError):
        return f"{type(error).__name__}: {said}".rstrip(": ")
    first = said.partition("\n")[0]
    return "" if first.startswith("assert ") else first
