"""What this machine's processor and memory offer an engine; nothing heavy is imported."""

import os
from dataclasses import dataclass
from math import ceil
from pathlib import Path

from toolbench_ood.engines.cgroup import core_limit, memory_limit
from toolbench_ood.engines.element_type import ElementType, native_type

_CPUINFO = Path("/proc/cpuinfo")
_FLAG_LINES = ("flags", "Features")
"""Under these names x86 and ARM list what they can do."""


@dataclass(frozen=True, slots=True)
class Cpu:
    """What decides how a model is run on this machine's processor."""

    cores: tuple[int, ...]
    """Numbers of the cores that this process may use."""
    memory: int
    """Bytes that this process may use; what there is, not what is free, so that it is the same at
    every start."""
    native: ElementType
    """The element type that it computes itself."""


def look_at_cpu() -> Cpu:
    """Look, without changing anything."""
    return Cpu(_cores(), _memory(), native_type(cpu_flags()))


def cpu_flags(cpuinfo: Path = _CPUINFO) -> frozenset[str] | None:
    """Return the features that Linux lists for the first CPU; None where it lists none."""
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
    """Return the cores, no more than the control group allows the time of."""
    if hasattr(os, "sched_getaffinity"):
        usable = sorted(os.sched_getaffinity(0))
    else:
        usable = list(range(os.cpu_count() or 1))
    limit = core_limit()
    return tuple(usable if limit is None else usable[: max(1, ceil(limit))])


def _memory() -> int:
    physical = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return min(physical, memory_limit() or physical)
