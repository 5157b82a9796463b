"""Calls whose arguments are a JSON object.

Strictly one object with exactly the name and the arguments key (in either order, white space
free), one object whose only key is the name, or a name in a slot before or after the object of
arguments. The name is a string that is not empty; the arguments are an object.
"""

import re
from collections.abc import Iterable
from functools import cached_property

from toolbench_ood.readers.ebnf.calls import Calls
from toolbench_ood.readers.ebnf.rules import Rules
from toolbench_ood.readers.encodings.json_object.call_object import call_object, call_parts
from toolbench_ood.readers.encodings.json_object.diagnosis import diagnose
from toolbench_ood.readers.encodings.json_object.outside import (
    behind_signs,
    outside,
    stray_arguments,
)
from toolbench_ood.readers.encodings.json_object.planted import JSON_OPERATORS
from toolbench_ood.readers.literals.as_text import json_text
from toolbench_ood.readers.literals.strict_json import MAX_DEPTH, JsonFault, JsonRead, read_json
from toolbench_ood.readers.scan.broken import Attempt, BrokenSection
from toolbench_ood.readers.scan.encoding import Encoding, Functions
from toolbench_ood.readers.scan.passage import Passage
from toolbench_ood.readers.specification.arguments import JsonObject
from toolbench_ood.readers.specification.grammar import CallSpec, Grammar
from toolbench_ood.readers.specification.marker import fixed_texts, lasting
from toolbench_ood.readers.specification.names import SLOT, once_a_word
from toolbench_ood.readers.text.calls import CallParts, RawCall, Span
from toolbench_ood.readers.text.fault import Fault, Repair, Repairs, fault
from toolbench_ood.readers.text.marker import MarkerPattern
from toolbench_ood.readers.text.parse_error import ParseError
from toolbench_ood.readers.text.scanner import skip_space, stops_inside
from toolbench_ood.types.call import Call
from toolbench_ood.types.finding import Code
from toolbench_ood.types.value import Json

_SPACE = "[ \t\n\r]*"
_OBJECT_IN_STRING = r'"\{(?:\\"|\})'
"""How an object begins that is written in a string: a call that begins so is damaged, no prose."""

_TOO_DEEP = re.compile(rf"(?:[^{{\[]*[{{\[]){{{MAX_DEPTH}}}")
"""As many openers as may be nested; nothing begins among them after a fault of depth."""


class JsonObjectEncoding(Encoding):
    """The strict grammar of ``json_object``, and what is known of calls that break it."""

    operators = JSON_OPERATORS

    def __init__(self, spec: Grammar, arguments: JsonObject) -> None:
        self.spec = spec
        self._call: CallSpec = spec.call
        self._arguments = arguments
        self._inside = arguments.names_inside
        self._open, self._close = MarkerPattern(spec.call.open), MarkerPattern(spec.call.close)
        self._name_close = MarkerPattern(spec.call.name_close)
        self._slot_head = re.compile(f"({SLOT.pattern}?){_SPACE}{self._name_close.grouped}")
        self.head = re.compile(self._head())

    def _head(self) -> str:
        opening = self._open.pattern + (_SPACE if self._call.open else "")
        if self._arguments.name_key:
            keys = [f'"{re.escape(key)}"' for key in self._arguments.known_keys]
            keys += [
                f'"{re.escape(key)}"{_SPACE}:{_SPACE}"{re.escape(value)}"'
                for key, value in self._arguments.beside.items()
            ]
            return rf"{opening}\{{{_SPACE}(?:{'|'.join(keys)})"
        if self._arguments.name_is_key:
            return rf'{opening}\{{{_SPACE}"'
        if self._call.arguments_first:
            return rf'{opening}(?:\{{{_SPACE}["}}]|{_OBJECT_IN_STRING})'
        named = rf"(?:{SLOT.pattern}){_SPACE}{self._name_close.pattern}"
        nameless = rf"{_SPACE}\{{" if self._call.name_close.isspace() else ""
        return rf"{opening}(?:{named}|{nameless})" if nameless else f"{opening}{named}"

    def read_call(self, text: str, position: int, functions: Functions) -> RawCall:
        """Read one call; raises ParseError."""
        del functions  # JSON carries its own types
        start = position
        position, index = self._open.take(text, position, "call_open")
        end, name, call, repeats = self._body(text, skip_space(text, position), index)
        if self._call.close:
            end, _ = self._close.take(text, skip_space(text, end), "call_close", call.id)
        return RawCall(call, start, end, *name, faults=repeats)

    def write_call(self, call: Call, functions: Functions) -> str:
        """Write a call with its own delimiters."""
        del functions
        opening, between, closing = self.envelope(call)
        if self._inside:
            number = call.id or self._call.id_of(0)
            own = call_object(self._arguments, call.name, dict(call.arguments), number)
            return opening + own + closing
        parts = (call.name, between, json_text(call.arguments))
        return opening + "".join(reversed(parts) if self._call.arguments_first else parts) + closing

    def calls(self, rules: Rules, *, reverse: bool, numbered: bool) -> Calls:
        """Return the grammar of calls."""
        # Reading and writing do not need this slow import.
        from toolbench_ood.readers.encodings.json_object.ebnf import (  # noqa: PLC0415
            JsonObjectCalls,
        )

        form = self._arguments
        return JsonObjectCalls.build(rules, self.spec, form, reverse=reverse, numbered=numbered)

    def name_fits(self, name: str) -> bool:
        """Whether the name can be written: anything in JSON, no delimiter's signs in a slot."""
        return self._inside or SLOT.fullmatch(name) is not None

    @property
    def bare_head(self) -> re.Pattern[str]:
        """What begins a call: a bare name is tried once a word, not once a sign."""
        in_slot = not self._inside and not self._call.arguments_first
        return self._bare_head if in_slot else self.head

    @cached_property
    def beginning(self) -> str:
        """The opener, the brace of the object that comes first, or what follows a name."""
        braced = self._inside or self._call.arguments_first
        return super().beginning or ("{" if braced else lasting(self._call.name_close))

    @cached_property
    def _bare_head(self) -> re.Pattern[str]:
        return once_a_word(self.head, self._call.open)

    def diagnose(self, broken: BrokenSection, position: int) -> Attempt:
        """Name the fault of a body that should be JSON, alone or with a name in a slot."""
        return diagnose(self._arguments, broken, position)

    def outside(self, passage: Passage) -> Fault | None:
        """Return the first call without any envelope in a message that has no section."""
        return outside(self._arguments, passage)

    def sign_of_call(self, passage: Passage) -> Fault | None:
        """Return what is left of a call in prose whose name ends with its line."""
        if not self._call.name_close.isspace():
            return None
        return behind_signs(passage) or stray_arguments(passage)

    def may_begin(self, rest: str) -> bool:
        """Whether the rest of a text may be the beginning of a call without an opener."""
        return rest.startswith("{") if self._inside else super().may_begin(rest)

    def heads(self, functions: Functions) -> Iterable[str]:
        """Return a brace and a key, where these begin a call, or else the tools' names."""
        keys = (*self._arguments.known_keys, *self._arguments.beside)
        return [f'{{"{key}"' for key in keys] or super().heads(functions)

    def renamed(self, raw: RawCall, name: str, functions: Functions) -> Repairs:
        """Put another name in the place of a call's own."""
        if not self._inside:
            return super().renamed(raw, name, functions)
        written = call_object(self._arguments, name, raw.call.arguments, raw.call.id)
        return (Repair(raw.name_start, raw.name_end, written),)

    def call_parts(self, text: str, raw: RawCall) -> CallParts:
        """Return where the parts of a call stand that was read from the text."""
        return call_parts(self.spec, self._arguments, text, raw)

    def _body(
        self, text: str, position: int, index: str | None
    ) -> tuple[int, Span, Call, tuple[Fault, ...]]:
        """Read the name and the arguments in whatever order they stand, and where they end."""
        if self._inside:
            read = _arguments(text, position)
            name, values, own = self._named(read)
            call, span = Call(name, values, own or index), (position, read.end)
            return read.end, span, call, _repeats(read, position)
        if self._call.arguments_first:
            read = _arguments(text, position)
            span, index = self._name_after(text, read.end, index)
            end = span[1]
        else:
            span, position, index = self._slot(text, position, index)
            read = _arguments(text, position)
            end = read.end
        call = Call(text[span[0] : span[1]], read.value, index)
        return end, span, call, _repeats(read, position)

    def _named(self, read: JsonRead) -> tuple[str, dict[str, Json], str | None]:
        """Return the name, the arguments and the id, if there is one, that one object holds."""
        value, number = read.value, None
        if self._arguments.name_is_key:
            if len(value) != 1:
                raise ParseError(read.end, "keys")
            ((name, arguments),) = value.items()
        else:
            number = self._id(read)
            name, arguments = (value[key] for key in self._arguments.known_keys[:2])
        if not isinstance(name, str) or not name:
            raise ParseError(read.end, "name")
        if not isinstance(arguments, dict):
            raise ParseError(read.end, "container")
        return name, arguments, number

    def _id(self, read: JsonRead) -> str | None:
        """Check the keys of the object and return the id among them, right or wrong."""
        form, given = self._arguments, read.value
        missing = {*form.known_keys, *form.beside} - given.keys()
        if given.keys() - {*form.known_keys, *form.beside} or missing - {form.id_key}:
            raise ParseError(read.end, "keys")
        number = given.get(form.id_key)
        if any(given[key] != value for key, value in form.beside.items()) or not (
            number is None or isinstance(number, str)
        ):
            raise ParseError(read.end, "keys")
        return number

    def _slot(self, text: str, position: int, index: str | None) -> tuple[Span, int, str | None]:
        """Take a bare name and the delimiter after it."""
        if self._name_close.stands(text, position):
            raise ParseError(position, "name")
        if self._name_close.indexed:
            return self._slot_with_index(text, position, index)
        match = SLOT.match(text, position)
        if not match:
            raise ParseError(position, "name", ended=position >= len(text))
        end, closer = skip_space(text, match.end()), self._call.name_close
        if closer.isspace() and closer not in text[match.end() : end]:
            raise ParseError(match.end(), "name_close", ended=end == len(text))
        after, index = self._name_close.take(text, end, "name_close", index)
        return match.span(), skip_space(text, after), index

    def _slot_with_index(
        self, text: str, position: int, index: str | None
    ) -> tuple[Span, int, str | None]:
        """Take a bare name up to a delimiter that may begin with signs of a name."""
        found = self._slot_head.match(text, position)
        if found and index in (None, found.group(2)):
            return found.span(1), skip_space(text, found.end()), found.group(2) or None
        name = SLOT.match(text, position)
        if not name:
            raise ParseError(position, "name", ended=position >= len(text))
        ended = self._name_close.stops_inside(text, name.end()) or any(
            stops_inside(text, name.end(), part) for part in fixed_texts(self._call.name_close)
        )
        raise ParseError(name.end(), "name_close", ended=ended)

    def _name_after(self, text: str, position: int, index: str | None) -> tuple[Span, str | None]:
        """Take the delimiter after the arguments and the bare name behind it."""
        position = skip_space(text, position)
        position, index = self._name_close.take(text, position, "name_close", index)
        position = skip_space(text, position)
        match = SLOT.match(text, position)
        if not match:
            raise ParseError(position, "name", ended=position >= len(text))
        return match.span(), index


def _arguments(text: str, position: int) -> JsonRead:
    """Read the JSON object at the position."""
    if not text.startswith("{", position):
        raise ParseError(position, "body", ended=position >= len(text))
    try:
        return read_json(text, position)
    except JsonFault as error:
        resume = error.end if error.grammatical else max(error.position, position + 1)
        if error.kind == "depth" and (deep := _TOO_DEEP.match(text, position)):
            resume = max(resume, deep.end())
        raise ParseError(resume, "json", ended=error.ended) from None


def _repeats(read: JsonRead, position: int) -> tuple[Fault, ...]:
    span = (position, read.end)
    return (fault(Code.A5_DUP_KEY, span, "equal"),) if read.repeated else ()
