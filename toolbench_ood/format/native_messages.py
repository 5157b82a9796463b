"""Conversations as messages that a chat template takes, with calls and results as data."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from toolbench_ood.chat.result_turn import ERROR
from toolbench_ood.chat.tokenizer import ChatMessage
from toolbench_ood.chat.ways import Way
from toolbench_ood.types.call import Call, ToolOutput


@dataclass(frozen=True, slots=True)
class NativeMessages:
    """Makes messages in the way in which a template takes calls."""

    way: Way
    system: str
    """The paragraph that begins a conversation, if the template takes a system message."""
    lead: str
    """The same in front of the first user's text, if it takes none."""

    def opening(self, ask: str) -> Iterator[ChatMessage]:
        """Yield the messages up to the first user's."""
        if self.system:
            yield {"role": "system", "content": self.system}
        yield {"role": "user", "content": self.lead + ask}

    def calling(self, calls: Sequence[Call]) -> ChatMessage:
        """Return a message of calls, with the ids that they have."""
        message = self.way.calling(calls)
        for made, call in zip(message["tool_calls"], calls, strict=True):
            made["id"] = call.id or made["id"]
        return message

    def results(self, outputs: Sequence[ToolOutput]) -> Iterator[ChatMessage]:
        """Yield one message for each result of a message's calls."""
        for index, output in enumerate(outputs):
            yield {
                "role": "tool",
                "name": output.name,
                "tool_call_id": output.id or self.way.id(index, output.name or ""),
                "content": f"{ERROR if output.is_error else ''}{output.content}",
            }
