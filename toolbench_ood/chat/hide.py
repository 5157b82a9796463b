"""Hides hostile parts of data from a chat template.

A template returns a single text in which contents and literals cannot be distinguished. Substrings
of data that spell a control token, or could complete one at the edge of a content, are therefore
replaced by stand-ins before rendering, one per distinct substring. Afterwards each is restored as a
data piece.

A template may do something to a stand-in, such as escaping it, so that it can't be found again.
There are two kinds of stand-ins, and the first is used of which all come back.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, count

from toolbench_ood.chat.finder import Finder
from toolbench_ood.chat.piece_encoder import Span, data_spans, merged_spans, overlapped
from toolbench_ood.chat.tokenizer import TemplateRefusalError
from toolbench_ood.types.errors import UserError
from toolbench_ood.types.piece import Piece, Pieces, plain

_PRIVATE_USE = (range(0xF0000, 0xFFFFE), range(0x100000, 0x10FFFE))

StandIns = Callable[[str], Iterator[str]]
"""Returns texts of one kind that stand nowhere in a text."""


def private_characters(used: str) -> Iterator[str]:
    """Return single private-use characters, which nothing but an escape changes."""
    taken = set(used)
    return (chr(code) for code in chain(*_PRIVATE_USE) if chr(code) not in taken)


def plain_words(used: str) -> Iterator[str]:
    """Return words of small letters and digits, which no escape changes."""
    stem = next(word for number in count() if (word := f"qz{number}h") not in used)
    return (f"{stem}{number:06}zq" for number in count())


class Hider:
    """Hides and restores substrings of the contents of one conversation.

    Args:
        finder: finds the guarded texts.
        contents: all contents of the conversation, so that no stand-in collides with them.
        everything: hide all data, not only what spells a guarded text.
        stand_ins: the kind of stand-ins.
    """

    def __init__(
        self,
        finder: Finder,
        contents: Iterable[Pieces],
        *,
        everything: bool,
        stand_ins: StandIns = private_characters,
    ) -> None:
        self._finder = finder
        self._everything = everything
        self._free = stand_ins("\0".join(map(plain, contents)))
        self._placeholders: dict[str, str] = {}

    def hide(self, content: Pieces) -> str:
        """Return the text of a content with every hostile substring replaced."""
        text = plain(content)
        spans = data_spans(content)
        return self._replaced(text, spans if self._everything else self._hostile(text, spans))

    def hide_spelt(self, text: str) -> str:
        """Return a data text in which only what spells a whole guarded text is replaced."""
        return self._replaced(text, ((one.start, one.end) for one in self._finder.find(text)))

    def reveal(self, rendered: str) -> Pieces:
        """Return the template's output with every hostile substring restored, as data."""
        hidden = {placeholder: text for text, placeholder in self._placeholders.items()}
        if not hidden:
            return (Piece(rendered, data=False),)
        parts = re.split(f"({'|'.join(map(re.escape, hidden))})", rendered)
        return tuple(Piece(hidden.get(part, part), data=part in hidden) for part in parts if part)

    def counts(self, rendered: str) -> dict[str, int]:
        """Return how often each hidden substring comes back."""
        return {text: rendered.count(each) for text, each in self._placeholders.items()}

    def _replaced(self, text: str, spans: Iterable[Span]) -> str:
        parts = []
        position = 0
        for start, end in merged_spans(spans):
            parts += [text[position:start], self._placeholder(text[start:end])]
            position = end
        return "".join((*parts, text[position:]))

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


def render_hidden(
    finder: Finder,
    contents: Sequence[Pieces],
    render: Callable[[Hider], str],
    *,
    everything: bool = False,
) -> tuple[str, Hider]:
    """Render a conversation whose hostile substrings are hidden, so that all of them come back.

    Args:
        finder: finds the guarded texts.
        contents: all contents of the conversation.
        render: renders the conversation with the contents as a hider hides them.
        everything: hide all data.

    Returns:
        The template's output, and the hider that reveals it.

    Raises:
        TemplateRefusalError: the template rejects the conversation, or hidden substrings don't
            come back with either kind of stand-in.
    """
    kinds = (private_characters, plain_words)
    hiders = [Hider(finder, contents, everything=everything, stand_ins=kind) for kind in kinds]
    first, second = hiders
    rendered = render(first)
    if not first.counts(rendered):
        return rendered, first
    again = render(second)
    if plain(first.reveal(rendered)) == plain(second.reveal(again)):
        return rendered, first
    pairs = [(count, second.counts(again)[text]) for text, count in first.counts(rendered).items()]
    if _all_come_back(pairs):
        return rendered, first
    if _all_come_back([(two, one) for one, two in pairs]):
        return again, second
    raise TemplateRefusalError(
        "it changes the texts that it is given, so what spells a control token in them can't be "
        "kept from becoming one"
    )


def _all_come_back(counts: Sequence[tuple[int, int]]) -> bool:
    """Whether one kind of stand-in comes back as often as the other, and sometimes more often."""
    return all(one >= other for one, other in counts) and sum(a - b for a, b in counts) > 0
