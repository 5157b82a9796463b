"""Calls whose arguments are Python keyword arguments with literal values.

Names of tools and arguments are ASCII identifiers and no Python keywords. A dotted or hyphenated
name is taken as one name, so that the header stage can say that it is decorated. The same argument
twice is a fault unless both values are equal.
"""

import re

from toolbench_ood.readers.encodings.python_kwargs.diagnosis import diagnose
from toolbench_ood.readers.encodings.python_kwargs.outside import outside
from toolbench_ood.readers.encodings.python_kwargs.write import keyword_arguments
from toolbench_ood.readers.literals.python_literal import PythonLiterals
from toolbench_ood.readers.scan.broken import Attempt, BrokenSection
from toolbench_ood.readers.scan.encoding import Encoding, Functions
from toolbench_ood.readers.scan.passage import Passage
from toolbench_ood.readers.scan.shapes import shape_at
from toolbench_ood.readers.specification.arguments import PythonKwargs
from toolbench_ood.readers.specification.grammar import Grammar
from toolbench_ood.readers.specification.names import CALLABLE, IDENTIFIER, is_identifier
from toolbench_ood.readers.text.calls import ArgumentSpan, RawCall
from toolbench_ood.readers.text.parse_error import ParseError
from toolbench_ood.readers.text.repair import Diagnosis, fault
from toolbench_ood.readers.text.scanner import expect, skip_space
from toolbench_ood.types.call import Call
from toolbench_ood.types.finding import Code
from toolbench_ood.types.value import Json, same_value


class PythonKwargsEncoding(Encoding):
    """The strict grammar of ``python_kwargs``."""

    def __init__(self, spec: Grammar, arguments: PythonKwargs) -> None:
        self.spec = spec
        self._call = spec.call
        self._arguments = arguments
        self._literals = PythonLiterals(arguments.constants)
        opening = re.escape(spec.call.open) + ("[ \t\n\r]*" if spec.call.open else "")
        self.head = re.compile(
            rf"{opening}(?<![A-Za-z0-9_.-])(?:{CALLABLE.pattern})[ \t]*"
            rf"{re.escape(spec.call.name_close)}"
        )

    def read_call(self, text: str, position: int, functions: Functions) -> RawCall:
        """Read one call; raises ParseError."""
        del functions  # literals carry their own types
        start = position
        position = skip_space(text, expect(text, position, self._call.open, "call_open"))
        match = CALLABLE.match(text, position)
        if not match:
            raise ParseError(position, "name", ended=position >= len(text))
        position = skip_space(text, match.end())
        position = expect(text, position, self._call.name_close, "name_close")
        spans: list[ArgumentSpan] = []
        values, position, repeats = self._values(text, skip_space(text, position), spans)
        end = expect(text, position, self._call.close, "call_close")
        call = Call(match.group(), values)
        return RawCall(call, start, end, *match.span(), faults=repeats, arguments=tuple(spans))

    def name_fits(self, name: str) -> bool:
        """Whether the name is an identifier."""
        return is_identifier(name)

    def write_call(self, call: Call, functions: Functions) -> str:
        """Write a call with its own delimiters."""
        del functions
        opening, between, closing = self.envelope(call)
        inner = keyword_arguments(self._arguments, call.arguments)
        return f"{opening}{call.name}{between}{inner}{closing}"

    def is_meant(self, call: RawCall) -> bool:
        """Whether an expression is no name that a sentence may hold, as one without arguments."""
        return bool(call.call.arguments)

    def may_begin(self, rest: str) -> bool:
        """Whether the rest of a text may be the beginning of a call without an opener."""
        return CALLABLE.fullmatch(rest) is not None

    def diagnose(self, broken: BrokenSection, position: int) -> Attempt:
        """Name the fault of a body that should be call expressions."""
        if shape_at(broken.text, position, broken.limit) in ("json", "tag"):
            return broken.attempt(broken.chimera(position))
        return diagnose(self._arguments, broken, position)

    def outside(self, passage: Passage) -> Diagnosis | None:
        """Return the first call without any envelope in a message that has no section."""
        return outside(passage)

    def _values(
        self, text: str, position: int, spans: list[ArgumentSpan]
    ) -> tuple[dict[str, Json], int, tuple[Diagnosis, ...]]:
        """Read arguments up to the call's close, which is left standing."""
        values: dict[str, Json] = {}
        repeats: list[Diagnosis] = []
        if text.startswith(self._call.close, position):
            return values, position, ()
        while True:
            begin = position
            key, position = self._key(text, position)
            read = self._literals.read(text, position)
            if key in values and not same_value(values[key], read.value):
                raise ParseError(read.end, "duplicate")
            if read.repeated or key in values:
                repeats.append(fault(Code.A5_DUP_KEY, (begin, read.end), "equal"))
            values[key] = read.value
            spans.append(ArgumentSpan((begin, begin + len(key)), (position, read.end)))
            position = skip_space(text, read.end)
            if not text.startswith(self._arguments.separator, position):
                return values, position, tuple(repeats)
            position = skip_space(text, position + len(self._arguments.separator))

    def _key(self, text: str, position: int) -> tuple[str, int]:
        match = IDENTIFIER.match(text, position)
        if not match:
            raise ParseError(position, "key", ended=position >= len(text))
        end = skip_space(text, match.end())
        if end >= len(text) or not is_identifier(match.group()):
            raise ParseError(position if end < len(text) else end, "key", ended=end >= len(text))
        assign = self._arguments.assign
        return match.group(), skip_space(text, expect(text, end, assign, "assign"))
