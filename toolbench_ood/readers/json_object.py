"""Calls whose arguments are a JSON object.

Strictly one object with exactly the name and the arguments key (in either order, white space
free), or a name in a slot followed by the object of arguments. The name is a string that is not
empty; the arguments are an object.
"""

import re

from toolbench_ood.readers.encoding import Functions
from toolbench_ood.readers.fault import Fault, RawCall
from toolbench_ood.readers.grammar import CallSpec, Grammar, JsonObject
from toolbench_ood.readers.names import SLOT
from toolbench_ood.readers.scanner import expect, skip_space
from toolbench_ood.readers.strict_json import JsonFault, JsonRead, read_json
from toolbench_ood.types.call import Call
from toolbench_ood.types.finding import Code, Finding, Severity

_SPACE = "[ \t\n\r]*"


class JsonObjectEncoding:
    """The strict grammar of ``json_object``."""

    def __init__(self, spec: Grammar, arguments: JsonObject) -> None:
        self._call: CallSpec = spec.call
        self._keys = (arguments.name_key, arguments.arguments_key)
        opening = re.escape(spec.call.open) + (_SPACE if spec.call.open else "")
        if arguments.name_key:
            keys = "|".join(map(re.escape, self._keys))
            self.head = re.compile(rf'{opening}\{{{_SPACE}"(?:{keys})"')
        else:
            close = re.escape(spec.call.name_close)
            self.head = re.compile(rf"{opening}(?:{SLOT.pattern}){_SPACE}{close}")

    def read_call(self, text: str, position: int, functions: Functions) -> RawCall:
        """Read one call; raises Fault."""
        del functions  # JSON carries its own types
        start = position
        position = skip_space(text, expect(text, position, self._call.open, "call_open"))
        if self._keys[0]:
            read, call = self._object(text, position)
            name = (position, read.end)
        else:
            name, position = self._slot(text, position)
            read = _arguments(text, position)
            call = Call(text[name[0] : name[1]], read.value)
        end = read.end
        if self._call.close:
            end = expect(text, skip_space(text, end), self._call.close, "call_close")
        return RawCall(call, start, end, *name, findings=_repeats(read, position))

    def name_fits(self, name: str) -> bool:
        """Whether the name can be written: anything in JSON, no delimiter's signs in a slot."""
        return bool(self._keys[0]) or SLOT.fullmatch(name) is not None

    def _object(self, text: str, position: int) -> tuple[JsonRead, Call]:
        read = _arguments(text, position)
        name_key, arguments_key = self._keys
        value = read.value
        if len(value) != 2 or name_key not in value or arguments_key not in value:  # noqa: PLR2004 - the two keys
            raise Fault(read.end, "keys")
        name, arguments = value[name_key], value[arguments_key]
        if not isinstance(name, str) or not name:
            raise Fault(read.end, "name")
        if not isinstance(arguments, dict):
            raise Fault(read.end, "container")
        return read, Call(name, arguments)

    def _slot(self, text: str, position: int) -> tuple[tuple[int, int], int]:
        match = SLOT.match(text, position)
        if not match:
            raise Fault(position, "name", ended=position >= len(text))
        end = skip_space(text, match.end())
        after = expect(text, end, self._call.name_close, "name_close")
        return match.span(), skip_space(text, after)


def _arguments(text: str, position: int) -> JsonRead:
    """Read the JSON object at the position."""
    if not text.startswith("{", position):
        raise Fault(position, "body", ended=position >= len(text))
    try:
        return read_json(text, position)
    except JsonFault as fault:
        resume = fault.end if fault.grammatical else max(fault.position, position + 1)
        raise Fault(resume, "json", ended=fault.ended) from None


def _repeats(read: JsonRead, position: int) -> tuple[Finding, ...]:
    if not read.repeated:
        return ()
    return (Finding(Code.A5_DUP_KEY, Severity.BENIGN, position, read.end, kind="equal"),)
