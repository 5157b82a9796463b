"""How many worker processes suit a run."""

from dataclasses import dataclass

from toolbench_ood.engines.accelerator import has_accelerator
from toolbench_ood.engines.cpu import Cpu, look_at_cpu
from toolbench_ood.engines.kinds import EngineKind
from toolbench_ood.run.settings import Settings

_CASES_A_WORKER = 500
"""Fewer are played here in less time than another process takes to open a tokenizer."""
_CORES_A_WORKER = 2
"""One is left to the engine and to this process, which serves all workers."""
_MEMORY_A_WORKER = 4 * 2**30
"""Bytes of this machine's memory; a worker takes about half of one GiB, and the engine has its
own needs."""
_MOST = 8
"""More ask for more than this process can pass on to the engine."""


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
        kind: the engine; None for a scripted model.
        cases: how many are to be played.
    """
    if settings.workers is not None:
        return WorkerCount(settings.workers, "as given")
    if kind is None:
        # Writing a script plays the case as well, so half of the work would stay where it is.
        return WorkerCount(0, "a scripted model plays in the main process")
    if kind.local and not has_accelerator():
        return WorkerCount(0, "the engine computes on these cores")
    suited = suitable_workers(look_at_cpu())
    wanted = cases // _CASES_A_WORKER
    if wanted < suited.number:
        return WorkerCount(wanted, f"one for every {_CASES_A_WORKER} of {cases} cases")
    return suited


def suitable_workers(cpu: Cpu) -> WorkerCount:
    """Return how many suit a machine whose engine computes elsewhere, however many the cases."""
    cores, gib = len(cpu.cores), cpu.memory / 2**30
    by_cores = cores // _CORES_A_WORKER
    by_memory = cpu.memory // _MEMORY_A_WORKER
    number = min(by_cores, by_memory, _MOST)
    if number == by_memory < by_cores:
        return WorkerCount(number, f"for {gib:.0f} GiB of memory")
    return WorkerCount(number, f"for {cores} cores")
