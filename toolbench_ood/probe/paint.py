"""Assigns each character of a message to a class."""

import re
from collections.abc import Sequence

from toolbench_ood.format.format import Format
from toolbench_ood.format.tools import sound_functions
from toolbench_ood.probe.position import Position, TurnState
from toolbench_ood.readers.message.others import OtherReaders
from toolbench_ood.readers.message.variants import read_in_any_form
from toolbench_ood.readers.scan.reader import Reader
from toolbench_ood.readers.scan.reasoning import leading_reasoning
from toolbench_ood.readers.text.calls import RawCall, Section, Span
from toolbench_ood.readers.text.marker import loose
from toolbench_ood.types.tool import ToolSpec

_WITHOUT_CALL = {
    TurnState.MUST_NOT: Position.NO_CALL,
    TurnState.DONE: Position.ANSWER,
    TurnState.OPEN: Position.ANSWER,
    TurnState.DUE: Position.BEFORE,
}


def paint(format_: Format, text: str, tools: Sequence[ToolSpec], turn: TurnState) -> list[Position]:
    """Return the class of each character of a message, by the strict reader of its format.

    Args:
        format_: the format in which calls are read.
        text: the message without the token that ends the turn.
        tools: those that the model may call.
        turn: what was expected of the message.
    """
    functions = sound_functions(tools)
    place, _ = read_in_any_form(format_.model_readers, text, functions, OtherReaders())
    reader = format_.model_readers[place]
    lead = leading_reasoning(reader, text)
    sections = reader.scan(text, lead.body, functions)
    if not sections:
        return [_WITHOUT_CALL[turn]] * len(text)
    painting = _Painting(reader, format_.opener, text)
    painting.sections(sections)
    return painting.classes


class _Painting:
    """A message with calls; what is more specific is painted over what is less."""

    def __init__(self, reader: Reader, opener: str, text: str) -> None:
        self._encoding = reader.encoding
        self._spec = reader.spec
        self._opens = opener
        self._text = text
        self.classes = [Position.BEFORE] * len(text)

    def sections(self, sections: Sequence[Section]) -> None:
        last = sections[-1]
        self._fill((sections[0].start, last.end), Position.STRUCTURE)
        self._fill((last.end, len(self._text)), Position.AFTER)
        starts = [section.start for section in sections[1:]]
        for section, limit in zip(sections, (*starts, len(self._text)), strict=True):
            if section.stop is not None:
                self._fill((section.start, limit), Position.BROKEN)
            self._section(section)

    def _section(self, section: Section) -> None:
        for raw in section.calls:
            self._call(raw)
        opening, closing = self._spec.section.open, self._spec.section.close
        if opening:
            self._fill((section.start, section.start + len(opening)), Position.OPENER)
        if closing and section.stop is None:
            self._fill((section.end - len(closing), section.end), Position.CLOSER)

    def _call(self, raw: RawCall) -> None:
        parts = self._encoding.call_parts(self._text, raw)
        self._fill((raw.start, raw.end), Position.STRUCTURE)
        if not self._spec.section.open:
            self._fill(self._opener(raw), Position.OPENER)
        if not self._spec.section.close:
            self._fill(self._closer(raw), Position.CLOSER)
        self._fill(parts.name, Position.NAME)
        for argument in parts.arguments:
            self._fill(argument.key, Position.KEY)
            self._fill(argument.value, Position.VALUE)

    def _opener(self, raw: RawCall) -> Span:
        """Find a call's own opener; where it has none, the sign that all calls begin with."""
        if self._spec.call.open:
            found = re.compile(loose(self._spec.call.open)).match(self._text, raw.start)
            return found.span() if found else (raw.start, raw.start)
        return raw.start, raw.start + len(self._opens)

    def _closer(self, raw: RawCall) -> Span:
        """Find a call's own closer; where it has none, the sign that it ends with."""
        if self._spec.call.close:
            pattern = re.compile(f"(?:{loose(self._spec.call.close)})\\Z")
            found = pattern.search(self._text, raw.start, raw.end)
            return found.span() if found else (raw.end, raw.end)
        return raw.end - 1, raw.end

    def _fill(self, span: Span, position: Position) -> None:
        start, end = span
        self.classes[start:end] = [position] * (end - start)
