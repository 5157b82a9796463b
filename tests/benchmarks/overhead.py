"""CPU time of the program's own code per generation step."""

import asyncio
from collections.abc import Sequence
from time import process_time

from laws.everything import byte_chat, sample, scripted

from toolbench_ood.engines.engine import Engine
from toolbench_ood.engines.replay import ReplayEngine, Written
from toolbench_ood.rollout.record import Record, dump_record
from toolbench_ood.rollout.rollout import Setting
from toolbench_ood.run.drive import drive
from toolbench_ood.task.case import Case
from toolbench_ood.types.generation import Finish

FORMATS = 4
"""In which each task is played."""
CONCURRENCY = (1, 1000)
AIM = 1.0


def measure() -> None:
    """Print milliseconds of CPU per step, alone and with a thousand cases in flight."""
    cases = sample(FORMATS)
    print(f"Own code ({len(cases)} cases of everything that ships)")
    records, _ = _play(cases, scripted("oracle", cases), 16)
    written = {record.case: [_words(text) for text in _texts(record)] for record in records}
    for concurrency in CONCURRENCY:
        for name in ("replay", "oracle"):
            replays = name == "replay"
            engine = ReplayEngine(byte_chat(), written) if replays else scripted(name, cases)
            played, seconds = _play(cases, engine, concurrency)
            steps = sum(len(_texts(record)) for record in played)
            what = "worlds, formats, rollout, checks, records" if replays else "and the oracle"
            print(
                f"  {concurrency} in flight, {name} ({what}): "
                f"{seconds / steps * 1e3:.2f} ms CPU a step over {steps} steps, aim {AIM} ms"
            )


def _play(cases: Sequence[Case], engine: Engine, concurrency: int) -> tuple[list[Record], float]:
    records: list[Record] = []
    size = 0

    def keep(record: Record) -> None:
        nonlocal size
        records.append(record)
        size += len(dump_record(record))

    begin = process_time()
    asyncio.run(drive(cases, engine, Setting(byte_chat()), concurrency, keep))
    return records, process_time() - begin


def _texts(record: Record) -> list[str]:
    return [message.text for message in record.messages if message.role == "assistant"]


def _words(text: str) -> Written:
    return Written(text, Finish.STOP)
