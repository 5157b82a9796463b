"""The worker processes of a run."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Self

from toolbench_ood.engines.engine import Engine
from toolbench_ood.rollout.record import Record
from toolbench_ood.rollout.rollout import Setting
from toolbench_ood.run.drive import Slot, drive, play_in
from toolbench_ood.run.model import Model
from toolbench_ood.run.settings import NONE
from toolbench_ood.run.workers.messages import Bounds
from toolbench_ood.run.workers.share import share_out
from toolbench_ood.run.workers.worker import Worker
from toolbench_ood.tasks.case import Case


class WorkerPool:
    """Plays cases in worker processes, or in this process if there are none.

    Worlds, readers and prompts are theirs; the engine stays in this process, and so does whoever
    keeps the records.
    """

    def __init__(self, workers: Iterable[Worker] = ()) -> None:
        self._workers = tuple(workers)

    @classmethod
    def start(cls, number: int, model: Model) -> Self:
        """Start the processes; each opens the model's chat and the suites for itself.

        Started before an engine is, they are ready when it is, and inherit nothing of it.
        """
        # What is known of the model is found out once, and a hub is asked once.
        folder, *base = model.ref.folders or (None,)
        settings = replace(
            model.settings,
            model=str(folder) if folder else model.settings.model,
            base_model=str(base[0]) if base else None,
            id_formats=model.id_formats.names or (NONE,),
            trained_on=(NONE,),
            cases=(),
        )
        return cls(Worker(settings) for _ in range(number))

    async def drive(
        self,
        cases: Iterable[Case],
        engine: Engine,
        setting: Setting,
        concurrency: int,
        keep: Callable[[Record], None],
    ) -> None:
        """Do what :func:`~toolbench_ood.run.drive.drive` does.

        Raises:
            EngineDownError: no further request can be answered, or a process is gone.
            UserError: a task is broken, or ``keep`` failed.
        """
        if not self._workers:
            await drive(cases, engine, setting, concurrency, keep)
            return
        bounds = Bounds(setting.limits, setting.context)
        await asyncio.gather(*(worker.connect(engine, bounds) for worker in self._workers))
        shares = share_out(cases, len(self._workers))
        slots = [
            Slot(share, worker.play) for share, worker in zip(shares, self._workers, strict=True)
        ]
        await play_in([slots[nth % len(slots)] for nth in range(concurrency)], engine, keep)

    async def close(self) -> None:
        """End the processes."""
        await asyncio.gather(*(worker.close() for worker in self._workers))
