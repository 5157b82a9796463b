"""Turns control tokens in a format's own words into ordinary text.

A format's markers may spell a control token of the model. Unless the model was trained to call
tools with that token, it could end the turn or pass for another role's, so the marker keeps its
characters but not the token.
"""

from collections.abc import Iterator
from itertools import accumulate

from toolbench_ood.chat.finder import Finder
from toolbench_ood.chat.piece_encoder import Span, data_spans, merged_spans
from toolbench_ood.types.piece import Piece, Pieces, plain


def spelt_out(content: Pieces, foreign: Finder) -> Pieces:
    """Return the content with every match of a foreign text marked as data.

    Words of the model's own chat template are left as they are.
    """
    text = plain(content)
    matches = list(foreign.find(text))
    if not matches:
        return content
    own = _own_spans(content)
    found = [
        (one.start, one.end)
        for one in matches
        if not any(start <= one.start and one.end <= end for start, end in own)
    ]
    if not found:
        return content
    return tuple(_cut(text, merged_spans([*found, *data_spans(content)])))


def _own_spans(content: Pieces) -> list[Span]:
    ends = list(accumulate(len(piece.text) for piece in content))
    pairs = zip(content, (0, *ends), ends, strict=False)
    return [(start, end) for piece, start, end in pairs if piece.own]


def _cut(text: str, spans: list[Span]) -> Iterator[Piece]:
    position = 0
    for start, end in spans:
        if position < start:
            yield Piece(text[position:start], data=False)
        yield Piece(text[start:end], data=True)
        position = end
    if position < len(text):
        yield Piece(text[position:], data=False)
