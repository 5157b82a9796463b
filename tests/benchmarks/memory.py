"""Memory of a long run: what is resident after so many cases.

``python -m tests.benchmarks.memory 10000 50000 100000`` plays as many cases as the last number says
and prints the figure at each.
"""

import argparse
import asyncio
import os
import sys
from collections.abc import Iterator, Sequence
from itertools import count, islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from laws.everything import IN_BYTES, byte_chat

from toolbench_ood.engines.scripted import ScriptedEngine
from toolbench_ood.format.library import FormatLibrary
from toolbench_ood.policy.find import find_policy, script_random
from toolbench_ood.rollout.record import Record, dump_record
from toolbench_ood.rollout.rollout import Setting
from toolbench_ood.run.drive import drive
from toolbench_ood.tasks.case import Case, make_cases
from toolbench_ood.tasks.collect import shipped_suites

FORMATS = 16
CONCURRENCY = 64


def measure(marks: Sequence[int] = (1_000, 5_000), model: str = "oracle") -> None:
    """Print the resident memory after each number of cases of one run."""
    print(f"Memory ({model}, {FORMATS} formats, {CONCURRENCY} in flight)")
    asyncio.run(_play(marks, model))


async def _play(marks: Sequence[int], model: str) -> None:
    playing: dict[str, Case] = {}
    policy = find_policy(model)
    engine = ScriptedEngine(
        model, byte_chat(), lambda case: policy(playing[case], script_random(0, case))
    )
    done = 0

    def keep(record: Record) -> None:
        nonlocal done
        dump_record(record)
        del playing[record.case]
        done += 1
        if done in marks:
            print(f"  after {done:,} cases: {_resident():.0f} MB", flush=True)

    def cases() -> Iterator[Case]:
        for case in islice(_endless(), max(marks)):
            playing[case.id] = case
            yield case

    await drive(cases(), engine, Setting(byte_chat(), IN_BYTES), CONCURRENCY, keep)


def _endless() -> Iterator[Case]:
    library = FormatLibrary()
    formats = [library.load(name) for name in library.names()[:FORMATS]]
    for seed in count():
        yield from make_cases(shipped_suites(), formats, [seed])


def _resident() -> float:
    """Return what the process has in memory now, in MB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.memory", description=__doc__)
    parser.add_argument("cases", type=int, nargs="+", help="numbers of cases at which to look")
    parser.add_argument("--model", default="oracle", help="scripted model that plays them")
    given = parser.parse_args()
    measure(given.cases, given.model)
