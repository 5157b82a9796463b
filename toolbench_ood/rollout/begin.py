"""The beginning of a conversation: tools, what was settled earlier, the first ask."""

from collections.abc import Iterator, Sequence
from typing import Literal, TypeAlias

from toolbench_ood.chat.chat import Chat
from toolbench_ood.format.format import Format
from toolbench_ood.rollout.episode import Episode
from toolbench_ood.rollout.history import AppendHistory, History, Role
from toolbench_ood.shifts.layer import Exchange
from toolbench_ood.types.piece import Pieces, data
from toolbench_ood.types.tool import ToolSpec

Message: TypeAlias = tuple[Literal["user", "assistant", "tool"], Pieces]


def begin(episode: Episode, format_: Format, history: History, chat: Chat) -> tuple[Pieces, Pieces]:
    """Open an episode, put what comes before the first message into the history, and return it.

    Returns:
        The declaration and the first ask. What was settled earlier stands between them in the
        history alone: it follows from the case.
    """
    system, messages = first_messages(episode, format_)
    put_messages(history, chat, system, messages)
    return system, messages[-1][1]


def put_messages(history: History, chat: Chat, system: Pieces, messages: Sequence[Message]) -> None:
    """Put a declaration and the messages before the model's first into a history."""
    history.open(system, messages[0][1])
    for index, (role, pieces) in enumerate(messages[1:], start=1):
        if role == "assistant":
            follows: Role = "tool" if messages[index + 1][0] == "tool" else "user"
            history.heard(chat.spoken(pieces, before=follows))
        else:
            history.say(role, pieces)


def first_messages(episode: Episode, format_: Format) -> tuple[Pieces, Sequence[Message]]:
    """Open an episode and return its declaration and the messages before the model's first."""
    system, ask = episode.open()
    return system, [*_written(episode, format_), ("user", ask)]


def first_prompt(episode: Episode, format_: Format, chat: Chat) -> tuple[int, ...]:
    """Open an episode and return the token ids of its first prompt."""
    history = AppendHistory(chat)
    begin(episode, format_, history, chat)
    return history.prompt


def _written(episode: Episode, format_: Format) -> Iterator[Message]:
    for exchange in episode.earlier():
        yield "user", data(exchange.ask)
        yield from _calls(exchange, format_, episode.tools)
        yield "assistant", data(exchange.answer)


def _calls(exchange: Exchange, format_: Format, tools: tuple[ToolSpec, ...]) -> Iterator[Message]:
    for message in exchange.messages:
        for part in [(pair,) for pair in message] if format_.spec.single else [message]:
            yield "assistant", format_.write_pieces([call for call, _ in part], tools)
            outputs = [output for _, output in part]
            yield format_.spec.results.role, format_.results_pieces(outputs)
