"""Assigns each token of a message to a class: that of the first character that it spells."""

from collections.abc import Iterator, Sequence

from toolbench_ood.chat.chat import Chat
from toolbench_ood.chat.tokenizer import Tokenizer
from toolbench_ood.format.format import Format
from toolbench_ood.probe.paint import paint
from toolbench_ood.probe.position import Position, TurnState
from toolbench_ood.types.tool import ToolSpec


def classify(
    chat: Chat, format_: Format, tokens: Sequence[int], tools: Sequence[ToolSpec], turn: TurnState
) -> tuple[Position, ...]:
    """Return the class of each token of a message.

    A token that spells characters of two classes belongs to the class of its first character. The
    token that ends the turn has a class of its own, unless it closes a call too.
    """
    text = chat.text(tokens, keep=format_.markers)
    painted = paint(format_, text, tools, turn)
    end = _end(painted, turn)
    return tuple(
        painted[start] if start < len(text) else end
        for start in starts(chat.tokenizer, tokens, text)
    )


def _end(painted: Sequence[Position], turn: TurnState) -> Position:
    """Return the class of the end of a turn."""
    if painted and painted[-1] in (Position.NO_CALL, Position.ANSWER):
        return painted[-1]
    if not painted and turn is not TurnState.DUE:
        return Position.NO_CALL if turn is TurnState.MUST_NOT else Position.ANSWER
    return Position.END


def starts(tokenizer: Tokenizer, tokens: Sequence[int], text: str) -> Iterator[int]:
    """Yield the offset of the character in which each token begins.

    A character may be spelt by several tokens; each of them begins in it. A token at or behind the
    end of the text has the text's length.
    """
    start = 0
    for count in range(len(tokens)):
        before = tokenizer.decode(tokens[:count])
        # What is decoded of half a character differs from it.
        while start < min(len(before), len(text)) and before[start] == text[start]:
            start += 1
        yield start
