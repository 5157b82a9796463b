"""Memory and CPU limits that the control groups of this process impose on Linux."""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

_OWN = Path("/proc/self/cgroup")
_ROOT = Path("/sys/fs/cgroup")


def memory_limit(own: Path = _OWN, root: Path = _ROOT) -> int | None:
    """Return the bytes available to this process and others in its group; None for no limit.

    Args:
        own: file that lists the process's groups.
        root: mount point of the groups.
    """
    found = [limit for folder in _folders("memory", own, root) if (limit := _memory(folder))]
    return int(min(found)) if found else None


def core_limit(own: Path = _OWN, root: Path = _ROOT) -> float | None:
    """Return the number of cores' worth of CPU time available; None for no limit.

    Args:
        own: file that lists the process's groups.
        root: mount point of the groups.
    """
    found = [limit for folder in _folders("cpu", own, root) if (limit := _cores(folder))]
    return min(found) if found else None


def _folders(controller: str, own: Path, root: Path) -> Iterator[Path]:
    """Yield the folders of the process's group and its ancestors, in cgroup v1 and v2.

    In a container, the process's path may be that of the host, which is not mounted; the folders
    that exist then end with the container's own.
    """
    for line in _read(own).splitlines():
        _, controllers, path = line.split(":", maxsplit=2)
        if controllers and controller not in controllers.split(","):
            continue
        base = root / controller if controllers else root
        place = PurePosixPath(path.lstrip("/"))
        yield from (base / each for each in (place, *place.parents))


def _memory(folder: Path) -> float | None:
    return _number(_read(folder / "memory.max") or _read(folder / "memory.limit_in_bytes"))


def _cores(folder: Path) -> float | None:
    allowed, _, period = _read(folder / "cpu.max").partition(" ")
    quota = _number(allowed or _read(folder / "cpu.cfs_quota_us"))
    span = _number(period or _read(folder / "cpu.cfs_period_us"))
    return quota / span if quota and span else None


def _number(text: str) -> float | None:
    """Return a positive number; None for ``max``, ``-1``, or empty text."""
    return float(text) if text.strip().isdecimal() else None


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""
