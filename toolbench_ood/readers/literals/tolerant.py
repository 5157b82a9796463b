"""A forgiving reading of a literal, for diagnosis only: how a text departs from the grammar.

It takes JSON and Python literals mixed, notes each departure that has one plain rewrite, and stops
at the first one that has not. Its values are never handed to a tool as they are; they serve to tell
one fault from another.
"""

import json
import math
import re
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from toolbench_ood.readers.literals.python_literal import BadEscapeError, unescape
from toolbench_ood.readers.literals.strict_json import MAX_DEPTH
from toolbench_ood.types.value import Json, same_value

Dialect: TypeAlias = Literal["json", "python"]

DepartureKind: TypeAlias = Literal[
    # rewritten in one way; reading goes on
    "single_quote",
    "trailing_comma",
    "python_literal",
    "json_literal",
    "raw_control",
    "equal_key",
    # reading stops
    "duplicate_key",
    "escape",
    "unescaped_quote",
    "expression",
    "word",
    "constant",
    "comment",
    "number",
    "syntax",
    "depth",
    "end",
]

_STRING = re.compile(r"'[^'\\]*(?:\\.[^'\\]*)*'" r'|"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_NUMBER = re.compile(r"-?[0-9.][0-9A-Za-z_.]*(?:(?<=[eE])[+-][0-9]+)?")
_PLAIN_NUMBER = re.compile(
    r"-?(?:[0-9]+\.[0-9]*(?:[eE][+-]?[0-9]+)?|\.[0-9]+(?:[eE][+-]?[0-9]+)?"
    r"|(?:0|[1-9][0-9]*)(?:[eE][+-]?[0-9]+)?)"
)
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_.]*")
_BLANK = re.compile(r"[ \t\n\r]*")
_CONTROL = re.compile(r"[\x00-\x1f]")
_LITERALS = {"true": True, "false": False, "null": None}
_PYTHON_LITERALS = {"True": True, "False": False, "None": None}
_CONSTANTS = frozenset({"NaN", "Infinity", "nan", "inf", "undefined"})
_OPERATORS = frozenset("+-*/%.(&|<>=@^~?")
_COMMENTS = ("#", "//", "/*")


@dataclass(frozen=True, slots=True)
class Departure:
    """One way in which the text is not the grammar."""

    kind: DepartureKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Tolerated:
    """What was read, how far, and what was wrong with it."""

    value: Json
    end: int
    """Just after the value, or where reading stopped."""
    departures: tuple[Departure, ...]
    stop: Departure | None

    @property
    def complete(self) -> bool:
        """Whether a whole value was read."""
        return self.stop is None


class _Stop(Exception):  # noqa: N818 - control flow inside this module
    def __init__(self, kind: DepartureKind, start: int, end: int) -> None:
        super().__init__(kind)
        self.departure = Departure(kind, start, end)


@dataclass(slots=True)
class _Open:
    """A list or dict that is being filled."""

    value: list[Json] | dict[str, Json]
    key: str = ""
    comma: bool = False
    """Whether a comma was the last thing in it."""

    @property
    def closer(self) -> str:
        return "]" if isinstance(self.value, list) else "}"


@dataclass(slots=True)
class _Tolerance:
    text: str
    limit: int
    dialect: Dialect
    stack: list[_Open] = field(default_factory=list)
    departures: list[Departure] = field(default_factory=list)

    def read(self, position: int) -> tuple[Json, int]:
        while True:
            position = self._blank(position)
            closed = self._close(position) if self.stack else None
            if closed is not None:
                value, position = closed, position + 1
            else:
                position = self._key(position) if self._in_dict() else position
                if self._enter(position):
                    position += 1
                    continue
                value, position = self._scalar(position)
            while self.stack:
                self._put(value, position)
                position = self._blank(position)
                if self._separator(position):
                    position += 1
                    break
                value, position = self.stack.pop().value, position + 1
            else:
                return value, position

    def _blank(self, position: int) -> int:
        match = _BLANK.match(self.text, position, self.limit)
        position = match.end() if match else position
        if any(self.text.startswith(mark, position) for mark in _COMMENTS):
            raise _Stop("comment", position, min(position + 2, self.limit))
        return position

    def _in_dict(self) -> bool:
        return bool(self.stack) and isinstance(self.stack[-1].value, dict)

    def _close(self, position: int) -> Json:
        """Close an empty container, or one with a trailing comma; None when there is more."""
        top = self.stack[-1]
        if not self.text.startswith(top.closer, position) or position >= self.limit:
            return None
        if top.comma:
            self.departures.append(Departure("trailing_comma", position, position + 1))
        return self.stack.pop().value

    def _enter(self, position: int) -> bool:
        mark = self._at(position)
        if mark not in ("[", "{"):
            return False
        if len(self.stack) >= MAX_DEPTH:
            raise _Stop("depth", position, position + 1)
        self.stack.append(_Open([] if mark == "[" else {}))
        return True

    def _at(self, position: int) -> str:
        if position >= self.limit:
            raise _Stop("end", self.limit, self.limit)
        return self.text[position]

    def _key(self, position: int) -> int:
        if self._at(position) not in ("'", '"'):
            raise _Stop("syntax", position, position + 1)
        key, end = self._string(position)
        end = self._blank(end)
        if self._at(end) != ":":
            raise _Stop("syntax", end, end + 1)
        self.stack[-1].key = key
        return self._blank(end + 1)

    def _put(self, value: Json, position: int) -> None:
        top = self.stack[-1]
        top.comma = False
        if isinstance(top.value, list):
            top.value.append(value)
            return
        if top.key in top.value:
            if not same_value(top.value[top.key], value):
                raise _Stop("duplicate_key", position, position)
            self.departures.append(Departure("equal_key", position, position))
        top.value[top.key] = value

    def _separator(self, position: int) -> bool:
        """Whether a comma stands here; False for the closer; anything else stops."""
        mark = self._at(position)
        top = self.stack[-1]
        if mark == ",":
            top.comma = True
            return True
        if mark == top.closer:
            return False
        raise _Stop(
            "expression" if mark in _OPERATORS - {"<"} else "syntax", position, position + 1
        )

    def _scalar(self, position: int) -> tuple[Json, int]:
        mark = self._at(position)
        if mark in "'\"":
            return self._string(position)
        if match := _NUMBER.match(self.text, position, self.limit):
            return self._number(match), match.end()
        if match := _WORD.match(self.text, position, self.limit):
            return self._word(match), match.end()
        if mark == "-" and position + 1 == self.limit:
            raise _Stop("end", position, self.limit)
        kind: DepartureKind = "expression" if mark in "+-(~" else "syntax"
        raise _Stop(kind, position, position + 1)

    def _string(self, position: int) -> tuple[str, int]:
        match = _STRING.match(self.text, position, self.limit)
        if not match:
            raise _Stop("end", position, self.limit)
        token, end = match.group(), match.end()
        follow = self.text[end : end + 1] if end < self.limit else ""
        if follow and (follow.isalnum() or follow in "_'\""):
            raise _Stop("unescaped_quote", position, end + 1)
        if token[0] == "'" and self.dialect == "json":
            self.departures.append(Departure("single_quote", position, end))
        if _CONTROL.search(token):
            self.departures.append(Departure("raw_control", position, end))
        return self._unescaped(token, position), end

    def _unescaped(self, token: str, position: int) -> str:
        try:
            if token[0] == '"' and self.dialect == "json":
                return str(json.loads(token, strict=False))
            return unescape(token[1:-1])
        except (BadEscapeError, json.JSONDecodeError):
            raise _Stop("escape", position, position + len(token)) from None

    def _number(self, match: re.Match[str]) -> int | float:
        literal = match.group()
        if not _PLAIN_NUMBER.fullmatch(literal):
            kind: DepartureKind = "end" if match.end() == self.limit else "number"
            raise _Stop(kind, *match.span())
        try:
            number = float(literal) if set(literal) & set(".eE") else int(literal)
        except ValueError:
            raise _Stop("number", *match.span()) from None
        if isinstance(number, float) and math.isinf(number):
            raise _Stop("number", *match.span())
        return number

    def _word(self, match: re.Match[str]) -> bool | None:
        word = match.group()
        if word in _LITERALS:
            self.departures.append(Departure("json_literal", *match.span()))
            return _LITERALS[word]
        if word in _PYTHON_LITERALS:
            self.departures.append(Departure("python_literal", *match.span()))
            return _PYTHON_LITERALS[word]
        if match.end() == self.limit:
            raise _Stop("end", *match.span())
        raise _Stop("constant" if word in _CONSTANTS else "word", *match.span())


def tolerate(text: str, position: int, limit: int, dialect: Dialect = "json") -> Tolerated:
    """Read one literal of ``text[position:limit]``; never raises."""
    tolerance = _Tolerance(text, limit, dialect)
    try:
        value, end = tolerance.read(position)
    except _Stop as stop:
        departure = stop.departure
        return Tolerated(None, departure.start, tuple(tolerance.departures), departure)
    return Tolerated(value, end, tuple(tolerance.departures), None)
