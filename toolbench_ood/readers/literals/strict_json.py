"""JSON by RFC 8259 and nothing more, at one place of a longer text.

The standard decoder does the work in C; what it lets pass is refused here: NaN and infinities,
numbers that a Python value cannot hold, duplicate keys with different values, escapes of lone
surrogates, and nesting deeper than ``MAX_DEPTH``.
"""

import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn

from toolbench_ood.types.finding import Code
from toolbench_ood.types.value import Json, same_value

MAX_DEPTH = 100
"""Arrays and objects may be nested this deep; RFC 8259 section 9 lets a reader set a limit."""

_WINDOW = 1024
"""Characters that the decoder is given first."""

_EDGE = 9
"""No literal or escape that a text may cut short is as long."""

_TRUNCATED = frozenset("+-.eE0123456789truefalsn\\u")


class JsonFault(Exception):  # noqa: N818 - a state of the grammar, caught inside the readers
    """The text is not JSON from ``position`` on, or the JSON that ends at ``end`` is refused."""

    def __init__(
        self,
        position: int,
        *,
        end: int,
        code: Code = Code.A1_ARGS_SYNTAX,
        kind: str = "syntax",
        ended: bool = False,
    ) -> None:
        super().__init__(kind)
        self.position = position
        self.end = end
        self.code = code
        self.kind = kind
        self.ended = ended

    @property
    def grammatical(self) -> bool:
        """Whether the text is JSON by its grammar, so that only a value is at fault."""
        return self.kind != "syntax"


@dataclass(frozen=True, slots=True)
class JsonRead:
    """A value and the offset just after it."""

    value: Json
    end: int
    repeated: bool = False
    """Whether some key stands twice with the same value."""


class _OddError(ValueError):
    """Something that the plain decoder met and a slower one must look at."""


def _unique(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise _OddError
    return made


def _finite(literal: str) -> float:
    number = float(literal)
    if math.isinf(number):
        raise _OddError
    return number


def _refuse(_: str) -> NoReturn:
    raise _OddError


_DECODER = json.JSONDecoder(object_pairs_hook=_unique, parse_float=_finite, parse_constant=_refuse)


def read_json(text: str, position: int) -> JsonRead:
    """Read the JSON value that starts at the position; raises JsonFault."""
    try:
        value, end = _decode(_DECODER, text, position)
    except ValueError:
        return _look_closer(text, position)
    _check_text(text, position, value, end)
    return JsonRead(value, end)


def read_whole_json(text: str) -> JsonRead:
    """Read a text that is one JSON value, ignoring white space; raises JsonFault."""
    start = len(text) - len(text.lstrip(" \t\n\r"))
    read = read_json(text, start)
    if text[read.end :].strip(" \t\n\r"):
        raise JsonFault(read.end, end=read.end)
    return read


def _decode(decoder: json.JSONDecoder, text: str, position: int) -> tuple[Json, int]:
    """Decode the value at the position; raises JsonFault, or what the decoder's hooks raise.

    The decoder's error counts the lines of all that it was given, which would make many faults in
    one text quadratic. So it is given a window, and a wider one when what it says may be due to
    the window's edge.
    """
    width = _WINDOW
    while True:
        whole = position + width >= len(text)
        window = text[position : position + width] if position or not whole else text
        try:
            value, end = decoder.raw_decode(window)
        except json.JSONDecodeError as error:
            sure = error.pos < len(window) - _EDGE and not error.msg.startswith("Unterminated")
            if whole or sure:
                raise _syntax(text, position + error.pos, error.msg) from None
        except RecursionError:
            raise JsonFault(position, end=position + 1, kind="depth") from None
        else:
            if whole or end < len(window):
                return value, position + end
        width *= 8


def _syntax(text: str, position: int, message: str) -> JsonFault:
    rest = text[position : position + _EDGE]
    ended = message.startswith("Unterminated") or not rest.strip(" \t\n\r")
    ended = ended or (len(rest) < _EDGE and _TRUNCATED.issuperset(rest))
    return JsonFault(position, end=position, ended=ended)


def _check_text(text: str, start: int, value: Json, end: int) -> None:
    """Refuse lone surrogates and deep nesting in what was decoded from ``text[start:end]``."""
    if text.find("\\u", start, end) >= 0 and not _encodable(value):
        raise JsonFault(start, end=end, code=Code.A3_ESCAPE, kind="surrogate")
    if end - start <= MAX_DEPTH:
        return
    brackets = text.count("{", start, end) + text.count("[", start, end)
    if brackets > MAX_DEPTH and depth(value) > MAX_DEPTH:
        raise JsonFault(start, end=end, kind="depth")


def _encodable(value: Json) -> bool:
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except (UnicodeEncodeError, RecursionError):
        return False
    return True


def depth(value: Json) -> int:
    """Return how deep arrays and objects are nested in a value; 0 for a scalar."""
    deepest = 0
    pending: list[tuple[Json, int]] = [(value, 0)]
    while pending:
        item, level = pending.pop()
        deepest = max(deepest, level)
        if isinstance(item, dict):
            pending.extend((inner, level + 1) for inner in item.values())
            deepest = max(deepest, level + 1)
        elif isinstance(item, list):
            pending.extend((inner, level + 1) for inner in item)
            deepest = max(deepest, level + 1)
    return deepest


@dataclass(slots=True)
class _Oddities:
    """What a decoder with lenient hooks met."""

    repeated: bool = False
    conflict: bool = False
    constant: bool = False
    number: bool = False

    def pairs(self, pairs: list[tuple[str, Json]]) -> dict[str, Json]:
        made: dict[str, Json] = {}
        for key, value in pairs:
            if key in made:
                self.repeated = True
                self.conflict = self.conflict or not same_value(made[key], value)
            made[key] = value
        return made

    def constant_(self, _: str) -> None:
        self.constant = True

    def number_(self, convert: Callable[[str], Any]) -> Callable[[str], Any]:
        def parse(literal: str) -> Any:
            try:
                number = convert(literal)
                infinite = isinstance(number, float) and math.isinf(number)
            except ValueError:
                infinite, number = True, 0
            self.number = self.number or infinite
            return number

        return parse


def _look_closer(text: str, position: int) -> JsonRead:
    """Read again with hooks that note every oddity, so that the fault has an end and a code."""
    met = _Oddities()
    decoder = json.JSONDecoder(
        object_pairs_hook=met.pairs,
        parse_float=met.number_(float),
        parse_int=met.number_(int),
        parse_constant=met.constant_,
    )
    try:
        value, end = _decode(decoder, text, position)
    except JsonFault as fault:
        if met.constant and not fault.ended:
            fault.code = Code.A6_NONLITERAL
        raise
    _check_text(text, position, value, end)
    if met.constant:
        raise JsonFault(position, end=end, code=Code.A6_NONLITERAL, kind="constant")
    if met.number:
        raise JsonFault(position, end=end, kind="number")
    if met.conflict:
        raise JsonFault(position, end=end, code=Code.A5_DUP_KEY, kind="conflict")
    return JsonRead(value, end, repeated=met.repeated)
