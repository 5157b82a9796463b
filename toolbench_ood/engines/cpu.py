"""The CPU and memory that this machine offers an engine, determined without heavy imports."""

import os
from dataclasses import dataclass
from math import ceil
from pathlib import Path

from toolbench_ood.engines.cgroup import core_limit, memory_limit
from toolbench_ood.engines.element_type import ElementType, native_type

_CPUINFO = Path("/proc/cpuinfo")
_FLAG_LINES = ("flags", "Features")
"""Keys under which x86 and ARM list CPU features."""


@dataclass(frozen=True, slots=True)
class Cpu:
    """The properties that determine how a model runs on this machine's CPU."""

    cores: tuple[int, ...]
    """Numbers of the cores available to this process."""
    memory: int
    """Bytes available to this process: total rather than free memory, so that the value is the same
    at every start."""
    native: ElementType
    """The element type that the CPU computes natively."""


def look_at_cpu() -> Cpu:
    """Inspect this machine's CPU."""
    return Cpu(_cores(), _memory(), native_type(cpu_flags()))


def cpu_flags(cpuinfo: Path = _CPUINFO) -> frozenset[str] | None:
    """Return the features that Linux lists for the first CPU; None if it lists none."""
    try:
        text = cpuinfo.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    for line in text.splitlines():
        name, _, value = line.partition(":")
        if name.strip() in _FLAG_LINES:
            return frozenset(value.split())
    return None


def _cores() -> tuple[int, ...]:
    """Return the cores, limited to the CPU time that the control group allows."""
    if hasattr(os, "sched_getaffinity"):
        usable = sorted(os.sched_getaffinity(0))
    else:
        usable = list(range(os.cpu_count() or 1))
    limit = core_limit()
    return tuple(usable if limit is None else usable[: max(1, ceil(limit))])


def _memory() -> int:
    physical = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return min(physical, memory_limit() or physical)
