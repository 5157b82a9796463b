"""Calls whose pairs are tagged text, typed by the tool's schema.

A value runs to the first stem of a delimiter of the format (``<parameter`` of ``<parameter=``),
which must be its own closer: a value that holds any other cannot be told from a missing closer or
a damaged tag, so it is a fault and the writer refuses it. Exactly one line feed on each side
belongs to the layout, when the form says so. What opens no pair ends the call.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cached_property

from toolbench_ood.readers.encodings.pairs.grammar import PairGrammar
from toolbench_ood.readers.encodings.pairs.reading import Key, PairReading
from toolbench_ood.readers.literals.as_text import raw_text
from toolbench_ood.readers.literals.raw_value import parameter_types, typed_value
from toolbench_ood.readers.literals.strict_json import JsonRead
from toolbench_ood.readers.scan.encoding import Functions
from toolbench_ood.readers.specification.grammar import Grammar
from toolbench_ood.readers.specification.marker import lasting
from toolbench_ood.readers.specification.names import SLOT
from toolbench_ood.readers.specification.pairs import Form, Pairs
from toolbench_ood.readers.text.calls import ArgumentSpan
from toolbench_ood.readers.text.parse_error import ParseError
from toolbench_ood.readers.text.scanner import expect, skip_space, stops_inside
from toolbench_ood.types.call import Call
from toolbench_ood.types.value import same_value


class TagReading(PairReading):
    """What is read of one call; every method that takes a position raises ParseError."""

    __slots__ = ()

    def read(self, position: int) -> int:
        """Read pairs as long as they open."""
        opening = self.words.pairs.forms[0].open
        while self.text.startswith(opening, position):
            position = skip_space(self.text, self._pair(position, 0))
        if stops_inside(self.text, position, opening):
            raise ParseError(position, "parameter", ended=True)
        return position

    def _bare_key(self, position: int) -> Key:
        form = self.words.pairs.forms[0]
        begin = position + len(form.open)
        match = SLOT.match(self.text, begin)
        if not match:
            raise ParseError(begin, "key", ended=begin >= len(self.text))
        return self._assigned((form,), match.group(), begin)

    def _assigned(self, forms: Sequence[Form], name: str, begin: int) -> Key:
        """Return the pair whose name stands at an offset."""
        (form,), text, end = forms, self.text, begin + len(name)
        value = expect(text, skip_space(text, end), form.assign, "key_close")
        if form.value_open:
            value = expect(text, skip_space(text, value), form.value_open, "value_open")
        return Key(form, name, (begin, end), value)

    def _pair(self, position: int, count: int) -> int:
        """Read one pair, with the type that the schema gives its value."""
        del count
        key = self.key(position)
        begin, end, after = self._text(key)
        types = parameter_types(self.function, key.name)
        value, wrong = typed_value(self.text[begin:end], types, begin)
        if wrong:
            self.faults.append(wrong)
        self._keep(key.name, JsonRead(value, after), position)
        self.spans.append(ArgumentSpan(key.span, (begin, end)))
        return after

    def _text(self, key: Key) -> tuple[int, int, int]:
        """Return where a value starts and ends, and the offset after its closer."""
        text, begin, form = self.text, key.value, key.form
        end = self.codecs[form.value].read(text, begin).end
        after = expect(text, end, form.close, "value")
        if form.strip_newline:
            begin += text.startswith("\n", begin) and begin < end
            end -= end > begin and text[end - 1] == "\n"
        return begin, end, after


class TagGrammar(PairGrammar):
    """The strict grammar of tagged text."""

    may_stand_bare = False  # any word may begin a call, and delimiters show it
    reading = TagReading

    def __init__(self, spec: Grammar, pairs: Pairs) -> None:
        super().__init__(spec, pairs)
        (self.form,) = pairs.forms
        self.name = self._keys = SLOT
        self.head = re.compile(re.escape(spec.call.open))

    @cached_property
    def beginning(self) -> str:
        """The opener, all that the head holds."""
        return lasting(self.spec.call.open)

    @property
    def bare_head(self) -> re.Pattern[str]:
        """What begins a call without an envelope, to be searched for."""
        return self.head

    def _opened(self, text: str, position: int) -> tuple[str, int]:
        """Return no index and the offset of the name, which stands right after the opener."""
        return "", expect(text, position, self.spec.call.open, "call_open")

    def write_call(self, call: Call, functions: Functions) -> str | None:
        """Write a call with its own delimiters; None where its values would be others."""
        function = functions.get(call.name)
        written = {key: raw_text(value) for key, value in call.arguments.items()}
        for key, value in call.arguments.items():
            meant, _ = typed_value(written[key], parameter_types(function, key), 0)
            if not same_value(meant, value):
                return None
        opening, between, closing = self.envelope(call)
        return f"{opening}{call.name}{between}{self.write_texts(written.items())}{closing}"

    def write_texts(self, pairs: Iterable[tuple[str, str]]) -> str:
        """Write arguments, each from its name and its text."""
        form, edge = self.form, "\n" if self.form.strip_newline else ""
        return "\n".join(
            f"{form.open}{key}{form.assign}{form.value_open}{edge}{text}{edge}{form.close}"
            for key, text in pairs
        )

    def heads(self, functions: Functions) -> Iterable[str]:
        """Return the tools' names."""
        return list(functions)
