"""Calls whose arguments are pairs of a name and a spelt value.

The form of a pair (what stands before its name, between name and value, and after the value) says
how the value is spelt; a value of a type that the form is not for is a fault. A blank inside a
delimiter stands for any white space, none included.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from toolbench_ood.readers.codecs.codec import Codec
from toolbench_ood.readers.codecs.find import find_codec
from toolbench_ood.readers.encoding import Functions
from toolbench_ood.readers.fault import Fault, RawCall
from toolbench_ood.readers.grammar import Grammar
from toolbench_ood.readers.names import slot_without
from toolbench_ood.readers.pairs_spec import Form, Pairs
from toolbench_ood.readers.raw_tags import stem
from toolbench_ood.readers.scanner import skip_space, stops_inside, take
from toolbench_ood.readers.strict_json import JsonRead
from toolbench_ood.readers.types import json_type
from toolbench_ood.types.call import Call
from toolbench_ood.types.finding import Code, Finding, Severity
from toolbench_ood.types.tool import FunctionSpec
from toolbench_ood.types.value import Json, same_value


@dataclass(slots=True)
class _Taken:
    """The pairs of one call as far as they were read."""

    values: dict[str, Json] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    value: int = -1
    """Where the last value begins, if only white space ends it; else -1."""


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
        self._by_open = _by_open(pairs.forms)
        self.head = self._head()

    def _after_name(self) -> Sequence[str]:
        """What may stand right after a name, none of which is a part of it.

        An opener is among them: else a search would read on to the end after each of many.
        """
        call, opens = self._call, (form.open for form in self.pairs.forms)
        openers = (self._spec.section.open.strip(), call.open.strip())
        return (
            *openers,
            call.name_close,
            call.close,
            self._spec.section.close,
            self.pairs.none,
            *opens,
        )

    def _head(self) -> re.Pattern[str]:
        call, space = self._call, "[ \t\n\r]*"
        opening = _loose(call.open) + (space if call.open else "")
        closing = space + _loose(call.name_close) if call.name_close else ""
        return re.compile(f"{opening}{self.name.pattern}{closing}")

    def read_call(self, text: str, position: int, functions: Functions) -> RawCall:
        """Read one call; raises Fault."""
        start = position
        position = skip_space(text, take(text, position, self._call.open, "call_open"))
        match = self.name.match(text, position)
        if not match:
            raise Fault(position, "name", ended=position >= len(text))
        position = take(text, skip_space(text, match.end()), self._call.name_close, "name_close")
        function = functions.get(match.group())
        taken = _Taken()
        position = self._arguments(text, skip_space(text, position), function, taken)
        end = take(text, position, self._call.close, "parameter")
        call = Call(match.group(), taken.values)
        return RawCall(call, start, end, *match.span(), findings=tuple(taken.findings))

    def spelt_pair(self, key: str, value: Json) -> str:
        """Spell a pair in the form of its value's type."""
        form = self.form_for(value)
        named = "" if self.pairs.keys == "declared" else f"{form.open}{key}{form.assign or ' '}"
        return f"{named}{self._codecs[form.value].write(value)}{form.close}"

    def pair_at(self, text: str, position: int) -> tuple[str, Form]:
        """Return the name and the form of the pair at the position; raises Fault."""
        if self.pairs.keys == "declared":
            return "", self.pairs.forms[0]
        form, key, _ = self._key(text, position)
        return key, form

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
        kind = json_type(value)
        forms = self.pairs.forms
        named = next((form for form in forms if kind in form.types), None)
        return named or next((form for form in forms if not form.types), forms[0])

    def reads_arguments(self, text: str, position: int) -> bool:
        """Whether at least one argument and the end of a call stand at the position."""
        taken = _Taken()
        try:
            end = self._arguments(text, skip_space(text, position), None, taken)
        except Fault:
            return False
        return bool(taken.values) and self._ends(text, end)

    def value_end(self, text: str, position: int, form: Form) -> int:
        """Return the offset after the value and the closer of a form, or -1 where none stands."""
        try:
            return self._value(text, position, form).end
        except Fault:
            return -1

    def _arguments(
        self, text: str, position: int, function: FunctionSpec | None, taken: _Taken
    ) -> int:
        """Read pairs up to what ends the call, which is left standing."""
        if self.pairs.none and text.startswith(self.pairs.none, position):
            return skip_space(text, position + len(self.pairs.none))
        count = 0
        while not self._ends(text, position):
            taken.value = -1
            position = self._pair(text, position, function, taken, count)
            count += 1
            following = self._separated(text, position)
            position = skip_space(text, position)
            if self._ends(text, position):
                break
            if following < 0 or not self._pair_may_open(text, following):
                ended = self._stops_before_pair(text, position)
                raise Fault(position, "after_value", ended=ended, start=taken.value)
            position = following
        return position

    def _pair_may_open(self, text: str, position: int) -> bool:
        """Whether what stands here can be a pair: one of the openers, where all forms have one."""
        opens = tuple(opening for opening, _ in self._by_open)
        return text.startswith(opens, position)

    def _ends(self, text: str, position: int) -> bool:
        """Whether what ends the call stands here, rather than a pair."""
        if position >= len(text):
            return False
        section, call = self._spec.section, self._call
        ends = [call.close or section.close]
        if not call.close and section.calls == "many":
            ends.append(call.open)
        return any(mark and text.startswith(mark, position) for mark in ends)

    def _separated(self, text: str, position: int) -> int:
        """Return where the next pair starts, or -1 when none may follow."""
        after, separator = skip_space(text, position), self.pairs.separator
        if not separator:
            return after
        if separator.isspace():
            return after if separator in text[position:after] else -1
        if not text.startswith(separator, after):
            return -1
        following = skip_space(text, after + len(separator))
        if self._ends(text, following):
            raise Fault(following, "trailing")
        return following

    def _pair(
        self,
        text: str,
        position: int,
        function: FunctionSpec | None,
        taken: _Taken,
        count: int,
    ) -> int:
        """Read one pair and return the offset after it."""
        begin = position
        if self.pairs.keys == "declared":
            form, key = self.pairs.forms[0], _declared_key(function, count)
            if _stands_alone(text, position, self.pairs.omitted):
                return position + len(self.pairs.omitted)
        else:
            form, key, position = self._key(text, position)
        try:
            read = self._value(text, position, form)
        except Fault as fault:
            stop = fault.stop
            raise Fault(
                stop.position, stop.place, ended=stop.ended, start=stop.start, item=begin
            ) from None
        taken.value = -1 if form.close else skip_space(text, position)
        if key in taken.values:
            if not same_value(taken.values[key], read.value):
                raise Fault(read.end, "duplicate")
            read = JsonRead(read.value, read.end, repeated=True)
        if read.repeated:
            equal = Finding(Code.A5_DUP_KEY, Severity.BENIGN, begin, read.end, kind="equal")
            taken.findings.append(equal)
        taken.values[key] = read.value
        return read.end

    def _key(self, text: str, position: int) -> tuple[Form, str, int]:
        """Return the form of the pair at the position, its name, and where its value starts."""
        furthest = Fault(position, "pair", ended=self._stops_before_pair(text, position))
        for opening, forms in self._by_open:
            if not text.startswith(opening, position):
                continue
            begin = position + len(opening)
            match = self._keys.match(text, begin)
            if not match:
                raise Fault(begin, "key", ended=self._stops_before_pair(text, begin))
            after = skip_space(text, match.end())
            if after >= len(text) or self._stops_before_pair(text, position):
                raise Fault(len(text), "key", ended=True)
            for form in forms:
                try:
                    value = take(text, after, form.assign, "assign")
                except Fault as fault:
                    ended = furthest.stop.ended or fault.stop.ended
                    furthest = Fault(after, "assign", ended=ended)
                    continue
                if not form.assign and not _begins(form, text, after):
                    furthest = Fault(after, "assign", ended=after >= len(text))
                    continue
                return form, match.group(), value
        raise furthest

    def _stops_before_pair(self, text: str, position: int) -> bool:
        """Whether the text ends within what opens a pair or the next call, or ends the call."""
        section, call = self._spec.section, self._call
        opens = (opening for opening, _ in self._by_open)
        marks = (call.close or section.close, call.open, self.pairs.separator.strip(), *opens)
        return position >= len(text) or any(
            stops_inside(text, position, mark) for mark in marks if mark
        )

    def _value(self, text: str, position: int, form: Form) -> JsonRead:
        """Read a value and the form's closer."""
        verbatim = form.value in ("raw", "latex")
        begin = position if verbatim else skip_space(text, position)
        try:
            read = self._codecs[form.value].read(text, begin)
        except Fault as fault:
            stop = fault.stop
            raise Fault(stop.position, stop.place, ended=stop.ended, start=begin) from None
        if not self._for_type(form, read.value):
            raise Fault(read.end, "form", start=begin)
        end = read.end if verbatim else skip_space(text, read.end)
        try:
            end = take(text, end, form.close, "after_value") if form.close else read.end
        except Fault as fault:
            raise Fault(end, "after_value", ended=fault.stop.ended, start=begin) from None
        return JsonRead(read.value, end, read.repeated)

    def _for_type(self, form: Form, value: Json) -> bool:
        """Whether values of that type are written in the form."""
        return form == self.form_for(value)


def _by_open(forms: Sequence[Form]) -> Sequence[tuple[str, Sequence[Form]]]:
    """Group forms by what stands before the name; the longest of everything is tried first."""
    openings = sorted({form.open for form in forms}, key=len, reverse=True)
    return [
        (
            opening,
            sorted(
                (form for form in forms if form.open == opening),
                key=lambda form: len(form.assign),
                reverse=True,
            ),
        )
        for opening in openings
    ]


def _begins(form: Form, text: str, position: int) -> bool:
    """Whether a value may begin here although no sign stands between it and the name."""
    return form.value != "shell" or text.startswith("'", position)


def _declared_key(function: FunctionSpec | None, count: int) -> str:
    """Return the name of the parameter at a place; its number where no parameter is declared."""
    properties = function["parameters"].get("properties", {}) if function else {}
    return next((key for at, key in enumerate(properties) if at == count), str(count))


def _stands_alone(text: str, position: int, word: str) -> bool:
    after = text[position + len(word) : position + len(word) + 1]
    return bool(after) and text.startswith(word, position) and not (after.isalnum() or after == "_")


def _loose(delimiter: str) -> str:
    """Return the pattern of a delimiter in which blanks stand for any white space."""
    return "[ \t\n\r]*".join(map(re.escape, delimiter.split()))
