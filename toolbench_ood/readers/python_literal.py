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
from dataclasses import dataclass, field

from toolbench_ood.readers.fault import Fault
from toolbench_ood.readers.python_text import WORDS, Constants
from toolbench_ood.readers.scanner import skip_space
from toolbench_ood.readers.strict_json import MAX_DEPTH
from toolbench_ood.types.value import Json, same_value

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


@dataclass(slots=True)
class _Open:
    """A list or dict that is being filled."""

    value: list[Json] | dict[str, Json]
    key: str = ""
    fresh: bool = True
    """Whether nothing stands in it yet, so that it may close."""

    @property
    def closer(self) -> str:
        """The mark that ends it."""
        return "]" if isinstance(self.value, list) else "}"


@dataclass(slots=True)
class LiteralReader:
    """Reads one literal; ``repeated`` says whether some dict key stood twice with one value."""

    text: str
    constants: Constants = "python"
    repeated: bool = False
    _open: list[_Open] = field(default_factory=list)

    def read(self, position: int) -> tuple[Json, int]:
        """Return the value that starts at the position and the offset after it; raises Fault."""
        self._open.clear()
        while True:
            position = skip_space(self.text, position)
            value, position, whole = self._begin(position)
            while whole:
                if not self._open:
                    return value, position
                self._put(value, position)
                value, position, whole = self._after_item(skip_space(self.text, position))

    def _begin(self, position: int) -> tuple[Json, int, bool]:
        """Take a scalar, or open a container; the flag says whether a value is complete."""
        top = self._open[-1] if self._open else None
        if top and top.fresh and self.text.startswith(top.closer, position):
            return self._open.pop().value, position + 1, True
        if top:
            top.fresh = False
            position = self._key(top, position) if isinstance(top.value, dict) else position
        mark = self.text[position : position + 1]
        if mark in ("[", "{"):
            if len(self._open) >= MAX_DEPTH:
                raise Fault(position, "depth")
            self._open.append(_Open([] if mark == "[" else {}))
            return None, position + 1, False
        value, end = self._scalar(position)
        return value, end, True

    def _after_item(self, position: int) -> tuple[Json, int, bool]:
        """Take a comma (no value complete) or the closer (the container is complete)."""
        mark = self.text[position : position + 1]
        top = self._open[-1]
        if mark == ",":
            return None, self._next_item(position + 1), False
        if mark == top.closer:
            return self._open.pop().value, position + 1, True
        raise Fault(position, "item", ended=not mark)

    def _next_item(self, position: int) -> int:
        position = skip_space(self.text, position)
        if self.text[position : position + 1] in ("]", "}"):
            raise Fault(position, "value")
        return position

    def _key(self, top: _Open, position: int) -> int:
        key, end = self._string(position)
        end = skip_space(self.text, end)
        if self.text[end : end + 1] != ":":
            raise Fault(end, "colon", ended=end >= len(self.text))
        top.key = key
        return skip_space(self.text, end + 1)

    def _put(self, value: Json, position: int) -> None:
        top = self._open[-1]
        if isinstance(top.value, list):
            top.value.append(value)
            return
        if top.key in top.value:
            if not same_value(top.value[top.key], value):
                raise Fault(position, "duplicate")
            self.repeated = True
        top.value[top.key] = value

    def _scalar(self, position: int) -> tuple[Json, int]:
        if self.text[position : position + 1] in ("'", '"'):
            return self._string(position)
        if match := _NUMBER.match(self.text, position):
            return self._number(match), match.end()
        match = _WORD.match(self.text, position)
        words = WORDS[self.constants]
        if match and match.group() in words:
            return words[match.group()], match.end()
        ended = position >= len(self.text) or bool(match and match.end() == len(self.text))
        raise Fault(position, "value", ended=ended)

    def _string(self, position: int) -> tuple[str, int]:
        match = _STRING.match(self.text, position)
        if not match:
            quote = self.text[position : position + 1]
            ended = not quote or (quote in "'\"" and self.text.find("\n", position) < 0)
            raise Fault(position, "string", ended=ended)
        end = match.end()
        if self.text[end : end + 1] in ("'", '"'):
            raise Fault(end, "string")
        try:
            return unescape(match.group()[1:-1]), end
        except BadEscapeError:
            raise Fault(position, "escape") from None

    def _number(self, match: re.Match[str]) -> int | float:
        literal = match.group()
        try:
            number = float(literal) if set(literal) & set(".eE") else int(literal)
        except ValueError:
            raise Fault(match.start(), "number") from None
        if isinstance(number, float) and math.isinf(number):
            raise Fault(match.start(), "number")
        return number
