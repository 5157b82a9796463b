"""Literals of a language that ``[arguments.literal]`` describes, read without recursion."""

import json
import math
import re
from collections.abc import Iterator

from toolbench_ood.readers.literals.as_text import json_text
from toolbench_ood.readers.literals.nested import Signs, read_nested
from toolbench_ood.readers.literals.strict_json import JsonFault, JsonRead, read_whole_json
from toolbench_ood.readers.specification.literal_spec import LiteralSpec
from toolbench_ood.readers.text.parse_error import ParseError
from toolbench_ood.readers.text.scanner import skip_space, stops_inside
from toolbench_ood.types.value import Json

_JSON_STRING = re.compile(r'"[^"\\\x00-\x1f]*(?:\\.[^"\\\x00-\x1f]*)*"')
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?(?![0-9A-Za-z_.])")
_BARE_KEY = re.compile(r"[^\s\ufeff<>\[\](){}\"'=,;|&:]+")
_BEGUN = re.compile(r"-?(?:[0-9]+(?:\.[0-9]*)?(?:[eE][+-]?[0-9]*)?)?\Z")
"""A number that the end of the text may have cut short."""

_WORD_END = r"(?![0-9A-Za-z_])"


class LiteralCodec:
    """One literal language."""

    def __init__(self, spec: LiteralSpec) -> None:
        self.spec = spec
        words: dict[str, bool | None] = {spec.true: True, spec.false: False}
        if spec.null:
            words[spec.null] = None
        self._words = words
        listed = sorted(words, key=len, reverse=True)
        self._word = re.compile(f"(?:{'|'.join(map(re.escape, listed))}){_WORD_END}")
        self._string = _string_pattern(spec)
        self.signs = _signs(spec)

    def write(self, value: Json) -> str:
        """Write a value; a null that the language lacks becomes a string."""
        return "".join(text for text, _ in self.parts(value))

    def parts(self, value: Json) -> Iterator[tuple[str, bool]]:
        """Yield the text of a value in parts, each with whether it is a quote of the format's."""
        spec = self.spec
        if isinstance(value, str):
            yield from self._string_parts(value)
        elif value is None and not spec.null:
            yield from self._string_parts("null")
        elif isinstance(value, dict | list) and spec.containers == "own":
            yield from self._container_parts(value)
        elif isinstance(value, dict | list):
            yield spec.json_prefix + self._write_string(json_text(value)), False
        else:
            yield self._write_scalar(value), False

    def _write_scalar(self, value: Json) -> str:
        words = {True: self.spec.true, False: self.spec.false, None: self.spec.null}
        return words[value] if value is None or isinstance(value, bool) else json_text(value)

    def _string_parts(self, text: str) -> Iterator[tuple[str, bool]]:
        if self.spec.string == "token":
            yield from ((self.spec.quote, True), (text, False), (self.spec.quote, True))
        else:
            yield self._write_string(text), False

    def _container_parts(self, value: Json) -> Iterator[tuple[str, bool]]:
        spec = self.spec
        mapped = isinstance(value, dict)
        opening, closing = (
            (spec.map_open, spec.map_close) if mapped else (spec.list_open, spec.list_close)
        )
        between = f"{spec.separator} " if spec.spaced else spec.separator
        yield opening + (" " if value and opening[-1].isalnum() else ""), False
        for place, item in enumerate(value):
            yield between if place else "", False
            if mapped:
                yield from self._key_parts(item)
                yield spec.assign or " ", False
            yield from self.parts(value[item] if mapped else item)
        yield closing, False

    def _key_parts(self, key: str) -> Iterator[tuple[str, bool]]:
        if self.spec.map_key == "bare":
            yield key, False
        else:
            yield from self._string_parts(key)

    def _write_string(self, text: str) -> str:
        quote = self.spec.quote
        if self.spec.string == "json":
            return json_text(text)
        doubled = text.replace(quote, quote * 2) if self.spec.string == "doubled" else text
        return f"{quote}{doubled}{quote}"

    def read(self, text: str, position: int) -> JsonRead:
        """Read the literal at the position; raises ParseError."""
        return read_nested(self, text, position)

    def scalar(self, text: str, position: int) -> tuple[Json, int]:
        """Read a literal that is no list or map of the language's own."""
        spec = self.spec
        prefix = spec.json_prefix.strip()
        if prefix and text.startswith(prefix, position):
            return self._quoted_json(text, position + len(prefix))
        if text.startswith(spec.quote, position):
            return self.string(text, position)
        if match := _NUMBER.match(text, position):
            return _number(match, text), match.end()
        if match := self._word.match(text, position):
            return self._words[match.group()], match.end()
        raise ParseError(position, "value", ended=self._may_go_on(text, position))

    def _may_go_on(self, text: str, position: int) -> bool:
        """Whether the text ends within what may be a literal."""
        spec = self.spec
        marks = (spec.quote, spec.json_prefix, spec.list_open, spec.map_open, *self._words)
        begun = _BEGUN.match(text, position)
        return begun is not None or any(
            stops_inside(text, position, mark) for mark in marks if mark
        )

    def _quoted_json(self, text: str, position: int) -> tuple[Json, int]:
        inner, end = self.string(text, skip_space(text, position))
        try:
            read = read_whole_json(inner)
        except JsonFault:
            raise ParseError(end, "value") from None
        if read.repeated or not isinstance(read.value, list | dict):
            raise ParseError(end, "value")
        return read.value, end

    def string(self, text: str, position: int) -> tuple[str, int]:
        """Read the string at the position; raises ParseError."""
        match = self._string.match(text, position)
        if not match:
            raise ParseError(position, "value", ended=self._unclosed(text, position))
        size = len(self.spec.quote)
        body = match.group()[size:-size]
        if self.spec.string == "json":
            return _unescaped(match.group(), match.end()), match.end()
        if self.spec.string == "doubled":
            return body.replace(self.spec.quote * 2, self.spec.quote), match.end()
        return body, match.end()

    def _unclosed(self, text: str, position: int) -> bool:
        """Whether only the end of the text is why no string stands at the position."""
        quote = self.spec.quote
        rest = text[position : position + len(quote)]
        if rest != quote:
            return quote.startswith(rest) and position + len(rest) >= len(text)
        return self.spec.string != "json" or text.find("\n", position) < 0

    def key(self, text: str, position: int) -> tuple[str, int]:
        """Read the key of a map at the position; raises ParseError."""
        if self.spec.map_key == "string":
            return self.string(text, position)
        match = _BARE_KEY.match(text, position)
        if not match:
            raise ParseError(position, "value", ended=position >= len(text))
        return match.group(), match.end()


def _signs(spec: LiteralSpec) -> Signs:
    own = spec.containers == "own"
    maps, lists = (spec.map_open, spec.map_close), (spec.list_open, spec.list_close)
    return Signs((maps, lists) if own else (), spec.separator, spec.assign)


def _string_pattern(spec: LiteralSpec) -> re.Pattern[str]:
    quote = re.escape(spec.quote)
    if spec.string == "json":
        return _JSON_STRING
    if spec.string == "doubled":
        return re.compile(f"{quote}[^{quote}]*(?:{quote}{quote}[^{quote}]*)*{quote}(?!{quote})")
    return re.compile(f"{quote}(?:(?!{quote}).)*{quote}", re.DOTALL)


def _unescaped(token: str, end: int) -> str:
    try:
        plain = str(json.loads(token))
        plain.encode()
    except (ValueError, UnicodeEncodeError):
        raise ParseError(end, "value") from None
    return plain


def _number(match: re.Match[str], text: str) -> int | float:
    if match.end() >= len(text):
        raise ParseError(match.end(), "value", ended=True)
    literal = match.group()
    try:
        number = float(literal) if match.group(1) or match.group(2) else int(literal)
    except ValueError:
        raise ParseError(match.end(), "value") from None
    if isinstance(number, float) and math.isinf(number):
        raise ParseError(match.end(), "value")
    return number
