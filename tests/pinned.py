"""Cores of its own for each worker of a run, so that several engines can run at once.

Two programs whose threads wait for each other at every layer of a model slow each other down many
times over where they share cores.
"""

import os
from collections.abc import Mapping, Sequence


def pin_worker(environment: Mapping[str, str]) -> None:
    """Limit this process, and what it starts, to its worker's share of the cores, on Linux."""
    if "PYTEST_XDIST_WORKER" in environment and hasattr(os, "sched_setaffinity"):
        number = int(environment["PYTEST_XDIST_WORKER"].removeprefix("gw"))
        workers = int(environment["PYTEST_XDIST_WORKER_COUNT"])
        os.sched_setaffinity(0, share(sorted(os.sched_getaffinity(0)), number, workers))


def share(cores: Sequence[int], number: int, workers: int) -> Sequence[int]:
    """Return a worker's share of the cores; with more workers than cores, some get the same one."""
    return cores[number::workers] or [cores[number % len(cores)]]
