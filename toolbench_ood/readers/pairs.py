"""Calls whose arguments are pairs of a name and a literal value.

The form of a pair (what stands before its name, between name and value, and after the value) says
how the value is written; a value of a type that the form is not for is a fault. A blank inside a
delimiter stands for any white space, none included.
"""

import re
from collections.abc import Mapping, Sequence

from toolbench_ood.readers.codecs.codec import Codec
from toolbench_ood.readers.codecs.find import find_codec
from toolbench_ood.readers.encoding import Functions
from toolbench_ood.readers.fault import Fault, RawCall
from toolbench_ood.readers.grammar import Grammar
from toolbench_ood.readers.indexed import INDEX, Marker, filled
from toolbench_ood.readers.names import slot_without
from toolbench_ood.readers.pair_reading import PairReading
from toolbench_ood.readers.pair_words import PairWords, counted, loose
from toolbench_ood.readers.pairs_spec import NAME, Form, Pairs
from toolbench_ood.readers.raw_tags import stem
from toolbench_ood.readers.scanner import skip_space, take
from toolbench_ood.types.call import Call
from toolbench_ood.types.tool import FunctionSpec
from toolbench_ood.types.value import Json

_SPACE = "[ \t\n\r]*"


class PairsEncoding:
    """The strict grammar of ``pairs``."""

    def __init__(self, spec: Grammar, pairs: Pairs) -> None:
        self._spec = spec
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
        openers, name_close = (self._spec.section.open, call.open), call.name_close
        ends = (call.close, self._spec.section.close, self.pairs.none)
        marks = (*openers, name_close, *ends, *opens)
        return [mark.partition(INDEX)[0].partition(NAME)[0] for mark in marks]

    def _head(self) -> re.Pattern[str]:
        call = self._call
        opening = loose(call.open) + (_SPACE if call.open else "")
        closing = _SPACE + counted(call.name_close) if call.name_close else ""
        return re.compile(f"{opening}{self.name.pattern}{closing}")

    def read_call(self, text: str, position: int, functions: Functions) -> RawCall:
        """Read one call; raises Fault."""
        start = position
        index, position = self._opened(text, position)
        match = self.name.match(text, position)
        if not match:
            raise Fault(position, "name", ended=position >= len(text))
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
        match = self._open.match(text, position)
        if not match:
            cut = Marker(self._call.open).stops_inside(text, position)
            raise Fault(position, "call_open", ended=cut)
        index = match.group(1) if self._open.groups else ""
        return index or "", skip_space(text, match.end())

    def _named(self, text: str, position: int, index: str = "") -> tuple[str, int]:
        """Return the call's index, which may stand after its name, and the arguments' offset."""
        closer, position = self._call.name_close, skip_space(text, position)
        if index or not self._name_close.groups:
            return index, take(text, position, filled(closer, index), "name_close")
        match = self._name_close.match(text, position)
        if not match:
            cut = Marker(closer).stops_inside(text, position)
            raise Fault(position, "name_close", ended=cut)
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
        return PairWords(self._spec, self.pairs, index, name) if self._varies else self._plain

    @property
    def _varies(self) -> bool:
        return self._spec.indexed or NAME in self.pairs.separator

    def _reading(
        self, text: str, words: PairWords, function: FunctionSpec | None = None
    ) -> PairReading:
        return PairReading(text, words, self._keys, self._codecs, function)

    def spelt_call(self, call: Call, declared: Sequence[str]) -> str:
        """Spell a call with its own delimiters; ``declared`` orders values without names."""
        index, pairs = call.id or str(self._call.first_index), self.pairs
        words = self.words(index, call.name)
        spelt = [self.spelt_pair(key, value, index) for key, value in call.arguments.items()]
        if pairs.keys == "declared":
            values = call.arguments
            spelt = [
                self.spelt_pair(key, values[key]) if key in values else pairs.omitted
                for key in declared
            ]
        opening = f"{words.fill(self._call.open)} " if self._call.open else ""
        closed = words.fill(self._call.name_close) or " "
        inner = (words.separator or " ").join(spelt) or pairs.none
        return f"{opening}{call.name}{closed}{inner}{words.fill(self._call.close)}"

    def spelt_pair(self, key: str, value: Json, index: str = "") -> str:
        """Spell a pair in the form of its value's type."""
        form = self.form_for(value)
        named = f"{filled(form.open, index)}{key}{form.assign or ' '}"
        spelt = self._codecs[form.value].write(value) + form.close
        return spelt if self.pairs.keys == "declared" else f"{named}{spelt}"

    def pair_at(self, text: str, position: int, index: str = "") -> tuple[str, Form]:
        """Return the name and the form of the pair at the position; raises Fault."""
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

    def arguments_end(self, text: str, position: int, *, named: str = "") -> int:
        """Return the offset after at least one argument, with the end of a call behind it.

        With ``named`` that tool's name stands just before the position. Where no such arguments
        stand, the offset where they stop being ones is returned with its sign changed.
        """
        reading = self._reading(text, self.words("", named))
        try:
            if named:
                _, position = self._named(text, position)
            end = reading.read(skip_space(text, position))
        except Fault as fault:
            return -max(1, fault.stop.position)
        return end if reading.values and reading.words.end(text, end) else -max(1, end)

    def value_end(self, text: str, position: int, form: Form) -> int:
        """Return the offset after the value and the closer of a form, or -1 where none stands."""
        try:
            return self._reading(text, self._plain).value(position, form).end
        except Fault:
            return -1
