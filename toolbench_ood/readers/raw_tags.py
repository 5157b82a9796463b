"""Calls whose arguments are tagged raw text, typed by the tool's schema.

A value runs to the first stem of a delimiter of the format (``<parameter`` of ``<parameter=``),
which must be its own closer: a value that holds any other cannot be told from a missing closer or
a damaged tag, so it is a fault and the writer refuses it. Exactly one line feed on each side
belongs to the layout, when the spec says so.
"""

import re
from collections.abc import Sequence

from toolbench_ood.readers.encoding import Functions
from toolbench_ood.readers.fault import ArgumentSpan, Fault, RawCall
from toolbench_ood.readers.grammar import Grammar, RawTags
from toolbench_ood.readers.names import SLOT
from toolbench_ood.readers.raw_value import parameter_types, typed_value
from toolbench_ood.readers.repair import Diagnosis, fault
from toolbench_ood.readers.scanner import expect, skip_space, stops_inside
from toolbench_ood.types.call import Call
from toolbench_ood.types.finding import Code
from toolbench_ood.types.tool import FunctionSpec
from toolbench_ood.types.value import Json, same_value


def stem(marker: str) -> str:
    """Return a delimiter without its last signs, where that leaves a sign and a word."""
    cut = marker.rstrip("=\"'> \t\n\r]})")
    worded = any(sign.isalnum() for sign in cut)
    return cut if worded and not cut[0].isalnum() else marker


class RawTagsEncoding:
    """The strict grammar of ``raw_tags``."""

    def __init__(self, spec: Grammar, arguments: RawTags) -> None:
        self._call = spec.call
        self._tags = arguments
        stems = sorted(map(stem, spec.markers()), key=len, reverse=True)
        self._stem = re.compile("|".join(map(re.escape, stems)))
        self.head = re.compile(re.escape(spec.call.open))

    def read_call(self, text: str, position: int, functions: Functions) -> RawCall:
        """Read one call; raises Fault."""
        start = position
        position = expect(text, position, self._call.open, "call_open")
        name, position = _name(text, position, self._call.name_close, "name")
        function = functions.get(text[name[0] : name[1]])
        spans: list[ArgumentSpan] = []
        values, position, faults = self._values(text, position, function, spans)
        if stops_inside(text, position, self._tags.open):
            raise Fault(position, "parameter", ended=True)
        end = expect(text, position, self._call.close, "parameter")
        call = Call(text[name[0] : name[1]], values)
        return RawCall(call, start, end, *name, tuple(faults), tuple(spans))

    def name_fits(self, name: str) -> bool:
        """Whether the name holds no sign of a delimiter."""
        return SLOT.fullmatch(name) is not None

    def _values(
        self,
        text: str,
        position: int,
        function: FunctionSpec | None,
        spans: list[ArgumentSpan],
    ) -> tuple[dict[str, Json], int, Sequence[Diagnosis]]:
        """Read parameters while they open; leaves the position where something else stands."""
        values: dict[str, Json] = {}
        faults: list[Diagnosis] = []
        position = skip_space(text, position)
        while text.startswith(self._tags.open, position):
            begin = position
            position += len(self._tags.open)
            span, position = _name(text, position, self._tags.name_close, "key")
            key = text[span[0] : span[1]]
            raw, at, position = self._raw(text, position)
            spans.append(ArgumentSpan(span, (at, at + len(raw))))
            value, wrong = typed_value(raw, parameter_types(function, key), at)
            faults.extend([wrong] if wrong else [])
            if key in values:
                if not same_value(values[key], value):
                    raise Fault(position, "duplicate")
                faults.append(fault(Code.A5_DUP_KEY, (begin, position), "equal"))
            values[key] = value
            position = skip_space(text, position)
        return values, position, faults

    def _raw(self, text: str, position: int) -> tuple[str, int, int]:
        """Return the value's text, its offset, and the offset after its closer."""
        if self._tags.value_open:
            position = expect(text, skip_space(text, position), self._tags.value_open, "value_open")
        match = self._stem.search(text, position)
        if not match:
            raise Fault(len(text), "value", ended=True)
        end = match.start()
        after = expect(text, end, self._tags.close, "value")
        if self._tags.strip_newline:
            position += text.startswith("\n", position) and position < end
            end -= end > position and text[end - 1] == "\n"
        return text[position:end], position, after


def _name(text: str, position: int, closer: str, place: str) -> tuple[tuple[int, int], int]:
    """Take a bare name and the delimiter after it."""
    match = SLOT.match(text, position)
    if not match:
        raise Fault(position, place, ended=position >= len(text))
    after = expect(text, skip_space(text, match.end()), closer, f"{place}_close")
    return match.span(), after
