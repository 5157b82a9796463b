"""Calls like ``f(a=1)``: pairs whose names are identifiers and whose values are Python literals.

Names are ASCII identifiers and no Python keywords. A dotted or hyphenated tool's name is taken as
one name, so that the header stage can say that it is decorated.
"""

import keyword
import re
from collections.abc import Iterable, Mapping

from toolbench_ood.readers.encodings.pairs.grammar import PairGrammar
from toolbench_ood.readers.scan.encoding import Functions
from toolbench_ood.readers.specification.grammar import Grammar
from toolbench_ood.readers.specification.names import CALLABLE, DECLARED, IDENTIFIER, is_identifier
from toolbench_ood.readers.specification.pairs import Pairs
from toolbench_ood.readers.text.calls import RawCall
from toolbench_ood.readers.text.parse_error import ParseError
from toolbench_ood.types.call import Call
from toolbench_ood.types.value import Json

_BLANK = "[ \t\n\r]"
_KEY = re.compile(
    rf"(?!(?:{'|'.join(keyword.kwlist)})(?![A-Za-z0-9_]){_BLANK}*(?!{_BLANK}|\Z)){IDENTIFIER.pattern}"
)
"""A name of an argument; a keyword with which the text ends may be the beginning of one."""


class ExpressionGrammar(PairGrammar):
    """The strict grammar of call expressions."""

    def __init__(self, spec: Grammar, pairs: Pairs) -> None:
        super().__init__(spec, pairs)
        declared = getattr(spec.arguments, "names", "") == "declared"
        self._reads_any_declared = declared
        self.name, self._keys = DECLARED if declared else CALLABLE, _KEY
        opening = re.escape(spec.call.open) + (f"{_BLANK}*" if spec.call.open else "")
        inside = "A-Za-z0-9_.:/-" if declared else "A-Za-z0-9_.-"
        self.head = re.compile(
            rf"{opening}(?<![{inside}])(?:{self.name.pattern})[ \t]*"
            rf"{re.escape(spec.call.name_close)}"
        )

    @property
    def bare_head(self) -> re.Pattern[str]:
        """What begins a call without an envelope, to be searched for."""
        return self.head

    def name_fits(self, name: str) -> bool:
        """Whether the name is an identifier, or one that only declared tools have."""
        return self._reads_any_declared or is_identifier(name)

    def read_call(self, text: str, position: int, functions: Functions) -> RawCall:
        """Read the call that starts at the position; raises ParseError."""
        call = super().read_call(text, position, functions)
        if self._reads_any_declared and call.call.name not in functions:
            raise ParseError(call.name_start, "name")
        return call

    def key_fits(self, key: str) -> bool:
        """Whether an argument's name is an identifier."""
        return is_identifier(key)

    def write_call(self, call: Call, functions: Functions) -> str:
        """Write a call with its own delimiters."""
        del functions
        opening, between, closing = self.envelope(call)
        return f"{opening}{call.name}{between}{self.write_arguments(call.arguments)}{closing}"

    def write_arguments(self, values: Mapping[str, Json]) -> str:
        """Write the arguments without the parentheses."""
        pairs = (self.write_pair(key, value) for key, value in values.items())
        return f"{self.pairs.separator} ".join(pairs)

    def is_meant(self, call: RawCall) -> bool:
        """Whether an expression is no name that a sentence may hold, as one without arguments."""
        return bool(call.call.arguments)

    def may_begin(self, rest: str) -> bool:
        """Whether the rest of a text may be the beginning of a call without an opener."""
        return CALLABLE.fullmatch(rest) is not None

    def heads(self, functions: Functions) -> Iterable[str]:
        """Return the tools' names."""
        return list(functions)
