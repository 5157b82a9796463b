"""pytest in a process of its own, with the plugin and nothing that is not asked for."""

import os
import re
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PLUGIN = "toolbench_ood.plugin.hooks"

_OUTCOME = re.compile(r"^(PASSED|FAILED|ERROR) (\S+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run of pytest ended."""

    code: int
    text: str
    """What it wrote, both streams."""

    @property
    def counts(self) -> dict[str, int]:
        """How many items ended how, as its last line says."""
        last = self.text.rstrip().rpartition("\n")[2]
        return {
            word.rstrip("s"): int(number) for number, word in re.findall(r"(\d+) ([a-z]+)", last)
        }

    @property
    def ids(self) -> dict[str, str]:
        """Outcomes by node id."""
        return {name: outcome for outcome, name in _OUTCOME.findall(self.text)}


def pytest_in(folder: Path, *arguments: object, plugins: tuple[str, ...] = (PLUGIN,)) -> Outcome:
    """Run pytest in a folder; every outcome is listed at the end."""
    loaded = [word for name in plugins for word in ("-p", name)]
    done = subprocess.run(  # noqa: S603  # our own interpreter
        [sys.executable, "-m", "pytest", "-rA", *loaded, *map(str, arguments)],
        cwd=folder,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
            "COLUMNS": "200",
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    return Outcome(done.returncode, done.stdout + done.stderr)


def tally(outcome: Outcome) -> Counter[str]:
    """Count outcomes."""
    return Counter(outcome.ids.values())
