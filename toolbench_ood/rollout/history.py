"""The prompt of a conversation: token ids that only grow, or a template rendered anew."""

from collections.abc import Sequence
from typing import Literal, Protocol

from toolbench_ood.chat.chat import Chat
from toolbench_ood.chat.chat import Role as ChatRole
from toolbench_ood.types.piece import Pieces, markup

Role = Literal["user", "tool"]


class History(Protocol):
    """The conversation so far, as the prompt of the next message."""

    @property
    def prompt(self) -> tuple[int, ...]:
        """Token ids of the next prompt."""
        ...

    def open(self, system: Pieces, user: Pieces) -> None:
        """Begin the conversation."""
        ...

    def heard(self, tokens: Sequence[int]) -> None:
        """Take the tokens that the model wrote."""
        ...

    def say(self, role: Role, content: Pieces) -> None:
        """Add what the model is shown next."""
        ...


class AppendHistory:
    """Every prompt starts with the one before and the tokens that the model wrote, untouched."""

    def __init__(self, chat: Chat) -> None:
        """Begin with nothing said."""
        self._chat = chat
        self._last: tuple[int, ...] = ()
        self.prompt: tuple[int, ...] = ()

    def open(self, system: Pieces, user: Pieces) -> None:
        """Begin the conversation."""
        self.prompt = self._chat.opening(system, user)

    def heard(self, tokens: Sequence[int]) -> None:
        """Take the tokens that the model wrote."""
        self._last = tuple(tokens)
        self.prompt += self._last

    def say(self, role: Role, content: Pieces) -> None:
        """Add what the model is shown next."""
        self.prompt += self._chat.turn(role, content, last=self._last)


class TemplateHistory:
    """Every prompt is the whole conversation, rendered anew by the model's own chat template."""

    def __init__(self, chat: Chat) -> None:
        """Begin with nothing said."""
        self._chat = chat
        self._messages: list[tuple[ChatRole, Pieces]] = []

    @property
    def prompt(self) -> tuple[int, ...]:
        """Token ids of the next prompt."""
        return self._chat.whole(self._messages)

    def open(self, system: Pieces, user: Pieces) -> None:
        """Begin the conversation."""
        self._messages = [("system", system), ("user", user)]

    def heard(self, tokens: Sequence[int]) -> None:
        """Take the tokens that the model wrote."""
        # The words are the model's own: its markers stay the tokens that it knows.
        self._messages.append(("assistant", markup(self._chat.text(tokens))))

    def say(self, role: Role, content: Pieces) -> None:
        """Add what the model is shown next."""
        self._messages.append((role, content))
