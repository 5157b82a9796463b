"""A conversation as the messages that a model's chat template takes."""

from collections.abc import Sequence
from typing import Protocol

from toolbench_ood.chat.chat import Chat, Role
from toolbench_ood.chat.tokenizer import ChatMessage
from toolbench_ood.format.format import Format
from toolbench_ood.format.native import NativeFormat
from toolbench_ood.format.native_messages import NativeMessages
from toolbench_ood.rollout.begin import Beginning, exchanged
from toolbench_ood.rollout.episode import Episode, Heard
from toolbench_ood.types.piece import Pieces, plain


class Messages(Protocol):
    """Collects the messages of a conversation while it is played."""

    def begin(self, beginning: Beginning, episode: Episode) -> None:
        """Take what is said before the model's first message."""
        ...

    def add(self, written: Pieces, heard: Heard) -> None:
        """Take a message of the model's, and what it is shown then."""
        ...

    def all(self) -> Sequence[ChatMessage]:
        """Return the messages so far."""
        ...


def messages_of(format_: Format, chat: Chat) -> Messages:
    """Return an empty conversation: calls are data where the chat template writes them itself."""
    if isinstance(format_, NativeFormat) and format_.messages is not None:
        return MessagesWithCalls(format_, format_.messages)
    return MessagesOfText(chat)


class MessagesOfText:
    """Calls and results are text, in turns that the template has."""

    def __init__(self, chat: Chat) -> None:
        """Begin with nothing said."""
        self._chat = chat
        self._said: list[tuple[Role, Pieces]] = []

    def begin(self, beginning: Beginning, episode: Episode) -> None:  # noqa: ARG002  # protocol
        """Take what is said before the model's first message."""
        self._said += beginning.messages

    def add(self, written: Pieces, heard: Heard) -> None:
        """Take a message of the model's, and what it is shown then."""
        self._said.append(("assistant", written))
        if heard.say is not None:
            self._said.append((heard.say.role, heard.say.pieces))

    def all(self) -> Sequence[ChatMessage]:
        """Return the messages so far."""
        fitted = self._chat.fitted(self._said)
        return [{"role": role, "content": plain(content)} for role, content in fitted]


class MessagesWithCalls:
    """Calls and results are data, and the template declares the tools."""

    def __init__(self, format_: Format, native: NativeMessages) -> None:
        """Begin with nothing said."""
        self._format = format_
        self._native = native
        self._said: list[ChatMessage] = []

    def begin(self, beginning: Beginning, episode: Episode) -> None:
        """Take what is said before the model's first message."""
        *_, (_, ask) = beginning.messages
        opened = False
        for exchange in episode.earlier():
            self._said += self._asked(exchange.ask, opened=opened)
            opened = True
            for message in exchanged(exchange, self._format):
                self._said.append(self._native.calling([call for call, _ in message]))
                self._said += self._native.results([output for _, output in message])
            self._said.append({"role": "assistant", "content": exchange.answer})
        self._said += self._asked(plain(ask), opened=opened)

    def add(self, written: Pieces, heard: Heard) -> None:
        """Take a message of the model's, and what it is shown then."""
        if not heard.executed:
            self._said.append({"role": "assistant", "content": plain(written)})
            if heard.say is not None:
                self._said.append({"role": "user", "content": plain(heard.say.pieces)})
            return
        self._said.append(self._native.calling([each.call for each in heard.executed]))
        self._said += self._native.results([each.output for each in heard.executed])

    def all(self) -> Sequence[ChatMessage]:
        """Return the messages so far."""
        return self._said

    def _asked(self, ask: str, *, opened: bool) -> Sequence[ChatMessage]:
        return [{"role": "user", "content": ask}] if opened else [*self._native.opening(ask)]
