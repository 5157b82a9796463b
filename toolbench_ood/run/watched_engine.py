"""An engine that tells the run's listener of every message."""

from collections.abc import Mapping

from toolbench_ood.engines.engine import Engine, Remembering
from toolbench_ood.run.listener import Listener
from toolbench_ood.types.generation import Completion, Request
from toolbench_ood.types.value import Json


class WatchedEngine:
    """Another engine, watched."""

    def __init__(self, engine: Engine, listener: Listener) -> None:
        """Take the engine that generates and whom to tell."""
        self._engine = engine
        self._listener = listener

    @property
    def description(self) -> Mapping[str, Json]:
        """What the other says of itself."""
        return self._engine.description

    @property
    def context(self) -> int | None:
        """The other's context."""
        return self._engine.context

    @property
    def concurrency(self) -> int:
        """What suits the other."""
        return self._engine.concurrency

    async def generate(self, request: Request) -> Completion:
        """Let the other answer, and tell of request and answer."""
        self._listener.asked()
        completion = await self._engine.generate(request)
        self._listener.wrote(len(completion.tokens))
        return completion

    def forget(self, case: str) -> None:
        """Let the other drop what it keeps of a case, where it keeps anything."""
        if isinstance(self._engine, Remembering):
            self._engine.forget(case)

    async def close(self) -> None:
        """Leave the other to its owner."""
