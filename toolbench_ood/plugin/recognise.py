"""Is a file a task file of a suite? Decided without importing it."""

from fnmatch import fnmatchcase
from pathlib import Path

_OURS = ("toolbench_ood", "SuiteInfo(")
"""What stands in the ``world.py`` of a suite and in no other project's."""


def is_task_file(path: Path) -> bool:
    """Tell whether a file is a ``task_*.py`` beside a ``world.py`` that declares a suite."""
    if not fnmatchcase(path.name, "task_*.py"):
        return False
    try:
        text = path.with_name("world.py").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return all(word in text for word in _OURS)
