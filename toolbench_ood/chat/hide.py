"""Hides hostile parts of data from a chat template.

A template returns a single text in which contents and literals cannot be distinguished. Substrings
of data that spell a control token, or could complete one at the edge of a content, are therefore
replaced by private-use characters before rendering, one per distinct substring. Afterwards each is
restored as a data piece.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from toolbench_ood.chat.finder import Finder
from toolbench_ood.chat.piece_encoder import Span, data_spans, merged_spans, overlapped
from toolbench_ood.types.errors import UserError
from toolbench_ood.types.piece import Piece, Pieces, plain

_PRIVATE_USE = (range(0xF0000, 0xFFFFE), range(0x100000, 0x10FFFE))


class Hider:
    """Hides and restores substrings of the contents of one conversation.

    Args:
        finder: finds the guarded texts.
        contents: all contents of the conversation, so that no placeholder collides with them.
        everything: hide all data, not only what spells a guarded text.
    """

    def __init__(self, finder: Finder, contents: Iterable[Pieces], *, everything: bool) -> None:
        self._finder = finder
        self._everything = everything
        used = set(chain.from_iterable(map(plain, contents)))
        self._free: Iterator[str] = (
            chr(code) for code in chain(*_PRIVATE_USE) if chr(code) not in used
        )
        self._placeholders: dict[str, str] = {}

    def hide(self, content: Pieces) -> str:
        """Return the text of a content with every hostile substring replaced."""
        text = plain(content)
        parts = []
        position = 0
        spans = data_spans(content)
        for start, end in merged_spans(spans if self._everything else self._hostile(text, spans)):
            parts += [text[position:start], self._placeholder(text[start:end])]
            position = end
        return "".join((*parts, text[position:]))

    def reveal(self, rendered: str) -> Pieces:
        """Return the template's output with every hostile substring restored, as data."""
        hidden = {placeholder: text for text, placeholder in self._placeholders.items()}
        if not hidden:
            return (Piece(rendered, data=False),)
        parts = re.split(f"([{''.join(hidden)}])", rendered)
        return tuple(Piece(hidden.get(part, part), data=part in hidden) for part in parts if part)

    def _hostile(self, text: str, spans: Sequence[Span]) -> Iterator[Span]:
        for one in self._finder.find(text):
            for start, end in spans if overlapped(one, spans) else ():
                if start < one.end and one.start < end:
                    yield max(start, one.start), min(end, one.end)
        if spans and spans[0][0] == 0:
            yield 0, min(self._finder.ended_at_start(text), spans[0][1])
        if spans and spans[-1][1] == len(text):
            yield max(len(text) - self._finder.begun_at_end(text), spans[-1][0]), len(text)

    def _placeholder(self, stretch: str) -> str:
        if stretch not in self._placeholders:
            try:
                self._placeholders[stretch] = next(self._free)
            except StopIteration:
                raise UserError(
                    "A conversation holds more different control-token texts than there are "
                    "private-use characters to stand for them; use --history append instead of "
                    "template."
                ) from None
        return self._placeholders[stretch]
