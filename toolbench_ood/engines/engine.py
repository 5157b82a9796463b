"""The interface of engines."""

from collections.abc import Mapping
from typing import Protocol, runtime_checkable

from toolbench_ood.types.generation import Completion, Request
from toolbench_ood.types.value import Json


class Answering(Protocol):
    """Generates token ids from token ids; many requests may be in flight at once."""

    async def generate(self, request: Request) -> Completion:
        """Answer one request.

        Raises:
            EngineError: this request failed after the engine's own retries.
            EngineDownError: no further request can be answered.
        """
        ...


class Engine(Answering, Protocol):
    """Generates completions for a run."""

    @property
    def description(self) -> Mapping[str, Json]:
        """What determines the results: name, version, arguments, device (for ``run.json``)."""
        ...

    @property
    def context(self) -> int | None:
        """Maximum tokens in prompt and completion together; None for no limit."""
        ...

    @property
    def concurrency(self) -> int:
        """Suitable number of cases in flight."""
        ...

    async def cannot_constrain(self) -> str | None:
        """Return why generation cannot be constrained by a grammar; None if it can."""
        ...

    async def close(self) -> None:
        """Release the engine's resources; it must not be used afterwards."""
        ...


def tell_nobody(sentence: str) -> None:
    """Discard an engine's messages during loading."""


@runtime_checkable
class Remembering(Protocol):
    """An engine that keeps per-case state between requests."""

    def forget(self, case: str) -> None:
        """Drop the state of a finished case."""
        ...


@runtime_checkable
class Remote(Protocol):
    """An engine whose behaviour is not ours, and is tried before a run relies on it."""

    async def try_out(self, request: Request) -> None:
        """Put the first request of a run to it; what comes is kept as the answer to that request.

        Raises:
            UserError: it lacks what a run needs.
            EngineError: it gave no usable response.
            EngineDownError: it cannot be reached.
        """
        ...
