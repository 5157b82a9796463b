"""The prompt of a conversation: token ids that only grow, or one that is rebuilt."""

import re
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import takewhile
from operator import eq
from typing import Literal, Protocol

from toolbench_ood.chat.chat import Chat
from toolbench_ood.chat.chat import Role as ChatRole
from toolbench_ood.rollout.mode import Mode
from toolbench_ood.rollout.opening import Turn
from toolbench_ood.types.piece import Piece, Pieces, markup

Role = Literal["user", "tool"]


class History(Protocol):
    """The conversation so far, as the prompt of the next message."""

    @property
    def prompt(self) -> tuple[int, ...]:
        """Token ids of the next prompt."""
        ...

    def open(self, turns: Sequence[Turn]) -> None:
        """Begin the conversation; the last turn is the user's."""
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

    def open(self, turns: Sequence[Turn]) -> None:
        """Begin the conversation."""
        self._prompt = _opened(self._chat, turns)

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


class _AnewHistory(ABC):
    """Every prompt is the whole conversation, rebuilt."""

    def __init__(self, chat: Chat) -> None:
        """Begin with nothing said."""
        self._chat = chat
        self._messages: list[tuple[ChatRole, Pieces]] = []
        self._prompt: tuple[int, ...] | None = None

    @abstractmethod
    def _whole(self) -> tuple[int, ...]:
        """Return the prompt of all messages."""

    @abstractmethod
    def _said_by_model(self, tokens: Sequence[int]) -> Pieces:
        """Return what the model wrote, as it stands in later prompts."""

    @property
    def prompt(self) -> tuple[int, ...]:
        """Token ids of the next prompt."""
        if self._prompt is None:
            self._prompt = self._whole()
        return self._prompt

    def open(self, turns: Sequence[Turn]) -> None:
        """Begin the conversation."""
        self._messages = list(turns)

    def heard(self, tokens: Sequence[int]) -> None:
        """Take the tokens that the model wrote."""
        self._messages.append(("assistant", self._said_by_model(tokens)))
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


class TemplateHistory(_AnewHistory):
    """Every prompt is the conversation as the model's own chat template renders it."""

    def _whole(self) -> tuple[int, ...]:
        return self._chat.whole([(role, pieces) for role, pieces in self._messages if pieces])

    def _said_by_model(self, tokens: Sequence[int]) -> Pieces:
        # The words are the model's own: its markers stay the tokens that it knows.
        return markup(self._chat.text(tokens))


class FlatHistory(_AnewHistory):
    """Every prompt is one turn of the user's that quotes the whole conversation.

    System and declaration keep their own turns, where they have any.
    """

    def __init__(self, chat: Chat, markers: Collection[str] = ()) -> None:
        """Begin with nothing said.

        Args:
            chat: makes the prompts.
            markers: of the format; in what is quoted of the model they stay the tokens that they
                are elsewhere, and nothing else becomes a control token.
        """
        super().__init__(chat)
        self._markers = frozenset(markers)
        listed = sorted(map(re.escape, markers), key=len, reverse=True)
        self._split = re.compile(f"({'|'.join(listed)})") if listed else None

    def _whole(self) -> tuple[int, ...]:
        start = next(at for at, (role, _) in enumerate(self._messages) if role == "user")
        quoted = tuple(self._quoted(self._messages[start:]))
        turns: list[Turn] = []
        for role, pieces in self._messages[:start]:
            if role in {"system", "developer"}:
                turns.append(("developer" if role == "developer" else "system", pieces))
        return _opened(self._chat, (*turns, ("user", quoted)))

    def _quoted(self, messages: Sequence[tuple[ChatRole, Pieces]]) -> Iterator[Piece]:
        yield from markup("This is the conversation so far:")
        for role, pieces in messages:
            yield from markup(f"\n\n{_LABELS[role]}: ")
            yield from pieces
        yield from markup("\n\nWrite the assistant's next message.")

    def _said_by_model(self, tokens: Sequence[int]) -> Pieces:
        text = self._chat.text(tokens, keep=self._markers)
        parts = self._split.split(text) if self._split else [text]
        return tuple(Piece(part, data=part not in self._markers) for part in parts if part)


_LABELS: Mapping[ChatRole, str] = {"user": "User", "assistant": "Assistant", "tool": "Tool"}


def make_history(mode: Mode, chat: Chat, markers: Collection[str] = ()) -> History:
    """Return a history with nothing said in it.

    Args:
        mode: how prompts are made.
        chat: makes them.
        markers: the format's.
    """
    if mode == "append":
        return AppendHistory(chat)
    return TemplateHistory(chat) if mode == "template" else FlatHistory(chat, markers)


def _opened(chat: Chat, turns: Sequence[Turn]) -> tuple[int, ...]:
    """Return the prompt of turns that end in the user's."""
    (_, user), *before = reversed(turns)
    *own, (_, system) = before
    if not own:
        return chat.opening(system, user)
    ((role, declaration),) = own
    return chat.opening(
        system, user, ("developer" if role == "developer" else "system", declaration)
    )
