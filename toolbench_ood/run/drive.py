"""Play many cases on one engine concurrently, each independent of the others."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from toolbench_ood.engines.engine import Answering, Engine, Remembering
from toolbench_ood.rollout.record import Record
from toolbench_ood.rollout.rollout import Setting, rollout
from toolbench_ood.tasks.case import Case
from toolbench_ood.types.errors import EngineDownError, EngineError


async def drive(
    cases: Iterable[Case],
    engine: Engine,
    setting: Setting,
    concurrency: int,
    keep: Callable[[Record], None],
) -> None:
    """Play every case and pass on each record when its case ends.

    Args:
        cases: played in this order, ``concurrency`` of them at a time.
        engine: generates.
        setting: the settings shared by all rollouts.
        concurrency: cases in flight.
        keep: called with each record, one at a time.

    Raises:
        EngineDownError: no further request can be answered; records of cases that had ended are
            kept, those in flight are not.
        UserError: a task is broken before it asks anything, or ``keep`` failed.
    """
    slot = Slot(iter(cases), partial(play, engine=engine, setting=setting))
    await play_in([slot] * concurrency, engine, keep)


@dataclass(frozen=True, slots=True)
class Slot:
    """Plays one case at a time."""

    waiting: Iterator[Case]
    """What it takes its cases from; slots may share it."""
    play: Callable[[Case], Awaitable[Record]]


async def play_in(slots: Sequence[Slot], engine: Engine, keep: Callable[[Record], None]) -> None:
    """Play the cases of all slots at once; see :func:`drive`."""
    tasks = [asyncio.create_task(_fill(slot, engine, keep)) for slot in slots]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _fill(slot: Slot, engine: Engine, keep: Callable[[Record], None]) -> None:
    forget = engine.forget if isinstance(engine, Remembering) else None
    for case in slot.waiting:
        keep(await slot.play(case))
        if forget:
            forget(case.id)


async def play(case: Case, engine: Answering, setting: Setting) -> Record:
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
