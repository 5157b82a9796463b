"""CPU time of the program's own code per generation step, and steps a second."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter, process_time
from typing import Self

from laws.everything import IN_BYTES, byte_chat, scripted

from toolbench_ood.engines.cpu import look_at_cpu
from toolbench_ood.engines.engine import Engine
from toolbench_ood.engines.replay import ReplayEngine, Written
from toolbench_ood.format.library import FormatLibrary
from toolbench_ood.rollout.record import Record, dump_record
from toolbench_ood.rollout.rollout import Setting
from toolbench_ood.run.drive import drive
from toolbench_ood.run.model import open_model
from toolbench_ood.run.settings import Settings
from toolbench_ood.run.workers.pool import WorkerPool
from toolbench_ood.tasks.case import Case, make_cases
from toolbench_ood.tasks.collect import shipped_suites
from toolbench_ood.types.generation import Completion, Finish, Request

FORMATS = 4
"""In which each suite is played; the formats take turns."""
CONCURRENCY = (1, 1000)
WORKERS = (1, 2, 4)
"""Numbers of worker processes; with more than this machine has cores, the cores are the limit."""
AIM = 0.5
LEAST_STEPS = 1_500
"""Steps a second that are enough for an engine."""


def measure() -> None:
    """Print the CPU time of a step, alone and with a thousand cases in flight."""
    replayed = Replayed.make()
    print(f"Own code ({len(replayed.cases)} cases of everything that ships, {FORMATS} formats)")
    for concurrency in CONCURRENCY:
        begin = perf_counter()
        cost = replayed.milliseconds(concurrency)
        rate = replayed.steps / (perf_counter() - begin)
        print(
            f"  {concurrency} in flight, replayed: {cost:.2f} ms CPU a step over "
            f"{replayed.steps} steps, aim {AIM} ms; {rate:,.0f} steps a second"
            + (f", least {LEAST_STEPS:,}" if concurrency > 1 else "")
        )
    for number in WORKERS:
        replayed.print_workers(number)
    _, seconds = _play(replayed.cases, scripted("oracle", replayed.cases), CONCURRENCY[0])
    print(f"  1 in flight, the oracle writing: {seconds / replayed.steps * 1e3:.2f} ms CPU a step")


@dataclass(frozen=True)
class Replayed:
    """Cases with the messages that solve them, to be played by an engine that answers at once."""

    cases: Sequence[Case]
    written: Mapping[str, Sequence[Written]]

    @classmethod
    def make(cls) -> Self:
        """Let the oracle write the messages; what is kept between runs is warm afterwards."""
        cases = _cases()
        records, _ = _play(cases, scripted("oracle", cases), 16)
        return cls(
            cases, {record.case: [_words(text) for text in _texts(record)] for record in records}
        )

    @property
    def steps(self) -> int:
        """How many messages there are."""
        return sum(map(len, self.written.values()))

    def milliseconds(self, concurrency: int) -> float:
        """Play all cases and return the CPU time of a step."""
        _, seconds = _play(self.cases, ReplayEngine(byte_chat(), self.written), concurrency)
        return seconds / self.steps * 1e3

    def print_workers(self, number: int) -> None:
        """Play all cases in worker processes, with the replaying engine in this one."""
        engine = Clocked(byte_chat(), self.written)
        rate, seconds = asyncio.run(self._in_workers(number, engine))
        print(
            f"  {CONCURRENCY[-1]} in flight, {number} workers on {len(look_at_cpu().cores)} "
            f"cores: {rate:,.0f} steps a second once they have started, least {LEAST_STEPS:,}; "
            f"{seconds / self.steps * 1e3:.2f} ms CPU a step in the main process"
        )

    async def _in_workers(self, number: int, engine: "Clocked") -> tuple[float, float]:
        """Return steps a second, and the CPU seconds of this process."""
        pool = WorkerPool.start(number, open_model(Settings(model="oracle")))
        begin = process_time()
        try:
            setting = Setting(byte_chat(), IN_BYTES)
            await pool.drive(self.cases, engine, setting, CONCURRENCY[-1], lambda _: None)
            return self.steps / (perf_counter() - engine.began), process_time() - begin
        finally:
            await pool.close()


class Clocked(ReplayEngine):
    """Remembers when it was first asked."""

    began = 0.0

    async def generate(self, request: Request) -> Completion:
        """Answer at once."""
        self.began = self.began or perf_counter()
        return await super().generate(request)


def _cases() -> Sequence[Case]:
    """Cross tasks and formats as a run does, each suite with formats of its own."""
    library = FormatLibrary()
    names = library.names()
    cases: list[Case] = []
    for place, suite in enumerate(shipped_suites()):
        first = place * FORMATS
        formats = [library.load(names[(first + nth) % len(names)]) for nth in range(FORMATS)]
        cases += make_cases([suite], formats, [0])
    return cases


def _play(cases: Sequence[Case], engine: Engine, concurrency: int) -> tuple[list[Record], float]:
    records: list[Record] = []
    size = 0

    def keep(record: Record) -> None:
        nonlocal size
        records.append(record)
        size += len(dump_record(record))

    begin = process_time()
    asyncio.run(drive(cases, engine, Setting(byte_chat(), IN_BYTES), concurrency, keep))
    return records, process_time() - begin


def _texts(record: Record) -> list[str]:
    return [message.text for message in record.messages if message.role == "assistant"]


def _words(text: str) -> Written:
    return Written(text, Finish.STOP)
