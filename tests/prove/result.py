"""``RESULT.md``: what was proved when, on what, in a table that people and programs read."""

import os
import platform
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from pathlib import Path

FILE = Path(__file__).with_name("RESULT.md")
_HEAD = """# What was proved in full

`make test` samples the laws below by a stated design; `make prove` checks them in full and writes
its last results here. A part is run again with `make prove PROVE=PART`; `make prove PROVE=--list`
says how long each takes.

| part | what | result | checks | seconds | date | commit | machine |
|---|---|---|--:|--:|---|---|---|
"""


@dataclass(frozen=True, slots=True)
class Row:
    """The last result of a part."""

    what: str
    result: str
    """``holds``, ``FAILS`` or ``out of time``."""
    checks: int
    seconds: float
    date: str
    commit: str
    machine: str


def read_rows(file: Path = FILE) -> dict[str, Row]:
    """Return the results by part."""
    if not file.exists():
        return {}
    lines = file.read_text(encoding="utf-8").partition("---|---|\n")[2].splitlines()
    return dict(_row(line) for line in lines if line.startswith("|"))


def _row(line: str) -> tuple[str, Row]:
    name, what, result, checks, seconds, date, commit, machine_ = (
        cell.strip() for cell in line.strip("|").split("|")
    )
    numbers = int(checks.replace(",", "")), float(seconds.replace(",", ""))
    return name, Row(what, result, *numbers, date, commit, machine_)


def write_rows(rows: Mapping[str, Row], file: Path = FILE) -> None:
    """Write the table, the parts in order of their names."""
    lines = [_line(name, row) for name, row in sorted(rows.items())]
    file.write_text(_HEAD + "".join(lines), encoding="utf-8")


def _line(name: str, row: Row) -> str:
    what, result, checks, seconds, *others = astuple(row)
    cells = [name, what, result, f"{checks:,}", f"{seconds:,.0f}", *others]
    return f"| {' | '.join(cells)} |\n"


def machine() -> str:
    """Return the number of cores and the processor's name."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    cores = len(os.sched_getaffinity(0))
    return f"{cores} x {names[0] if names else platform.machine()}"
