"""The interface for observers of a run."""

from typing import Protocol

from toolbench_ood.rollout.record import Record
from toolbench_ood.run.header import RunHeader


class Listener(Protocol):
    """Receives the progress of a run; it can't affect the run."""

    def note(self, text: str) -> None:
        """Something worth a line, such as a fallback."""
        ...

    def loading(self, what: str) -> None:
        """A model is being loaded, which may take minutes: ``smollm2 on vllm``."""
        ...

    def started(self, header: RunHeader, done: int) -> None:
        """The engine is ready; ``done`` of ``header.cases`` cases are on disk already."""
        ...

    def asked(self) -> None:
        """The model was asked for a message."""
        ...

    def wrote(self, tokens: int) -> None:
        """The model wrote one message of so many tokens."""
        ...

    def finished(self, record: Record) -> None:
        """One case is on disk."""
        ...

    def counting(self, what: str, total: int) -> None:
        """The cases are played, and so many conversations are to be scored by a probe."""
        ...

    def advance(self) -> None:
        """One of the conversations is done."""
        ...
