"""Text that remembers which parts of it are structure and which are data.

A tool result or a user's sentence may contain the very characters of a control token. Keeping the
two kinds apart until the text is tokenised is what lets the prompt builder promise that no data
can open a turn.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text of one kind."""

    text: str
    data: bool
    """True for values from the world, the user or a schema; False for a template's own words."""
    own: bool = False
    """Whether these are words of the model's own chat template, which write its control tokens
    whatever the words of a format may."""


Pieces: TypeAlias = tuple[Piece, ...]


def plain(pieces: Iterable[Piece]) -> str:
    """Join pieces into one text."""
    return "".join([piece.text for piece in pieces])


def data(text: str) -> Pieces:
    """Wrap arbitrary text."""
    return (Piece(text, data=True),)


def markup(text: str) -> Pieces:
    """Wrap text that the program itself wrote."""
    return (Piece(text, data=False),)


def own_words(text: str) -> Pieces:
    """Wrap text that the model's own chat template writes."""
    return (Piece(text, data=False, own=True),)
