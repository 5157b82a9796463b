"""What is done with a run's engine when all cases are played, before it is closed."""

from typing import Protocol

from toolbench_ood.engines.engine import Engine
from toolbench_ood.run.planned import Planned


class FollowUp(Protocol):
    """Uses the engine of a run once more; it can't affect the run's records."""

    async def __call__(self, planned: Planned, engine: Engine) -> None:
        """Use it.

        Args:
            planned: what was played.
            engine: has the model loaded, and is closed by the run.

        Raises:
            EngineError: the engine failed; the run's records are on disk.
        """
        ...
