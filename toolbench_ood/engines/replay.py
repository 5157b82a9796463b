"""The replay engine: returns recorded messages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from toolbench_ood.chat.chat import Chat
from toolbench_ood.engines.rest_of import rest_of
from toolbench_ood.types.control_span import ControlSpan
from toolbench_ood.types.errors import EngineError
from toolbench_ood.types.generation import Completion, Finish, PlayedText, Request
from toolbench_ood.types.value import Json


class EndOfReplayError(EngineError):
    """The recording of the case ends before this step."""


@dataclass(frozen=True, slots=True)
class Written:
    """One recorded message of a model."""

    text: str
    finish: Finish
    controls: tuple[ControlSpan, ...] | None = None
    """Where control tokens stand in it; None if that was not recorded."""


class ReplayEngine:
    """Answers each case's requests with its recorded messages, tokenised by ``chat``.

    The text is replayed, not the token ids, so that a run can be rescored without the model's own
    tokenizer.
    """

    context: int | None = None
    concurrency: int = 16

    def __init__(self, chat: Chat, written: Mapping[str, Sequence[Written]]) -> None:
        """Create an engine from the recorded messages by case id."""
        self._chat = chat
        self._written = written
        self._end = chat.end_of_turn(before="user")

    @property
    def description(self) -> Mapping[str, Json]:
        """States that nothing is generated."""
        return {"name": "replay"}

    async def generate(self, request: Request) -> Completion:
        """Return the message recorded for this step.

        Raises:
            EndOfReplayError: nothing was recorded for this step.
        """
        messages = self._written.get(request.case, ())
        if request.step >= len(messages):
            raise EndOfReplayError(f"{request.case} has no recorded message {request.step}")
        message = messages[request.step]
        tokens = tuple(self._chat.tokenizer.encode(rest_of(message.text, request, self._chat)))
        if message.finish is Finish.STOP:
            tokens = (*tokens, self._end)
        return Completion(tokens, message.finish, played=PlayedText(message.controls))

    async def cannot_constrain(self) -> str | None:
        """A recording is replayed as it is."""
        return "recorded messages are replayed as they are"

    async def close(self) -> None:
        """Do nothing: there are no resources to release."""
