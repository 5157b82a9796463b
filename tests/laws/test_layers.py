"""Law 12: layers point down, and heavy packages stay where they belong."""

import subprocess
import sys
from pathlib import Path

from cases import for_each

ROOT = Path(__file__).parents[2]


def test_layers_point_down() -> None:
    """Every import contract of pyproject.toml holds."""
    lint = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([lint], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603  # our own tool
    assert done.returncode == 0, done.stdout


HEAVY = ("torch", "transformers", "vllm", "datasets", "numpy", "scipy")

LIGHT = {
    "authoring": "from toolbench_ood import *; import toolbench_ood.world.kit",
    "parsing": "from toolbench_ood import load_format; load_format('hermes').read('x', [])",
    "running": "import toolbench_ood.run.evaluate",
    "scoring": "import toolbench_ood.run.rescore, toolbench_ood.score.scores",
    "validating": "import toolbench_ood.run.validate",
    "leaderboards": "import toolbench_ood.leaderboard.entry",
}


@for_each("what", LIGHT)
def test_light_work_needs_no_heavy_package(what: str) -> None:
    """Authoring, parsing, running scripts, scoring and publishing import no model package."""
    script = f"{LIGHT[what]}\nimport sys\nprint([m for m in {HEAVY} if m in sys.modules])"
    done = subprocess.run(  # noqa: S603  # our own interpreter
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"
