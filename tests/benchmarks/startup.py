"""How much computing commands take before they have done anything, beside a bare interpreter."""

import os
import subprocess
import sys
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median

RUNS = 11
PROGRAM = Path(sys.executable).with_name("toolbench-ood")
CASE = "calendar/task_create.py::files_an_event[none][hermes][0]"
DRY_RUN = ("eval", "--model", "oracle", "--profile", "standard", "--dry-run")
COMMANDS = {
    "python -c pass": [sys.executable, "-c", "pass"],
    "toolbench-ood --help": [str(PROGRAM), "--help"],
    "toolbench-ood list tasks": [str(PROGRAM), "list", "tasks"],
    "toolbench-ood show CASE": [str(PROGRAM), "show", CASE],
    "toolbench-ood eval --profile standard --dry-run": [str(PROGRAM), *DRY_RUN],
}
AIMS = {
    "toolbench-ood --help": 0.15,
    "toolbench-ood list tasks": 0.6,
    "toolbench-ood show CASE": 1.0,
    "toolbench-ood eval --profile standard --dry-run": 3.0,
}
"""Seconds on a fast machine."""


def measure() -> None:
    """Print each command's CPU time, the commands taking turns, once Python has its bytecode."""
    print("Start-up (seconds of CPU, median of", RUNS, "runs, in turns)")
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for run in range(RUNS + 1):
        for name, command in COMMANDS.items():
            spent = _cpu_seconds(command)
            if run:
                times[name].append(spent)
    bare = median(times["python -c pass"])
    for name, measured in times.items():
        aim = f", aim {AIMS[name]} s" if name in AIMS else ""
        middle = median(measured)
        print(f"  {name}: {middle:.3f} s, {middle / bare:.1f} x python -c pass{aim}")


def _cpu_seconds(command: list[str]) -> float:
    """Run a command; return the user and system time that it took."""
    environment = {key: value for key, value in os.environ.items() if key != _NO_BYTECODE}
    before = getrusage(RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)  # noqa: S603  # our own
    after = getrusage(RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


_NO_BYTECODE = "PYTHONDONTWRITEBYTECODE"
