"""Calls whose arguments are tagged raw text, typed by the tool's schema.

A value runs to the first stem of a delimiter of the format (``<parameter`` of ``<parameter=``),
which must be its own closer: a value that holds any other cannot be told from a missing closer or
a damaged tag, so it is a fault and the writer refuses it. Exactly one line feed on each side
belongs to the layout, when the spec says so.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from toolbench_ood.readers.encodings.raw_tags.diagnosis import diagnose
from toolbench_ood.readers.encodings.raw_tags.write import tagged_arguments
from toolbench_ood.readers.literals.as_text import raw_text
from toolbench_ood.readers.literals.raw_value import parameter_types, typed_value
from toolbench_ood.readers.scan.broken import Attempt, BrokenSection
from toolbench_ood.readers.scan.encoding import Encoding, Functions
from toolbench_ood.readers.specification.arguments import RawTags
from toolbench_ood.readers.specification.grammar import Grammar
from toolbench_ood.readers.specification.marker import stem
from toolbench_ood.readers.specification.names import SLOT
from toolbench_ood.readers.text.calls import ArgumentSpan, RawCall
from toolbench_ood.readers.text.parse_error import ParseError, ParseStop
from toolbench_ood.readers.text.repair import Diagnosis, fault
from toolbench_ood.readers.text.scanner import expect, skip_space, stops_inside
from toolbench_ood.types.call import Call
from toolbench_ood.types.finding import Code
from toolbench_ood.types.tool import FunctionSpec
from toolbench_ood.types.value import Json, same_value


class RawTagsEncoding(Encoding):
    """The strict grammar of ``raw_tags``."""

    may_stand_bare = False  # any word may begin a call, and delimiters show it

    def __init__(self, spec: Grammar, arguments: RawTags) -> None:
        self.spec = spec
        self._call = spec.call
        self._tags = arguments
        stems = sorted(map(stem, spec.markers()), key=len, reverse=True)
        self._stem = re.compile("|".join(map(re.escape, stems)))
        self.head = re.compile(re.escape(spec.call.open))

    def read_call(self, text: str, position: int, functions: Functions) -> RawCall:
        """Read one call; raises ParseError."""
        start = position
        position = expect(text, position, self._call.open, "call_open")
        name, position = _name(text, position, self._call.name_close, "name")
        function = functions.get(text[name[0] : name[1]])
        spans: list[ArgumentSpan] = []
        values, position, faults = self._values(text, position, function, spans)
        if stops_inside(text, position, self._tags.open):
            raise ParseError(position, "parameter", ended=True)
        end = expect(text, position, self._call.close, "parameter")
        call = Call(text[name[0] : name[1]], values)
        return RawCall(call, start, end, *name, tuple(faults), tuple(spans))

    def name_fits(self, name: str) -> bool:
        """Whether the name holds no sign of a delimiter."""
        return SLOT.fullmatch(name) is not None

    def write_call(self, call: Call, functions: Functions) -> str | None:
        """Write a call with its own delimiters; None where its values would be others."""
        opening, between, closing = self.envelope(call)
        written = {key: raw_text(value) for key, value in call.arguments.items()}
        function = functions.get(call.name)
        for key, value in call.arguments.items():
            meant, _ = typed_value(written[key], parameter_types(function, key), 0)
            if not same_value(meant, value):
                return None
        inner = tagged_arguments(self._tags, written.items())
        return f"{opening}{call.name}{between}{inner}{closing}"

    def diagnose(self, broken: BrokenSection, position: int) -> Attempt:
        """Name the fault by the state in which the strict grammar stopped."""
        del position
        return diagnose(self._tags, broken)

    def diagnose_after(self, broken: BrokenSection, position: int) -> Attempt | None:
        """Name what is no argument, where only the section's close ends the arguments."""
        if not self.spec.close_ends_arguments:
            return None
        stop = ParseStop(position, "parameter", ended=False)
        return diagnose(self._tags, replace(broken, calls=broken.calls[:-1], stop=stop))

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
                    raise ParseError(position, "duplicate")
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
            raise ParseError(len(text), "value", ended=True)
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
        raise ParseError(position, place, ended=position >= len(text))
    after = expect(text, skip_space(text, match.end()), closer, f"{place}_close")
    return match.span(), after
