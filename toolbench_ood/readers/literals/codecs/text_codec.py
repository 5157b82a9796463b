"""Strings that stand in the text as they are, or nearly so."""

import re
from collections.abc import Sequence

from toolbench_ood.readers.literals.as_text import raw_text
from toolbench_ood.readers.literals.strict_json import JsonRead
from toolbench_ood.readers.text.parse_error import ParseError
from toolbench_ood.types.value import Json


class RawCodec:
    """A string verbatim, up to the first stem of a delimiter of the format.

    The closer itself is left standing; a string that holds a stem cannot be written.
    """

    def __init__(self, stems: Sequence[str]) -> None:
        ordered = sorted(stems, key=len, reverse=True)
        self._stem = re.compile("|".join(map(re.escape, ordered)))

    def write(self, value: Json) -> str:
        """Write a string."""
        return raw_text(value)

    def read(self, text: str, position: int) -> JsonRead:
        """Read the string at the position; raises ParseError where no delimiter follows."""
        match = self._stem.search(text, position)
        if not match:
            raise ParseError(len(text), "value", ended=True)
        return JsonRead(text[position : match.start()], match.start())


_SHELL = re.compile(r"'[^']*'(?:\\''[^']*')*")


class ShellCodec:
    r"""A string in single quotes, as a POSIX shell takes it (IEEE Std 1003.1, XCU 2.2.2)."""

    def write(self, value: Json) -> str:
        """Write a string."""
        return "'" + raw_text(value).replace("'", "'\\''") + "'"

    def read(self, text: str, position: int) -> JsonRead:
        """Read the string at the position; raises ParseError."""
        match = _SHELL.match(text, position)
        if match:
            return JsonRead(match.group()[1:-1].replace("'\\''", "'"), match.end())
        quoted = text.startswith("'", position)
        raise ParseError(
            len(text) if quoted else position, "value", ended=position >= len(text) or quoted
        )


_BRACED = re.compile(r"[^\\{}]*(?:\\[\\{}][^\\{}]*)*")
_ESCAPED = re.compile(r"\\([\\{}])")


class LatexCodec:
    r"""A string in braces, in which ``\{``, ``\}`` and ``\\`` stand for a brace or a backslash."""

    def write(self, value: Json) -> str:
        """Write a string."""
        return re.sub(r"([\\{}])", r"\\\1", raw_text(value))

    def read(self, text: str, position: int) -> JsonRead:
        """Read the string at the position; raises ParseError."""
        match = _BRACED.match(text, position)
        end = match.end() if match else position
        if text[end : end + 1] in ("", "\\"):
            raise ParseError(end, "value", ended=end + 1 >= len(text))
        return JsonRead(_ESCAPED.sub(r"\1", text[position:end]), end)
