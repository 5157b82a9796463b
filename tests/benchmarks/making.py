"""Making cases: ten thousand of them, arranged and played by the oracle, on two processes."""

import resource
from concurrent.futures import ProcessPoolExecutor
from itertools import count, islice
from multiprocessing import get_context
from time import perf_counter, process_time

from toolbench_ood.format.library import FormatLibrary
from toolbench_ood.run.policy_trial import policy_problems
from toolbench_ood.tasks.case import Case
from toolbench_ood.tasks.collect import shipped_suites

CASES = 10_000
PROCESSES = 2
AIM_SECONDS = 120
_CHUNK = 500


def measure(cases: int = CASES) -> None:
    """Print the time of all cases, and how much memory the last nine tenths of them took."""
    started = perf_counter()
    share = cases // PROCESSES
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        done = list(pool.map(_make, [share] * PROCESSES, range(PROCESSES)))
    seconds = perf_counter() - started
    wrong = sum(found for found, *_ in done)
    print(f"Making cases ({PROCESSES} processes, hermes)")
    print(
        f"  {cases:,} cases built and played by the oracle: {seconds:.0f} s "
        f"(aim {AIM_SECONDS}), {wrong} unsolved"
    )
    for _, cpu, early, late in done:
        print(f"  CPU {cpu:.0f} s; memory after a tenth {early:.0f} MB, after all {late:.0f} MB")


def _make(number: int, turn: int) -> tuple[int, float, float, float]:
    """Make every other case; return the failures, CPU seconds, memory early and late (MB)."""
    format_ = FormatLibrary().load("hermes")
    tasks = [(suite, task_id) for suite in shipped_suites() for task_id in suite.tasks]
    drawn = (
        Case(suite, task_id, format_, seed)
        for seed in count(turn, PROCESSES)
        for suite, task_id in tasks
    )
    wrong = 0
    early = 0.0
    for begun in range(0, number, _CHUNK):
        wrong += len(policy_problems("oracle", list(islice(drawn, min(_CHUNK, number - begun)))))
        early = early or _memory()
    return wrong, process_time(), early, _memory()


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    measure()
