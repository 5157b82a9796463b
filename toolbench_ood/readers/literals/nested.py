"""Lists and maps of literals, read without recursion: the machine that every literal language uses.

The language says what a scalar and a key look like and which signs enclose and part them; the
machine keeps what is open on a stack of its own, so that depth is a limit and not a crash.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NoReturn, Protocol

from toolbench_ood.readers.literals.strict_json import MAX_DEPTH, JsonRead
from toolbench_ood.readers.text.parse_error import ParseError
from toolbench_ood.readers.text.scanner import skip_space
from toolbench_ood.types.value import Json, same_value


@dataclass(frozen=True)
class Signs:
    """What encloses and parts the items of lists and maps."""

    brackets: Sequence[tuple[str, str]]
    """Openers and closers: first those of maps, then those of lists; none if there are none."""
    separator: str = ","
    """What stands between items; empty for white space alone."""
    assign: str = ":"
    """What stands between a key and its value; empty for white space alone."""

    @cached_property
    def openers(self) -> tuple[str, ...]:
        """What opens lists and maps."""
        return tuple(opening for opening, _ in self.brackets)


class Language(Protocol):
    """A literal language, as far as the machine has to know it."""

    @property
    def signs(self) -> Signs:
        """What encloses and parts items."""
        ...

    def scalar(self, text: str, position: int) -> tuple[Json, int]:
        """Return the scalar at the position and the offset after it; raises ParseError."""
        ...

    def key(self, text: str, position: int) -> tuple[str, int]:
        """Return the key at the position and the offset after it; raises ParseError."""
        ...


@dataclass(slots=True)
class _Open:
    """A list or map that is being filled."""

    value: list[Json] | dict[str, Json]
    close: str
    key: str = ""
    fresh: bool = True
    """Whether nothing stands in it yet, so that it may close."""


def read_nested(language: Language, text: str, position: int) -> JsonRead:
    """Read the literal that starts at the position; raises ParseError."""
    begin = skip_space(text, position)
    if not text.startswith(language.signs.openers, begin):
        return JsonRead(*language.scalar(text, begin))
    reading = _Nested(language, text)
    value, end = reading.read(position)
    return JsonRead(value, end, reading.repeated)


@dataclass(slots=True)
class _Nested:
    """One literal on its way, with the lists and maps that are open."""

    language: Language
    text: str
    repeated: bool = False
    """Whether some key stood twice with the same value."""
    _open: list[_Open] = field(default_factory=list)

    def read(self, position: int) -> tuple[Json, int]:
        while True:
            value, position, whole = self._begin(skip_space(self.text, position))
            while whole:
                if not self._open:
                    return value, position
                self._put(value, position)
                value, position, whole = self._after_item(position)

    def _begin(self, position: int) -> tuple[Json, int, bool]:
        """Take a scalar, or open a container; the flag says whether a value is complete."""
        top = self._open[-1] if self._open else None
        if top and top.fresh and self.text.startswith(top.close, position):
            return self._open.pop().value, position + len(top.close), True
        if top:
            top.fresh = False
            position = self._key(top, position) if isinstance(top.value, dict) else position
        opened = self._container(position)
        if opened is None:
            value, end = self.language.scalar(self.text, position)
            return value, end, True
        if len(self._open) >= MAX_DEPTH:
            raise ParseError(position, "depth")
        self._open.append(opened[0])
        return None, opened[1], False

    def _container(self, position: int) -> tuple[_Open, int] | None:
        for place, (opening, closing) in enumerate(self.language.signs.brackets):
            if self.text.startswith(opening, position):
                return _Open([] if place else {}, closing), position + len(opening)
        return None

    def _key(self, top: _Open, position: int) -> int:
        top.key, end = self.language.key(self.text, position)
        end = skip_space(self.text, end)
        assign = self.language.signs.assign
        if not self.text.startswith(assign, end):
            self._stop(end, "colon")
        return skip_space(self.text, end + len(assign))

    def _after_item(self, position: int) -> tuple[Json, int, bool]:
        """Take a separator (no value complete) or the closer (the container is complete)."""
        top, at = self._open[-1], skip_space(self.text, position)
        if self.text.startswith(top.close, at):
            return self._open.pop().value, at + len(top.close), True
        separator = self.language.signs.separator
        if separator and self.text.startswith(separator, at):
            return None, self._next_item(at + len(separator)), False
        if separator or at == position:
            self._stop(at, "item")
        return None, at, False

    def _next_item(self, position: int) -> int:
        position = skip_space(self.text, position)
        if self.text.startswith(self._open[-1].close, position):
            raise ParseError(position, "value")
        return position

    def _stop(self, position: int, place: str) -> NoReturn:
        raise ParseError(position, place, ended=position >= len(self.text))

    def _put(self, value: Json, position: int) -> None:
        top = self._open[-1]
        if isinstance(top.value, list):
            top.value.append(value)
            return
        if top.key in top.value:
            if not same_value(top.value[top.key], value):
                raise ParseError(position, "duplicate")
            self.repeated = True
        top.value[top.key] = value
