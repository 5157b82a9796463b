"""Calls whose arguments are pairs of a name and a literal value.

The form of a pair (what stands before its name, between name and value, and after the value) says
how the value is written; a value of a type that the form is not for is a fault. A blank inside a
delimiter stands for any white space, none included.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import ClassVar

from toolbench_ood.readers.encodings.pairs.reading import PairReading
from toolbench_ood.readers.encodings.pairs.words import PairWords
from toolbench_ood.readers.literals.codecs.codec import Codec
from toolbench_ood.readers.literals.codecs.find import find_codec
from toolbench_ood.readers.scan.encoding import Encoding, Functions
from toolbench_ood.readers.specification.grammar import Grammar
from toolbench_ood.readers.specification.marker import INDEX, filled, lasting, stem
from toolbench_ood.readers.specification.names import once_a_word, slot_without
from toolbench_ood.readers.specification.pairs import NAME, Form, Pairs
from toolbench_ood.readers.text.calls import RawCall
from toolbench_ood.readers.text.marker import MarkerPattern, counted, loose
from toolbench_ood.readers.text.parse_error import ParseError
from toolbench_ood.readers.text.scanner import skip_space, take
from toolbench_ood.types.call import Call
from toolbench_ood.types.tool import FunctionSpec
from toolbench_ood.types.value import Json

_SPACE = "[ \t\n\r]*"


class PairGrammar(Encoding):
    """The strict grammar of ``pairs``."""

    reading: ClassVar[type[PairReading]] = PairReading
    _reads_any_declared = True

    def __init__(self, spec: Grammar, pairs: Pairs) -> None:
        self.spec = spec
        self._call = spec.call
        self.pairs = pairs
        stems = tuple(map(stem, spec.markers()))
        self._codecs: Mapping[str, Codec] = {
            form.value: find_codec(form.value, pairs, stems) for form in pairs.forms
        }
        self.name = slot_without(self._after_name())
        self._keys = slot_without([form.assign for form in pairs.forms])
        self._open = re.compile(loose(spec.call.open))
        self._name_close = re.compile(counted(spec.call.name_close))
        self._plain = PairWords(spec, pairs)
        self.head = self._head()

    def _after_name(self) -> Sequence[str]:
        """What may stand right after a name, none of which is a part of it.

        An opener is among them: else a search would read on to the end after each of many.
        """
        call, opens = self._call, (form.open for form in self.pairs.forms)
        openers, name_close = (self.spec.section.open, call.open), call.name_close
        ends = (call.close, self.spec.section.close, self.pairs.none)
        marks = (*openers, name_close, *ends, *opens)
        return [mark.partition(INDEX)[0].partition(NAME)[0] for mark in marks]

    def _head(self) -> re.Pattern[str]:
        call = self._call
        opening = loose(call.open) + (_SPACE if call.open else "")
        closing = _SPACE + counted(call.name_close) if call.name_close else ""
        return re.compile(f"{opening}{self.name.pattern}{closing}")

    def read_call(self, text: str, position: int, functions: Functions) -> RawCall:
        """Read one call; raises ParseError."""
        start = position
        index, position = self._opened(text, position)
        match = self.name.match(text, position)
        if not match:
            raise ParseError(position, "name", ended=position >= len(text))
        index, position = self._named(text, match.end(), index)
        words = self.words(index, match.group())
        reading = self._reading(text, words, functions.get(match.group()))
        position = reading.read(skip_space(text, position))
        end = take(text, position, words.fill(self._call.close), "parameter")
        call = Call(match.group(), reading.values, index or None)
        return RawCall(
            call,
            start,
            end,
            *match.span(),
            faults=tuple(reading.faults),
            arguments=tuple(reading.spans),
        )

    def _opened(self, text: str, position: int) -> tuple[str, int]:
        """Return the call's index, if it has one, and the offset of its name."""
        if not self._call.open:
            return "", skip_space(text, position)
        match = self._open.match(text, position)
        if not match:
            cut = MarkerPattern(self._call.open).stops_inside(text, position)
            raise ParseError(position, "call_open", ended=cut)
        index = match.group(1) if self._open.groups else ""
        return index or "", skip_space(text, match.end())

    def _named(self, text: str, position: int, index: str = "") -> tuple[str, int]:
        """Return the call's index, which may stand after its name, and the arguments' offset."""
        closer, position = self._call.name_close, skip_space(text, position)
        if index or not self._name_close.groups:
            own = filled(closer, index) if index else closer
            return index, take(text, position, own, "name_close")
        match = self._name_close.match(text, position)
        if not match:
            cut = MarkerPattern(closer).stops_inside(text, position)
            raise ParseError(position, "name_close", ended=cut)
        return match.group(1) or "", match.end()

    def words_at(self, text: str, position: int) -> PairWords:
        """Return the delimiters of the call that opens at the position."""
        opened = self._open.match(text, position)
        name = self.name.match(text, skip_space(text, opened.end())) if opened else None
        return self.words(self.index_at(text, position), name.group() if name else "")

    def index_at(self, text: str, position: int) -> str:
        """Return the index of the call that opens at the position; empty where it has none."""
        match = self._open.match(text, position)
        return (match.group(1) or "") if match and self._open.groups else ""

    def words(self, index: str, name: str) -> PairWords:
        """Return the delimiters of a call with that index and name."""
        return PairWords(self.spec, self.pairs, index, name) if self._varies else self._plain

    @property
    def _varies(self) -> bool:
        return self.spec.indexed or NAME in self.pairs.separator

    def _reading(
        self, text: str, words: PairWords, function: FunctionSpec | None = None
    ) -> PairReading:
        return self.reading(
            text, words, self._keys, self._codecs, function, self._reads_any_declared
        )

    def write_call(self, call: Call, functions: Functions) -> str | None:
        """Write a call with its own delimiters."""
        index, pairs = call.id or str(self._call.first_index), self.pairs
        words = self.words(index, call.name)
        written = [self.write_pair(key, value, index) for key, value in call.arguments.items()]
        if pairs.keys == "declared":
            function, values = functions.get(call.name), call.arguments
            written = [
                self.write_pair(key, values[key]) if key in values else pairs.omitted
                for key in (function["parameters"].get("properties", ()) if function else ())
            ]
        opening = f"{words.fill(self._call.open)} " if self._call.open else ""
        closed = words.fill(self._call.name_close) or " "
        inner = (words.separator or " ").join(written) or pairs.none
        return f"{opening}{call.name}{closed}{inner}{words.fill(self._call.close)}"

    def write_pair(self, key: str, value: Json, index: str = "") -> str:
        """Write a pair in the form of its value's type."""
        form = self.form_for(value)
        named = f"{filled(form.open, index)}{key}{form.assign or ' '}"
        written = self._codecs[form.value].write(value) + form.close
        return written if self.pairs.keys == "declared" else f"{named}{written}"

    def pair_at(self, text: str, position: int, index: str = "") -> tuple[str, Form]:
        """Return the name and the form of the pair at the position; raises ParseError."""
        if self.pairs.keys == "declared":
            return "", self.pairs.forms[0]
        key = self._reading(text, self.words(index, "")).key(position)
        return key.name, key.form

    def name_fits(self, name: str) -> bool:
        """Whether the name holds no sign of a delimiter."""
        return self.name.fullmatch(name) is not None

    def key_fits(self, key: str) -> bool:
        """Whether an argument's name holds no sign of a delimiter."""
        return self._keys.fullmatch(key) is not None

    def codec(self, form: Form) -> Codec:
        """Return the codec of a form's values."""
        return self._codecs[form.value]

    def form_for(self, value: Json) -> Form:
        """Return the form in which a value is written."""
        return self.pairs.form_for(value)

    def arguments_end(self, text: str, position: int, *, named: str = "") -> tuple[int, bool]:
        """Return where arguments end, and whether they are whole.

        At least one argument stands then at the position, and the end of a call behind the last.
        With ``named`` that tool's name stands just before the position.
        """
        reading = self._reading(text, self.words("", named))
        try:
            if named:
                _, position = self._named(text, position)
            end = reading.read(skip_space(text, position))
        except ParseError as error:
            return error.stop.position, False
        return end, bool(reading.values) and reading.words.end(text, end)

    def value_end(self, text: str, position: int, form: Form) -> int:
        """Return the offset after the value and the closer of a form, or -1 where none stands."""
        try:
            return self._reading(text, self._plain).value(position, form).end
        except ParseError:
            return -1

    @cached_property
    def beginning(self) -> str:
        """The opener, or what follows a name."""
        return super().beginning or lasting(self._call.name_close)

    @property
    def bare_head(self) -> re.Pattern[str]:
        """What begins a call: a bare name is tried once a word, not once a sign."""
        return self._bare_head

    @cached_property
    def _bare_head(self) -> re.Pattern[str]:
        return once_a_word(self.head, self._call.open)

    def heads(self, functions: Functions) -> Iterable[str]:
        """Return the tools' names and what stands after them, without white space."""
        return ["".join(f"{name}{self._call.name_close}".split()) for name in functions]
