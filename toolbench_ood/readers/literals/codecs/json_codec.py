"""Values written as JSON, plain or inside other text."""

import re
from dataclasses import replace
from urllib.parse import quote, unquote

from toolbench_ood.readers.literals.as_text import json_text, raw_text
from toolbench_ood.readers.literals.strict_json import (
    JsonFault,
    JsonRead,
    read_json,
    read_whole_json,
)
from toolbench_ood.readers.text.parse_error import ParseError
from toolbench_ood.types.value import Json


class JsonCodec:
    """JSON as it is (RFC 8259)."""

    def write(self, value: Json) -> str:
        """Write a value."""
        return json_text(value)

    def read(self, text: str, position: int) -> JsonRead:
        """Read the value at the position; raises ParseError."""
        try:
            return read_json(text, position)
        except JsonFault as fault:
            resume = fault.end if fault.grammatical else max(fault.position, position)
            place = "duplicate" if fault.kind == "conflict" else "value"
            raise ParseError(resume, place, ended=fault.ended) from None


_CELL = re.compile(r"[^|\n\\]*(?:\\[^\n][^|\n\\]*)*")


_BAR = re.compile(r"\\\|")


class PipedJsonCodec:
    r"""JSON in a cell of a Markdown table: ``\|`` for a vertical bar (GitHub's table syntax)."""

    def write(self, value: Json) -> str:
        """Write a value."""
        return json_text(value).replace("|", "\\|")

    def read(self, text: str, position: int) -> JsonRead:
        """Read the value at the position; raises ParseError."""
        match = _CELL.match(text, position)
        end = match.end() if match else position
        if end >= len(text):
            raise ParseError(end, "value", ended=True)
        return _whole(_BAR.sub("\\\\u007c", text[position:end]), end)


_CUT = re.compile(r"(?:%[0-9A-Fa-f]?)?\Z")
"""An encoded character that the end of the text may have cut short."""

_ENCODED = re.compile(r"(?:[A-Za-z0-9\-._~]|%[0-9A-Fa-f]{2})*")


def _decoded(text: str, position: int) -> tuple[str, int]:
    match = _ENCODED.match(text, position)
    end = match.end() if match else position
    if _CUT.match(text, end):
        raise ParseError(len(text), "value", ended=True)
    try:
        plain = unquote(text[position:end], errors="strict")
    except UnicodeDecodeError:
        raise ParseError(end, "value") from None
    return plain, end


class PercentCodec:
    """A string, percent-encoded as UTF-8 (RFC 3986, section 2)."""

    def write(self, value: Json) -> str:
        """Write a string."""
        return quote(raw_text(value), safe="")

    def read(self, text: str, position: int) -> JsonRead:
        """Read the string at the position; raises ParseError."""
        return JsonRead(*_decoded(text, position))


class PercentJsonCodec:
    """JSON, percent-encoded."""

    def write(self, value: Json) -> str:
        """Write a value."""
        return quote(json_text(value), safe="")

    def read(self, text: str, position: int) -> JsonRead:
        """Read the value at the position; raises ParseError."""
        plain, end = _decoded(text, position)
        return _whole(plain, end)


def _whole(plain: str, end: int) -> JsonRead:
    """Read all of a text as JSON; ``end`` is where it ends in the message."""
    try:
        return replace(read_whole_json(plain), end=end)
    except JsonFault as fault:
        place = "duplicate" if fault.kind == "conflict" else "value"
        raise ParseError(end, place) from None
