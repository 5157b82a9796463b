"""The scripted engine: returns messages from a script, as token ids."""

import asyncio
from collections.abc import Callable, Iterator, Mapping

from toolbench_ood.chat.chat import Chat
from toolbench_ood.engines.rest_of import rest_of
from toolbench_ood.types.errors import EngineError
from toolbench_ood.types.generation import Completion, Finish, PlayedText, Request
from toolbench_ood.types.value import Json


class ScriptedEngine:
    """Answers each case's requests with the next message of its script."""

    context: int | None = None
    concurrency: int = 16

    def __init__(self, name: str, chat: Chat, script: Callable[[str], Iterator[str]]) -> None:
        """Create an engine from a function that returns the script for a case id."""
        self._name = name
        self._chat = chat
        self._script = script
        self._playing: dict[str, Iterator[str]] = {}
        self._end = chat.end_of_turn(before="user")

    @property
    def description(self) -> Mapping[str, Json]:
        """Names the script that is played."""
        return {"name": "scripted", "script": self._name}

    async def generate(self, request: Request) -> Completion:
        """Return the next message of the case's script, truncated to the request's budget."""
        # Let other cases advance, as they do while a real engine computes.
        await asyncio.sleep(0)
        if request.step == 0:
            self._playing[request.case] = self._script(request.case)
        text = next(self._playing[request.case], None)
        if text is None:
            raise EngineError(f"the script of {request.case} has no message {request.step}")
        tokens = (*self._chat.tokenizer.encode(rest_of(text, request, self._chat)), self._end)
        if len(tokens) > request.max_tokens:
            tokens = tokens[: request.max_tokens]
            return Completion(tokens, Finish.LENGTH, played=PlayedText())
        return Completion(tokens, Finish.STOP, played=PlayedText())

    def forget(self, case: str) -> None:
        """Drop the script of a finished case."""
        self._playing.pop(case, None)

    async def cannot_constrain(self) -> str | None:
        """A script is played as it is."""
        return "a scripted model writes its script, whatever a grammar admits"

    async def close(self) -> None:
        """Drop all unfinished scripts."""
        self._playing.clear()
