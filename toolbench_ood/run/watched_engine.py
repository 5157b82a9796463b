"""An engine that reports every message to the run's listener."""

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
        """The wrapped engine's description."""
        return self._engine.description

    @property
    def context(self) -> int | None:
        """The wrapped engine's context."""
        return self._engine.context

    @property
    def concurrency(self) -> int:
        """The wrapped engine's concurrency."""
        return self._engine.concurrency

    async def generate(self, request: Request) -> Completion:
        """Generate with the wrapped engine, and report request and answer."""
        self._listener.asked()
        completion = await self._engine.generate(request)
        self._listener.wrote(len(completion.tokens))
        return completion

    def forget(self, case: str) -> None:
        """Let the wrapped engine drop its state of a case, if it has any."""
        if isinstance(self._engine, Remembering):
            self._engine.forget(case)

    async def cannot_constrain(self) -> str | None:
        """Ask the wrapped engine."""
        return await self._engine.cannot_constrain()

    async def close(self) -> None:
        """Do nothing; the wrapped engine is closed by its owner."""
