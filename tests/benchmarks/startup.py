"""How long commands take to start, against a bare interpreter."""

import subprocess
import sys
from pathlib import Path
from statistics import median
from time import perf_counter

RUNS = 11
PROGRAM = Path(sys.executable).with_name("toolbench-ood")
COMMANDS = {
    "python -c pass": [sys.executable, "-c", "pass"],
    "toolbench-ood --help": [str(PROGRAM), "--help"],
    "toolbench-ood list tasks": [str(PROGRAM), "list", "tasks"],
}
AIMS = {"toolbench-ood --help": 0.25, "toolbench-ood list tasks": 0.6}


def measure() -> None:
    """Print the median wall time of each command, the commands taking turns."""
    print("Start-up (median of", RUNS, "runs, in turns)")
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(RUNS):
        for name, command in COMMANDS.items():
            begin = perf_counter()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603  # our own
            times[name].append(perf_counter() - begin)
    bare = median(times["python -c pass"])
    for name, measured in times.items():
        aim = f", aim {AIMS[name]} s" if name in AIMS else ""
        middle = median(measured)
        print(f"  {name}: {middle:.3f} s, {middle / bare:.1f} x python -c pass{aim}")
