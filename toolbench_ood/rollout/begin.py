"""The beginning of a conversation: tools, what was settled earlier, the first ask."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from toolbench_ood.chat.chat import Chat, Role
from toolbench_ood.format.format import Format
from toolbench_ood.rollout.episode import Episode
from toolbench_ood.rollout.history import AppendHistory, History
from toolbench_ood.rollout.opening import Turn, opening_turns
from toolbench_ood.rollout.system import SYSTEM
from toolbench_ood.shifts.layer import Exchange
from toolbench_ood.types.call import Call, ToolOutput
from toolbench_ood.types.piece import Pieces, data, plain
from toolbench_ood.types.tool import ToolSpec


@dataclass(frozen=True, slots=True)
class Beginning:
    """All that is said before the model's first message."""

    turns: Sequence[Turn]
    """Up to the first user's text, the declaration among them."""
    settled: Sequence[tuple[Role, Pieces]] = ()
    """What was said and done between that text and the first ask; it follows from the case."""
    declared_by_user: bool = False
    """Whether the declaration stands in the first user's turn."""

    @property
    def messages(self) -> Sequence[tuple[Role, Pieces]]:
        """Everything in order; a system's turn without text is left out."""
        return [(role, pieces) for role, pieces in (*self.turns, *self.settled) if pieces]

    @property
    def shown(self) -> Iterator[Turn]:
        """Iterate over what a record holds: the declaration in its turn, and the first ask."""
        *before, first = self.turns
        if self.declared_by_user and self.settled:
            before.append(first)
        yield from (turn for turn in before if turn[1])
        yield ("user", self.settled[-1][1]) if self.settled else first


def make_beginning(
    episode: Episode, format_: Format, system: str = SYSTEM, ask: Pieces | None = None
) -> Beginning:
    """Open an episode.

    Args:
        episode: is opened.
        format_: its format.
        system: the paragraph that the conversation begins with.
        ask: what the user says in place of the episode's own first ask, if given.
    """
    declaration, own_ask = episode.open()
    asked: tuple[Role, Pieces] = ("user", own_ask if ask is None else ask)
    first, *settled = [*_written(episode, format_), asked]
    turns = opening_turns(format_, system, declaration, first[1])
    by_user = format_.spec.axes.declaration_place == "user" and not format_.opens_by_itself
    return Beginning(turns, settled, declared_by_user=by_user)


def put_beginning(history: History, chat: Chat, beginning: Beginning) -> None:
    """Put what is said before the model's first message into a history."""
    history.open(beginning.turns)
    settled = beginning.settled
    for index, (role, pieces) in enumerate(settled):
        if role == "assistant":
            follows: Literal["user", "tool"] = "tool" if settled[index + 1][0] == "tool" else "user"
            history.heard(chat.spoken(pieces, before=follows))
        else:
            history.say("tool" if role == "tool" else "user", pieces)


def first_prompt(
    episode: Episode,
    format_: Format,
    chat: Chat,
    system: str = SYSTEM,
    history: History | None = None,
) -> tuple[int, ...]:
    """Open an episode and return the token ids of its first prompt.

    Args:
        episode: is opened.
        format_: its format.
        chat: the chat in which the case is played.
        system: the paragraph that the conversation begins with.
        history: one with nothing said in it; one that appends where it is left out.
    """
    history = history or AppendHistory(chat)
    put_beginning(history, chat, make_beginning(episode, format_, system))
    return history.prompt


def _written(episode: Episode, format_: Format) -> Iterator[tuple[Role, Pieces]]:
    for exchange in episode.earlier():
        yield "user", data(exchange.ask)
        yield from _calls(exchange, format_, episode.tools)
        yield "assistant", format_.behind_thought(data(exchange.answer))


def _calls(
    exchange: Exchange, format_: Format, tools: tuple[ToolSpec, ...]
) -> Iterator[tuple[Role, Pieces]]:
    for message in exchanged(exchange, format_):
        calls = format_.write_pieces([call for call, _ in message], tools)
        written = format_.behind_thought(calls)
        yield "assistant", written
        outputs = [output for _, output in message]
        if format_.spec.indexed:
            read = format_.read(plain(written), tools).calls
            pairs = zip(outputs, read, strict=True)
            outputs = [replace(output, id=call.id) for output, call in pairs]
        yield format_.results_role, format_.returned_pieces(outputs)


def exchanged(exchange: Exchange, format_: Format) -> Iterator[tuple[tuple[Call, ToolOutput], ...]]:
    """Yield messages of calls with their results, as many calls a message as the format takes."""
    for message in exchange.messages:
        yield from [(pair,) for pair in message] if format_.spec.single else [message]
