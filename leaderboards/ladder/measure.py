"""Measure the rungs: play the profile ladder, publish each entry, and probe each adapter.

What is measured already is not measured again, and an interrupted run goes on. Then the tables of
README.md are written anew.

    python leaderboards/ladder/measure.py          # every rung that is stored
    python leaderboards/ladder/measure.py tuned    # one
"""

import argparse
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from make import WORK
from recipe import RUNGS, START
from store import ADAPTERS
from tables import BASE, ENTRIES, PROBES, entry_of, write_tables

from toolbench_ood.model.adapter import ADAPTER_WEIGHTS

_PROGRAM = str(Path(sys.executable).with_name("toolbench-ood"))

_UNDECLARED = ("--id-format", "hermes", "--trained-on", "train[lean+terse]")
"""For checkpoints that were not trained: their cells are those of the trained ones."""

_ALIKE = ("--engine-arg", "dtype=float32")
"""What would else depend on the machine."""

_RUN_OPTIONS: Mapping[str, Sequence[str]] = {
    BASE: _UNDECLARED,
    "zero": _UNDECLARED,
    "collapsed": ("--arm", "strict,grammar-forced,mask"),
}
"""What a rung is played with beside the profile."""


def rungs() -> Iterator[str]:
    """Yield the base and each rung that is stored."""
    yield BASE
    yield from (name for name in RUNGS if (ADAPTERS / name / ADAPTER_WEIGHTS).is_file())


def measure(name: str) -> None:
    """Play a rung and publish its entry, and probe it with the steps that lead to it."""
    if entry_of(name) is None:
        _publish(name)
    for step in (*sorted(path.name for path in ADAPTERS.glob(f"{name}-*")), name):
        report = PROBES / f"{step}.json"
        if not report.is_file():
            _probe(step, report)


def _publish(name: str) -> None:
    run = WORK / name / "run"
    if run.is_dir():
        _call("eval", "--resume", str(run))
    else:
        options = ("--model", f"ladder:{name}", "--profile", "ladder", "--out", str(run))
        _call("eval", *options, *_ALIKE, *_RUN_OPTIONS.get(name, ()))
    _call("leaderboard", "add", str(run), "--out", str(ENTRIES), "--name", f"ladder:{name}")


def _probe(name: str, report: Path) -> None:
    """Probe on transformers, which serves whole distributions, against the rung begun with."""
    PROBES.mkdir(exist_ok=True)
    options = ["--model", f"ladder:{name}", "--profile", "ladder", "--format", "hermes"]
    if name != START and (ADAPTERS / START).is_dir():
        options += ["--compare", f"ladder:{START}"]
    _call("probe", *options, "--engine", "transformers", *_ALIKE, "--out", str(report))


def _call(*arguments: str) -> None:
    subprocess.run([_PROGRAM, *arguments], check=True)  # noqa: S603  our own program


def main() -> None:
    """Measure the rungs that are named, or all."""
    stored = list(rungs())
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(stored)} (all)")
    names = parser.parse_args().names
    unknown = [name for name in names if name not in stored]
    if unknown:
        parser.error(f"no rung {unknown[0]!r} is stored; the rungs are {', '.join(stored)}")
    for name in names or stored:
        measure(name)
    write_tables()


if __name__ == "__main__":
    main()
