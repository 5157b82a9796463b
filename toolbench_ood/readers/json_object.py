"""Calls whose arguments are a JSON object.

Strictly one object with exactly the name and the arguments key (in either order, white space
free), one object whose only key is the name, or a name in a slot before or after the object of
arguments. The name is a string that is not empty; the arguments are an object.
"""

import re
from typing import TypeAlias

from toolbench_ood.readers.encoding import Functions
from toolbench_ood.readers.fault import Fault, RawCall
from toolbench_ood.readers.grammar import CallSpec, Grammar, JsonObject
from toolbench_ood.readers.indexed import Marker, literals
from toolbench_ood.readers.names import SLOT
from toolbench_ood.readers.repair import Diagnosis, fault
from toolbench_ood.readers.scanner import skip_space, stops_inside
from toolbench_ood.readers.strict_json import MAX_DEPTH, JsonFault, JsonRead, read_json
from toolbench_ood.types.call import Call
from toolbench_ood.types.finding import Code
from toolbench_ood.types.value import Json

Span: TypeAlias = tuple[int, int]

_SPACE = "[ \t\n\r]*"
_SPELT_OBJECT = r'"\{(?:\\"|\})'
"""How an object begins that is written in a string: a call that begins so is damaged, no prose."""

_TOO_DEEP = re.compile(rf"(?:[^{{\[]*[{{\[]){{{MAX_DEPTH}}}")
"""As many openers as may be nested; nothing begins among them after a fault of depth."""


class JsonObjectEncoding:
    """The strict grammar of ``json_object``."""

    def __init__(self, spec: Grammar, arguments: JsonObject) -> None:
        self._call: CallSpec = spec.call
        self._arguments = arguments
        self._open, self._close = Marker(spec.call.open), Marker(spec.call.close)
        self._name_close = Marker(spec.call.name_close)
        self._slot_head = re.compile(f"({SLOT.pattern}?){_SPACE}{self._name_close.grouped}")
        self.head = re.compile(self._head())

    def _head(self) -> str:
        opening = self._open.pattern + (_SPACE if self._call.open else "")
        keys = (self._arguments.name_key, self._arguments.arguments_key)
        if self._arguments.name_key:
            named = "|".join(map(re.escape, keys))
            return rf'{opening}\{{{_SPACE}"(?:{named})"'
        if self._arguments.name_is_key:
            return rf'{opening}\{{{_SPACE}"'
        if self._call.arguments_first:
            return rf'{opening}(?:\{{{_SPACE}["}}]|{_SPELT_OBJECT})'
        return rf"{opening}(?:{SLOT.pattern}){_SPACE}{self._name_close.pattern}"

    def read_call(self, text: str, position: int, functions: Functions) -> RawCall:
        """Read one call; raises Fault."""
        del functions  # JSON carries its own types
        start = position
        position, index = self._open.take(text, position, "call_open")
        end, name, call, repeats = self._body(text, skip_space(text, position), index)
        if self._call.close:
            end, _ = self._close.take(text, skip_space(text, end), "call_close", call.id)
        return RawCall(call, start, end, *name, faults=repeats)

    def name_fits(self, name: str) -> bool:
        """Whether the name can be written: anything in JSON, no delimiter's signs in a slot."""
        return self._arguments.names_inside or SLOT.fullmatch(name) is not None

    def _body(
        self, text: str, position: int, index: str | None
    ) -> tuple[int, Span, Call, tuple[Diagnosis, ...]]:
        """Read the name and the arguments in whatever order they stand, and where they end."""
        if self._arguments.names_inside:
            read = _arguments(text, position)
            name, values = self._named(read)
            call, span = Call(name, values, index), (position, read.end)
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

    def _named(self, read: JsonRead) -> tuple[str, dict[str, Json]]:
        """Return the name and the arguments that one object holds."""
        value = read.value
        if self._arguments.name_is_key:
            if len(value) != 1:
                raise Fault(read.end, "keys")
            ((name, arguments),) = value.items()
        else:
            keys = (self._arguments.name_key, self._arguments.arguments_key)
            if len(value) != len(keys) or not all(key in value for key in keys):
                raise Fault(read.end, "keys")
            name, arguments = (value[key] for key in keys)
        if not isinstance(name, str) or not name:
            raise Fault(read.end, "name")
        if not isinstance(arguments, dict):
            raise Fault(read.end, "container")
        return name, arguments

    def _slot(self, text: str, position: int, index: str | None) -> tuple[Span, int, str | None]:
        """Take a bare name and the delimiter after it."""
        if self._name_close.stands(text, position):
            raise Fault(position, "name")
        if self._name_close.indexed:
            return self._slot_with_index(text, position, index)
        match = SLOT.match(text, position)
        if not match:
            raise Fault(position, "name", ended=position >= len(text))
        end = skip_space(text, match.end())
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
            raise Fault(position, "name", ended=position >= len(text))
        ended = any(
            stops_inside(text, name.end(), part) for part in literals(self._call.name_close)
        )
        raise Fault(name.end(), "name_close", ended=ended)

    def _name_after(self, text: str, position: int, index: str | None) -> tuple[Span, str | None]:
        """Take the delimiter after the arguments and the bare name behind it."""
        position = skip_space(text, position)
        position, index = self._name_close.take(text, position, "name_close", index)
        position = skip_space(text, position)
        match = SLOT.match(text, position)
        if not match:
            raise Fault(position, "name", ended=position >= len(text))
        return match.span(), index


def _arguments(text: str, position: int) -> JsonRead:
    """Read the JSON object at the position."""
    if not text.startswith("{", position):
        raise Fault(position, "body", ended=position >= len(text))
    try:
        return read_json(text, position)
    except JsonFault as error:
        resume = error.end if error.grammatical else max(error.position, position + 1)
        if error.kind == "depth" and (deep := _TOO_DEEP.match(text, position)):
            resume = max(resume, deep.end())
        raise Fault(resume, "json", ended=error.ended) from None


def _repeats(read: JsonRead, position: int) -> tuple[Diagnosis, ...]:
    span = (position, read.end)
    return (fault(Code.A5_DUP_KEY, span, "equal"),) if read.repeated else ()
