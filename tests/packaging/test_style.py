"""Style and types of the whole tree."""

import subprocess
import sys
from pathlib import Path

import pytest
from cases import for_each

ROOT = Path(__file__).parents[2]

CHECKS = {"style": ("ruff", "check"), "layout": ("ruff", "format", "--check"), "types": ("mypy",)}


@pytest.mark.slow
@for_each("what", CHECKS)
def test_the_tree_is_in_order(what: str) -> None:
    """Ruff finds nothing to say or to change, and mypy (strict) no error."""
    tool, *arguments = CHECKS[what]
    command = [Path(sys.executable).with_name(tool), *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603  # our own tool
    assert done.returncode == 0, done.stdout + done.stderr
