"""The interface for observers of a probe."""

from typing import Protocol


class Watching(Protocol):
    """Receives the progress of a probe; it can't affect the probe."""

    def note(self, text: str) -> None:
        """Something worth a line."""
        ...

    def loading(self, what: str) -> None:
        """A model is being loaded: ``smollm2 on vllm``."""
        ...

    def counting(self, what: str, total: int) -> None:
        """So many conversations are to be done."""
        ...

    def advance(self) -> None:
        """One of them is done."""
        ...
