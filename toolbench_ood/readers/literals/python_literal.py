r"""Python literals by a small strict grammar, read without recursion and without ``ast``.

Accepted: ``True``, ``False``, ``None`` (or JSON's words for them, where a format says so); strings
in either quote with Python's escapes, on one line, without prefix; decimal integers and floats,
with a minus sign; lists; dicts with string keys.
Refused, because they are no JSON value or are written by accident: every other escape than those of
``_ESCAPES``, ``\x``, ``\u``, ``\U`` and octal; adjacent strings; triple quotes; tuples; sets;
trailing commas; comments; underscores in numbers; names; operators.
"""

import math
import re
from dataclasses import dataclass

from toolbench_ood.readers.literals.as_text import WORDS, python_literal
from toolbench_ood.readers.literals.nested import Signs, read_nested
from toolbench_ood.readers.literals.strict_json import JsonRead
from toolbench_ood.readers.specification.literal_spec import Constants
from toolbench_ood.readers.text.parse_error import ParseError
from toolbench_ood.types.value import Json

_STRING = re.compile(
    r"'[^'\\\n\r]*(?:\\[^\n\r][^'\\\n\r]*)*'" r'|"[^"\\\n\r]*(?:\\[^\n\r][^"\\\n\r]*)*"'
)
_NUMBER = re.compile(
    r"-?(?:[0-9]+\.[0-9]*(?:[eE][+-]?[0-9]+)?|\.[0-9]+(?:[eE][+-]?[0-9]+)?"
    r"|[0-9]+[eE][+-]?[0-9]+|(?:0|[1-9][0-9]*))(?![0-9A-Za-z_.])"
)
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_ESCAPE = re.compile(
    r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{1,3})|(.))", re.DOTALL
)
_ESCAPES = {
    "\\": "\\",
    "'": "'",
    '"': '"',
    "n": "\n",
    "r": "\r",
    "t": "\t",
    "a": "\a",
    "b": "\b",
    "f": "\f",
    "v": "\v",
}
_LAST_CODE_POINT = 0x10FFFF


class BadEscapeError(ValueError):
    """A string holds an escape that stands for no character of a JSON string."""


def unescape(body: str) -> str:
    """Resolve Python's escapes; raises BadEscapeError for an unknown one or a lone surrogate."""
    return _ESCAPE.sub(_character, body) if "\\" in body else body


def _character(match: re.Match[str]) -> str:
    two, four, eight, octal, plain = match.groups()
    if plain is not None:
        if plain not in _ESCAPES:
            raise BadEscapeError(match.group())
        return _ESCAPES[plain]
    code = int(octal, 8) if octal else int(two or four or eight, 16)
    if code > _LAST_CODE_POINT or 0xD800 <= code <= 0xDFFF:  # noqa: PLR2004 - the surrogates
        raise BadEscapeError(match.group())
    return chr(code)


_SIGNS = Signs((("{", "}"), ("[", "]")))


@dataclass(frozen=True, slots=True)
class PythonLiterals:
    """The language, with these words for its constants."""

    constants: Constants = "python"

    @property
    def signs(self) -> Signs:
        """What encloses and parts items."""
        return _SIGNS

    def write(self, value: Json) -> str:
        """Write a value."""
        return python_literal(value, self.constants)

    def read(self, text: str, position: int) -> JsonRead:
        """Read the literal that starts at the position; raises ParseError."""
        return read_nested(self, text, position)

    def scalar(self, text: str, position: int) -> tuple[Json, int]:
        """Read a literal that is no list and no dict; raises ParseError."""
        if text[position : position + 1] in ("'", '"'):
            return self.key(text, position)
        if match := _NUMBER.match(text, position):
            return _number(match), match.end()
        match = _WORD.match(text, position)
        words = WORDS[self.constants]
        if match and match.group() in words:
            return words[match.group()], match.end()
        ended = position >= len(text) or bool(match and match.end() == len(text))
        raise ParseError(position, "value", ended=ended)

    def key(self, text: str, position: int) -> tuple[str, int]:
        """Read a string; raises ParseError."""
        match = _STRING.match(text, position)
        if not match:
            quote = text[position : position + 1]
            ended = not quote or (quote in "'\"" and text.find("\n", position) < 0)
            raise ParseError(position, "string", ended=ended)
        end = match.end()
        if text[end : end + 1] in ("'", '"'):
            raise ParseError(end, "string")
        try:
            return unescape(match.group()[1:-1]), end
        except BadEscapeError:
            raise ParseError(position, "escape") from None


def _number(match: re.Match[str]) -> int | float:
    literal = match.group()
    try:
        number = float(literal) if set(literal) & set(".eE") else int(literal)
    except ValueError:
        raise ParseError(match.start(), "number") from None
    if isinstance(number, float) and math.isinf(number):
        raise ParseError(match.start(), "number")
    return number
