"""The texts whose probabilities are followed: markers of the format, ends of turn, roles."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import takewhile

from toolbench_ood.chat.chat import Chat
from toolbench_ood.format.format import Format
from toolbench_ood.probe.own_tokens import classify
from toolbench_ood.probe.position import Position, TurnState
from toolbench_ood.types.call import Call
from toolbench_ood.types.errors import UserError

_ONE, _OTHER = Call("alpha", {"one": 1}), Call("beta", {"two": "2"})
"""Two calls that have nothing in common but their format."""


class ControlKind(StrEnum):
    """What a control is to the format or the template."""

    OPENER = "opener"
    CLOSER = "closer"
    END = "end of turn"
    ROLE = "role token"
    ROLE_WORD = "role word"
    NAMED = "named"
    """The user named it."""


@dataclass(frozen=True, slots=True)
class Control:
    """A text that is followed, in the tokens of the model."""

    kind: ControlKind
    text: str
    tokens: tuple[int, ...]
    """Where there are several, its probability is the product along them."""

    @property
    def is_single(self) -> bool:
        """Whether it is one token."""
        return len(self.tokens) == 1


def find_controls(chat: Chat, format_: Format, named: Sequence[str]) -> tuple[Control, ...]:
    """Return everything that is followed, each text once.

    Args:
        chat: the one in which the format is played.
        format_: the format.
        named: texts that the user names.

    Raises:
        UserError: a named text is no token.
    """
    found = (*_markers(chat, format_), *_ends(chat), *_roles(chat), *_named(chat, named))
    return tuple({(each.kind, each.tokens): each for each in found}.values())


def _markers(chat: Chat, format_: Format) -> Iterator[Control]:
    calls = [_spoken(chat, format_, call) for call in (_ONE, _OTHER)]
    opener = _common(chat, format_, calls, Position.OPENER)
    if opener:
        yield Control(ControlKind.OPENER, chat.tokenizer.decode(opener), opener)
    closer = _common(chat, format_, calls, Position.CLOSER)
    if closer:
        yield Control(ControlKind.CLOSER, chat.tokenizer.decode(closer), closer)


def _spoken(chat: Chat, format_: Format, call: Call) -> tuple[int, ...]:
    role = format_.results_role
    return chat.spoken(format_.write_pieces([call]), before=role)


def _common(
    chat: Chat, format_: Format, calls: Sequence[tuple[int, ...]], position: Position
) -> tuple[int, ...]:
    """Return the tokens of a marker as they stand in a call.

    The character behind it may be part of its last token. Where that differs from call to call the
    tokens of the marker alone are returned.
    """
    one, other = (_of_class(chat, format_, tokens, position) for tokens in calls)
    if one == other:
        return one
    if position is Position.OPENER and format_.opener:
        return chat.words(format_.opener)
    same = takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    return tuple(token for token, _ in same)


def _of_class(
    chat: Chat, format_: Format, tokens: tuple[int, ...], position: Position
) -> tuple[int, ...]:
    classes = classify(chat, format_, tokens, (), TurnState.DUE)
    return tuple(token for token, each in zip(tokens, classes, strict=True) if each is position)


def _ends(chat: Chat) -> Iterator[Control]:
    for token in sorted(chat.end_tokens):
        yield Control(ControlKind.END, chat.tokenizer.decode([token]), (token,))


def _roles(chat: Chat) -> Iterator[Control]:
    """Yield what the template writes to open a turn: control tokens, and words between them."""
    frames, controls = chat.frames, chat.tokenizer.controls
    texts = (frames.user.before, frames.user.after, frames.tool.before, frames.system)
    pattern = "|".join(re.escape(each) for each in sorted(controls, key=len, reverse=True))
    for text in dict.fromkeys(texts):
        for part in re.split(f"({pattern})", text) if pattern else [text]:
            if part in controls and controls[part] not in chat.end_tokens:
                yield Control(ControlKind.ROLE, part, (controls[part],))
            elif part.strip().isalpha():
                yield Control(ControlKind.ROLE_WORD, part.strip(), chat.words(part.strip()))


def _named(chat: Chat, texts: Iterable[str]) -> Iterator[Control]:
    for text in texts:
        tokens = tuple(chat.tokenizer.encode(text))
        if not tokens:
            raise UserError(f"--token {text!r} holds no token of the model; give some text")
        yield Control(ControlKind.NAMED, text, tokens)
