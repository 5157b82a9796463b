"""How many worker processes suit a run."""

from dataclasses import dataclass
from pathlib import Path

from toolbench_ood.engines.accelerator import DEVICES, has_accelerator
from toolbench_ood.engines.cpu import Cpu, look_at_cpu
from toolbench_ood.engines.kinds import EngineKind
from toolbench_ood.run.settings import Settings

_CASES_A_WORKER = 500
"""With fewer, playing them here is faster than opening a tokenizer in another process."""
_IN_FLIGHT_A_WORKER = 32
"""Fewer leave one process time enough while a model writes."""
_CORES_A_WORKER = 2
"""As many are left to the engine's own processes and to this one, which serves all workers."""
_MEMORY_A_WORKER = 4 * 2**30
"""Bytes of the machine's memory; a worker takes half a GiB, and most is left to the engine."""
_FEWEST = 2
"""One alone takes over what this process would do, and adds what it costs to serve it."""
_MOST = 4
"""Serving a worker costs about a quarter of the work that it saves this process."""


@dataclass(frozen=True, slots=True)
class WorkerCount:
    """How many processes, and why."""

    number: int
    reason: str

    def __str__(self) -> str:
        """Write both in one line, as ``run.json`` keeps it."""
        return f"{self.number}: {self.reason}"


def count_workers(settings: Settings, kind: EngineKind | None, cases: int) -> WorkerCount:
    """Return how many processes play the cases of a run.

    Args:
        settings: what the user chose.
        kind: the engine; None for a scripted model or a function of the caller's.
        cases: how many are to be played.
    """
    if settings.workers is not None:
        return WorkerCount(settings.workers, "as given")
    if kind is None:
        # To write the next message of a script is to play the case, and a function stays here too.
        return WorkerCount(0, "what writes the messages is in the main process")
    counts = [suitable_workers(kind, look_at_cpu()), _for_cases(cases)]
    if settings.concurrency is not None:
        counts.append(_for_concurrency(settings.concurrency))
    return _worthwhile(min(counts, key=lambda count: count.number))


def suitable_workers(kind: EngineKind, cpu: Cpu, devices: Path = DEVICES) -> WorkerCount:
    """Return how many suit an engine on a machine where there is much to play.

    Args:
        kind: the engine.
        cpu: the machine's cores and memory.
        devices: where the machine shows its GPUs.
    """
    if not kind.batches:
        return WorkerCount(0, "the engine answers one request at a time")
    if kind.local and not has_accelerator(devices):
        return WorkerCount(0, "the engine computes on these cores")
    cores = len(cpu.cores)
    by_cores, by_memory = cores // _CORES_A_WORKER, cpu.memory // _MEMORY_A_WORKER
    if by_memory < min(by_cores, _MOST):
        return _worthwhile(WorkerCount(by_memory, f"for {cpu.memory / 2**30:.0f} GiB of memory"))
    return _worthwhile(WorkerCount(min(by_cores, _MOST), f"for {cores} cores"))


def _worthwhile(count: WorkerCount) -> WorkerCount:
    if 0 < count.number < _FEWEST:
        return WorkerCount(0, f"{count.reason}; a single one would save nothing")
    return count


def _for_cases(cases: int) -> WorkerCount:
    reason = f"one per {_CASES_A_WORKER} cases, and there are {cases}"
    return WorkerCount(cases // _CASES_A_WORKER, reason)


def _for_concurrency(concurrency: int) -> WorkerCount:
    reason = f"one per {_IN_FLIGHT_A_WORKER} cases in flight, and there are {concurrency}"
    return WorkerCount(concurrency // _IN_FLIGHT_A_WORKER, reason)
