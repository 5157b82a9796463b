"""Play many cases on one engine at once, each advancing by itself."""

import asyncio
from collections.abc import Callable, Iterable, Iterator

from toolbench_ood.engines.engine import Engine, Remembering
from toolbench_ood.rollout.record import Record
from toolbench_ood.rollout.rollout import Setting, rollout
from toolbench_ood.task.case import Case
from toolbench_ood.types.errors import EngineDownError, EngineError


async def drive(
    cases: Iterable[Case],
    engine: Engine,
    setting: Setting,
    concurrency: int,
    keep: Callable[[Record], None],
) -> None:
    """Play every case and hand each record over as its case ends.

    Args:
        cases: played in this order, ``concurrency`` of them at a time.
        engine: generates.
        setting: what the rollouts have in common.
        concurrency: cases in flight.
        keep: called with each record, one at a time.

    Raises:
        EngineDownError: no further request can be answered; records of cases that had ended are
            kept, those in flight are not.
        UserError: a task is broken before it asks anything, or ``keep`` failed.
    """
    waiting = iter(cases)
    workers = [
        asyncio.create_task(_work(waiting, engine, setting, keep)) for _ in range(concurrency)
    ]
    try:
        await asyncio.gather(*workers)
    finally:
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)


async def _work(
    waiting: Iterator[Case], engine: Engine, setting: Setting, keep: Callable[[Record], None]
) -> None:
    forget = engine.forget if isinstance(engine, Remembering) else None
    for case in waiting:
        keep(await play(case, engine, setting))
        if forget:
            forget(case.id)


async def play(case: Case, engine: Engine, setting: Setting) -> Record:
    """Play one case.

    Raises:
        EngineDownError: the engine is gone; the case has no record.
        UserError: the task is broken before it asks anything.
    """
    steps = rollout(case, setting)
    try:
        request = next(steps)
        while True:
            try:
                completion = await engine.generate(request)
            except EngineDownError:
                raise
            except EngineError as error:
                request = steps.throw(error)
            else:
                request = steps.send(completion)
    except StopIteration as end:
        record: Record = end.value
        return record
