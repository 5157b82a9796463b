"""``make bench-peers``: CPU time of a generation step beside that of inspect_ai, in one run.

Neither model computes: ours replays messages, theirs is a function. Both loops declare tools, read
or take calls, check and carry them out, score, and write a log.
"""

import json
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.overhead import Replayed

ROUNDS = 3
IN_FLIGHT = (1, 1000)
SAMPLES = 60
"""Of theirs, a few seconds' worth; fewer than ours, which are the solutions of all tasks."""
AIM = 0.1


def measure(python: Path) -> None:
    """Print both figures in turns, and their ratio.

    Args:
        python: the interpreter of an environment with inspect_ai.
    """
    replayed = Replayed.make()
    for number in IN_FLIGHT:
        print(f"Peers ({number} in flight, ms of CPU a step, aim {AIM} of theirs)")
        for _ in range(ROUNDS):
            ours, (theirs, version) = replayed.milliseconds(number), _inspect(python, number)
            print(
                f"  ours {ours:.2f}, inspect_ai {version} {theirs:.2f}: {ours / theirs:.3f}",
                flush=True,
            )


def _inspect(python: Path, in_flight: int) -> tuple[float, str]:
    """Return milliseconds a step and the version."""
    script = Path(__file__).with_name("inspect_loop.py")
    done = subprocess.run(  # noqa: S603  # our own script
        [str(python), str(script), str(SAMPLES), str(in_flight)],
        check=True,
        capture_output=True,
        text=True,
    )
    found = json.loads(done.stdout.splitlines()[-1])
    return found["seconds"] / found["steps"] * 1e3, found["version"]


if __name__ == "__main__":
    measure(Path(sys.argv[1]))
