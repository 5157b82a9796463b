"""Recognises the task files of suites without importing them."""

from fnmatch import fnmatchcase
from pathlib import Path

_OURS = ("toolbench_ood", "SuiteInfo(")
"""Text that only the ``world.py`` of a suite contains."""


def is_task_file(path: Path) -> bool:
    """Return whether a file is a ``task_*.py`` beside a ``world.py`` that declares a suite."""
    if not fnmatchcase(path.name, "task_*.py"):
        return False
    try:
        text = path.with_name("world.py").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return all(word in text for word in _OURS)
