"""The replay engine: returns recorded messages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from toolbench_ood.chat.chat import Chat
from toolbench_ood.types.errors import EngineError
from toolbench_ood.types.generation import Completion, Finish, Request
from toolbench_ood.types.value import Json


class EndOfReplayError(EngineError):
    """The case was not recorded any further."""


@dataclass(frozen=True, slots=True)
class Written:
    """One message that a model once wrote."""

    text: str
    finish: Finish


class ReplayEngine:
    """Answers each case's requests with its recorded messages, in the tokens of ``chat``.

    The words are replayed, not the ids: a run can be scored again where the model's own tokenizer
    is not available.
    """

    context: int | None = None
    concurrency: int = 16

    def __init__(self, chat: Chat, written: Mapping[str, Sequence[Written]]) -> None:
        """Take the recorded messages by case id."""
        self._chat = chat
        self._written = written
        self._end = chat.end_of_turn(before="user")

    @property
    def description(self) -> Mapping[str, Json]:
        """Say that nothing is generated."""
        return {"name": "replay"}

    async def generate(self, request: Request) -> Completion:
        """Give back the message that was recorded at this step.

        Raises:
            EndOfReplayError: nothing was recorded at this step.
        """
        messages = self._written.get(request.case, ())
        if request.step >= len(messages):
            raise EndOfReplayError(f"{request.case} has no recorded message {request.step}")
        message = messages[request.step]
        tokens = tuple(self._chat.tokenizer.encode(message.text))
        if message.finish is Finish.STOP:
            tokens = (*tokens, self._end)
        return Completion(tokens, message.finish)

    async def close(self) -> None:
        """Hold nothing."""
