"""Tokenises pieces so that data can never produce a control token.

Text is tokenised as a whole, as in training, except where the text of a control token overlaps
data: there it is split so that the token cannot arise.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice, pairwise

from toolbench_ood.chat.finder import Finder, Occurrence
from toolbench_ood.chat.tokenizer import Tokenizer
from toolbench_ood.types.errors import UserError
from toolbench_ood.types.piece import Pieces, plain

_SURROGATES = re.compile("[\ud800-\udfff]")
_REPLACEMENT = "\ufffd"
_PROBES = ("start|>", ">", "x y", "\n", "é")
_ANCHORS_TRIED = 16

Span = tuple[int, int]


class PieceEncoder:
    """Encodes pieces with one tokenizer.

    Args:
        tokenizer: converts text to ids.
        markers: further texts, such as plain-text turn markers, that data must not encode to the
            same tokens as the template does.
    """

    def __init__(self, tokenizer: Tokenizer, markers: Iterable[str] = ()) -> None:
        self._tokenizer = tokenizer
        self._controls = tokenizer.controls
        self._control_ids = frozenset(self._controls.values())
        self._markers = frozenset(markers)
        self._finder = Finder({*self._controls, *self._markers})
        self._anchor = _anchor(tokenizer)
        self._anchor_ids = tokenizer.encode(self._anchor)

    @property
    def finder(self) -> Finder:
        """Finds the guarded texts."""
        return self._finder

    def encode(self, pieces: Pieces, *, inside: bool = False) -> list[int]:
        """Tokenise pieces; lone surrogates become U+FFFD.

        Args:
            pieces: the text.
            inside: the text continues earlier text, so a tokenizer that marks the beginning of a
                text must not do so here.

        Raises:
            UserError: the tokenizer turns single ordinary characters into control tokens.
        """
        tokens = self.attempt(pieces, inside=inside)
        return self._encode_by_character(pieces, inside=inside) if tokens is None else tokens

    def attempt(self, pieces: Pieces, *, inside: bool = False) -> list[int] | None:
        """Tokenise pieces, or return None if data would still produce a control token.

        This happens only with tokenizers that rewrite text before they look for control tokens.
        """
        text = _without_surrogates(plain(pieces))
        spans = data_spans(pieces)
        guarded = list(self._finder.find(text))
        cuts = self._cuts(guarded, spans)
        tokens = self._encode_segments(text, cuts, inside=inside)
        written = list(filter(self._control_ids.__contains__, tokens))
        return tokens if _within(written, self._allowed(guarded, spans)) else None

    def _allowed(self, guarded: Iterable[Occurrence], spans: Sequence[Span]) -> list[int]:
        """List the control tokens that markup alone spells."""
        return [
            self._controls[one.text]
            for one in guarded
            if one.text in self._controls and overlapped(one, spans) is None
        ]

    def _encode_segments(self, text: str, cuts: Sequence[int], *, inside: bool) -> list[int]:
        tokens: list[int] = []
        for start, end in pairwise((0, *cuts, len(text))):
            segment = text[start:end]
            tokens += (
                self._continue(segment) if inside or start else self._tokenizer.encode(segment)
            )
        return tokens

    def _continue(self, text: str) -> list[int]:
        if not self._anchor:
            return self._tokenizer.encode(text)
        tokens = self._tokenizer.encode(self._anchor + text)
        length = len(self._anchor_ids)
        return (
            tokens[length:] if tokens[:length] == self._anchor_ids else self._tokenizer.encode(text)
        )

    def _cuts(self, guarded: Iterable[Occurrence], spans: Sequence[Span]) -> list[int]:
        """Return where to split: once inside a control token's text, everywhere inside a marker."""
        hostile = [one for one in guarded if overlapped(one, spans) is not None]
        spread = {
            cut
            for one in hostile
            if one.text in self._markers
            for start, end in spans
            for cut in range(max(start, one.start + 1), min(end, one.end - 1) + 1)
        }
        return sorted(spread.union(_fewest_cuts(hostile, spans)))

    def _encode_by_character(self, pieces: Pieces, *, inside: bool) -> list[int]:
        """Encode data one character at a time."""
        tokens: list[int] = []
        for piece in pieces:
            if not piece.data:
                tokens += self._encode_segments(piece.text, (), inside=inside or bool(tokens))
                continue
            for character in _without_surrogates(piece.text):
                tokens += self._encode_harmless(character)
        return tokens

    def _encode_harmless(self, character: str) -> list[int]:
        tokens = self._continue(character)
        if not self._control_ids.isdisjoint(tokens):
            raise UserError(
                f"The tokenizer turns the single character {character!r} of a tool result or a "
                "user's text into a control token, so data can't be told from structure; use a "
                "tokenizer whose control tokens match their literal text only."
            )
        return tokens


def _within(written: Sequence[int], allowed: Sequence[int]) -> bool:
    """Whether no token occurs more often than allowed."""
    return written == allowed or Counter(written) <= Counter(allowed)


def data_spans(pieces: Pieces) -> list[Span]:
    """Return the non-empty ranges of the joined text that are data, in order."""
    spans = []
    position = 0
    for piece in pieces:
        end = position + len(piece.text)
        if piece.data and piece.text:
            spans.append((position, end))
        position = end
    return spans


def merged_spans(spans: Iterable[Span]) -> list[Span]:
    """Return the non-empty ranges in order, with overlapping ones merged."""
    merged: list[Span] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def overlapped(occurrence: Occurrence, spans: Sequence[Span]) -> Span | None:
    """Return the last data range that an occurrence overlaps."""
    index = bisect_left(spans, (occurrence.end, 0)) - 1
    return spans[index] if index >= 0 and spans[index][1] > occurrence.start else None


def _fewest_cuts(hostile: Iterable[Occurrence], spans: Sequence[Span]) -> list[int]:
    """Return a minimal set of positions with one strictly inside each hostile occurrence.

    Cuts lie within data or at its edges, so they never break a control token of the template.
    """
    cuts: list[int] = []
    for one in sorted(hostile, key=lambda one: one.end):
        span = overlapped(one, spans)
        if span is not None and not (cuts and one.start < cuts[-1]):
            cuts.append(min(one.end - 1, span[1]))
    return cuts


def _without_surrogates(text: str) -> str:
    return text if text.isascii() else _SURROGATES.sub(_REPLACEMENT, text)


def _anchor(tokenizer: Tokenizer) -> str:
    """Return a text after which the tokenizer treats what follows as a continuation.

    SentencePiece-like tokenizers put a space in front of the first word. Byte-level ones need no
    anchor.
    """
    candidates = ("", "\n", *islice(tokenizer.controls, _ANCHORS_TRIED))
    return next((text for text in candidates if _anchors(tokenizer, text)), "")


def _anchors(tokenizer: Tokenizer, anchor: str) -> bool:
    head, before = tokenizer.encode(anchor), tokenizer.encode("q")
    for probe in _PROBES:
        tokens = tokenizer.encode(anchor + probe)
        rest = tokens[len(head) :]
        if tokens[: len(head)] != head or tokenizer.decode(before + rest) != f"q{probe}":
            return False
    return True
