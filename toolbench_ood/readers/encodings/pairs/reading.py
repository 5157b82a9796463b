"""The pairs of one call, read from the first on."""

import itertools
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import NamedTuple

from toolbench_ood.readers.encodings.pairs.words import PairWords
from toolbench_ood.readers.literals.codecs.codec import Codec
from toolbench_ood.readers.literals.strict_json import JsonRead
from toolbench_ood.readers.specification.pairs import Form
from toolbench_ood.readers.text.calls import ArgumentSpan, Span
from toolbench_ood.readers.text.fault import Fault, fault
from toolbench_ood.readers.text.parse_error import ParseError
from toolbench_ood.readers.text.scanner import SPACE, skip_space, stops_inside, take
from toolbench_ood.types.finding import Code
from toolbench_ood.types.tool import FunctionSpec
from toolbench_ood.types.value import Json, same_value


class Key(NamedTuple):
    """What stands before the value of a pair."""

    form: Form
    """The form of the pair."""
    name: str
    span: Span
    """Where the name stands."""
    value: int
    """Where the value starts."""


@dataclass(slots=True)
class PairReading:
    """What is read of one call; every method that takes a position raises ParseError."""

    text: str
    words: PairWords
    keys: re.Pattern[str]
    codecs: Mapping[str, Codec]
    function: FunctionSpec | None = None
    any_declared: bool = True
    """Whether a declared name of an argument is read whatever signs it holds."""
    values: dict[str, Json] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    spans: list[ArgumentSpan] = field(default_factory=list)
    """Where each pair that was read stands."""
    _value: int = -1
    """Where the last value begins, if only white space ends it; else -1."""
    _literal: Span = (0, 0)
    """Where the last value stands, without the form's closer."""

    def read(self, position: int) -> int:
        """Read pairs up to what ends the call, which is left standing."""
        none = self.words.pairs.none
        if none and (after := _after(self.text, position, none)) >= 0:
            return after
        if self.words.end(self.text, position):
            return position
        following = position
        for count in itertools.count():
            self._value = -1
            position = self._pair(following, count)
            following = self._following(position)
            if following < 0:
                break
        return skip_space(self.text, position)

    def _following(self, position: int) -> int:
        """Return where the next pair starts, or -1 where the call ends."""
        text, words = self.text, self.words
        following = words.after_separator(text, position)
        if following >= 0 and words.bare_separator:
            if words.end(text, following):
                raise ParseError(following, "trailing")
            return following
        after = skip_space(text, position)
        if stops_inside(text, after, words.bare_separator):
            raise ParseError(len(text), "separator", ended=True)
        if words.end(text, after):
            return -1
        if following < 0 or not words.pair_may_open(text, following):
            ended = words.cut(text, after)
            raise ParseError(after, "after_value", ended=ended, start=self._value)
        return following

    def _pair(self, position: int, count: int) -> int:
        """Read one pair and return the offset after it."""
        begin, pairs = position, self.words.pairs
        if pairs.keys == "declared":
            name = _declared_key(self.function, count)
            key = Key(pairs.forms[0], name, (position, position), position)
            if _stands_alone(self.text, position, pairs.omitted):
                return position + len(pairs.omitted)
        else:
            key = self.key(position)
        try:
            read = self.value(key.value, key.form)
        except ParseError as error:
            stop = error.stop
            raise ParseError(
                stop.position, stop.place, ended=stop.ended, start=stop.start, item=begin
            ) from None
        self._value = -1 if key.form.close else self._literal[0]
        self._keep(key.name, read, begin)
        self.spans.append(ArgumentSpan(key.span, self._literal))
        return read.end

    def _keep(self, key: str, read: JsonRead, begin: int) -> None:
        known = key in self.values
        if known and not same_value(self.values[key], read.value):
            raise ParseError(read.end, "duplicate")
        if known or read.repeated:
            self.faults.append(fault(Code.A5_DUP_KEY, (begin, read.end), "equal"))
        self.values[key] = read.value

    def key(self, position: int) -> Key:
        """Read the pair at the position up to its value."""
        try:
            return self._bare_key(position)
        except ParseError:
            found = self._declared_key(position) if self.any_declared else None
            if found is None:
                raise
            return found

    def _declared_key(self, position: int) -> Key | None:
        """Read a pair up to its value whose name the tool declares, though it is no bare word."""
        schema = self.function["parameters"] if self.function else {}
        declared = sorted(schema.get("properties") or (), key=len, reverse=True)
        for opening, forms in self.words.forms.items():
            begin = position + len(opening)
            for name in declared if self.text.startswith(opening, position) else ():
                if self.keys.fullmatch(name) or not name or not self.text.startswith(name, begin):
                    continue
                with suppress(ParseError):
                    return self._assigned(forms, name, begin)
        return None

    def _assigned(self, forms: Sequence[Form], name: str, begin: int) -> Key:
        """Return the pair whose name stands at an offset."""
        end = begin + len(name)
        form, value = self._form(forms, skip_space(self.text, end))
        return Key(form, name, (begin, end), value)

    def _bare_key(self, position: int) -> Key:
        text, words = self.text, self.words
        for opening, forms in words.forms.items():
            if not text.startswith(opening, position):
                continue
            begin = position + len(opening)
            match = self.keys.match(text, begin)
            if not match:
                raise ParseError(begin, "key", ended=words.cut(text, begin))
            after = skip_space(text, match.end())
            size = len(text)
            if after >= size or (size - position <= words.longest and words.cut(text, position)):
                raise ParseError(len(text), "key", ended=True)
            form, value = self._form(forms, after)
            return Key(form, match.group(), match.span(), value)
        raise ParseError(position, "pair", ended=words.cut(text, position))

    def _form(self, forms: Sequence[Form], position: int) -> tuple[Form, int]:
        """Return the form whose sign stands after a name, and the offset after it."""
        text, first = self.text, forms[0].assign
        if first and text.startswith(first, position) and " " not in first and "\n" not in first:
            return forms[0], position + len(first)
        ended = position >= len(text)
        for form in forms:
            try:
                value = take(text, position, form.assign, "assign")
            except ParseError as error:
                ended = ended or error.stop.ended
                continue
            if form.assign or _begins(form, text, position):
                return form, value
        raise ParseError(position, "assign", ended=ended)

    def value(self, position: int, form: Form) -> JsonRead:
        """Read a value and the form's closer."""
        text, verbatim = self.text, form.value in ("raw", "latex")
        begin = position if verbatim else skip_space(text, position)
        try:
            read = self.codecs[form.value].read(text, begin)
        except ParseError as error:
            stop = error.stop
            raise ParseError(stop.position, stop.place, ended=stop.ended, start=begin) from None
        end = read.end
        while end > begin and not verbatim and text[end - 1] in SPACE:
            end -= 1
        self._literal = (begin, end)
        if form is not self.words.pairs.form_for(read.value):
            raise ParseError(read.end, "form", start=begin)
        if not form.close:
            return read
        end = read.end if verbatim else skip_space(text, read.end)
        try:
            return JsonRead(
                read.value, take(text, end, self.words.fill(form.close), "close"), read.repeated
            )
        except ParseError as error:
            raise ParseError(end, "after_value", ended=error.stop.ended, start=begin) from None


def _after(text: str, position: int, delimiter: str) -> int:
    """Return the offset after a delimiter and the space behind it, or -1 where it is missing."""
    try:
        return skip_space(text, take(text, position, delimiter, "none"))
    except ParseError:
        return -1


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
