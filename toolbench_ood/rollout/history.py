"""The prompt of a conversation: token ids that only grow, or a template rendered anew."""

from collections.abc import Sequence
from itertools import takewhile
from operator import eq
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

    def resent(self, asked: tuple[int, ...], written: tuple[int, ...]) -> int:
        """Count the leading tokens of the prompt that an earlier prompt and its answer had too."""
        ...


class AppendHistory:
    """Every prompt starts with the one before and the tokens that the model wrote, untouched."""

    def __init__(self, chat: Chat) -> None:
        """Begin with nothing said."""
        self._chat = chat
        self._prompt: tuple[int, ...] = ()
        self._last: tuple[int, ...] = ()
        self._more: tuple[int, ...] = ()
        """What is to be appended: a long prompt is copied once a step, not at every change."""

    @property
    def prompt(self) -> tuple[int, ...]:
        """Token ids of the next prompt."""
        if self._more:
            self._prompt += self._more
            self._more = ()
        return self._prompt

    def open(self, system: Pieces, user: Pieces) -> None:
        """Begin the conversation."""
        self._prompt = self._chat.opening(system, user)

    def heard(self, tokens: Sequence[int]) -> None:
        """Take the tokens that the model wrote."""
        self._last = tuple(tokens)
        self._more += self._last

    def say(self, role: Role, content: Pieces) -> None:
        """Add what the model is shown next."""
        self._more += self._chat.turn(role, content, last=self._last)

    def resent(self, asked: tuple[int, ...], written: tuple[int, ...]) -> int:
        """Count all of them, since prompts only grow."""
        return len(asked) + len(written)


class TemplateHistory:
    """Every prompt is the whole conversation, rendered anew by the model's own chat template."""

    def __init__(self, chat: Chat) -> None:
        """Begin with nothing said."""
        self._chat = chat
        self._messages: list[tuple[ChatRole, Pieces]] = []
        self._prompt: tuple[int, ...] | None = None

    @property
    def prompt(self) -> tuple[int, ...]:
        """Token ids of the next prompt."""
        if self._prompt is None:
            self._prompt = self._chat.whole(self._messages)
        return self._prompt

    def open(self, system: Pieces, user: Pieces) -> None:
        """Begin the conversation."""
        self._messages = [("system", system), ("user", user)]

    def heard(self, tokens: Sequence[int]) -> None:
        """Take the tokens that the model wrote."""
        # The words are the model's own: its markers stay the tokens that it knows.
        self._messages.append(("assistant", markup(self._chat.text(tokens))))
        self._prompt = None

    def say(self, role: Role, content: Pieces) -> None:
        """Add what the model is shown next."""
        self._messages.append((role, content))
        self._prompt = None

    def resent(self, asked: tuple[int, ...], written: tuple[int, ...]) -> int:
        """Count those that were rendered alike."""
        prompt, sent = self.prompt, asked + written
        if prompt[: len(sent)] == sent:
            return len(sent)
        return sum(1 for _ in takewhile(bool, map(eq, prompt, sent)))
