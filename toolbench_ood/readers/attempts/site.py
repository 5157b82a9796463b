"""A declared name in a text, with as much of the text around it as tells whether it is called."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from toolbench_ood.readers.scan.encoding import Functions

NEAR = 320
"""Characters before and after a name that are looked at, so that each name costs the same."""

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
PLAIN = _FULL_WIDTH | str.maketrans(
    "\u201c\u201d\u2018\u2019\u3010\u3011\u00a0\ufeff", "\"\"''[]  "
)
"""Full-width signs, curly quotes and strange blanks as what they stand for, sign by sign."""
_PREFIX = re.compile(r"(?:[A-Za-z_]\w*(?:\.|::|->|/))+\Z")
_DISTINCTIVE = re.compile(r"[^A-Za-z]|[a-z][A-Z]")
_CALLED_RIGHT = re.compile(
    r"[\"'`*\\]*\s*(?:[^\w\s.,;!\"'`*\\)]|,\s*[\[{(]|\Z)"
    r"|[ \t]*\n(?:\s*[{`]|\W*\w+(?: \w+)?\W*:)|\s--?\w|\s\w+=[\"'\d]"
)
_CALLED_LEFT = re.compile(r"[^\w\s.,;!?\"'`*)-][\s\"'`*\\]{0,8}(?:[\w.:/]+(?:\.|::|/))?\Z")
_SIGNS_LEFT = 24
_NAMESPACES = ("functions.", "tools.", "tool.", "api.", "default_api.", "client.", "self.")


@dataclass(frozen=True)
class Site:
    """A declared name and its surroundings."""

    start: int
    end: int
    name: str
    parameters: frozenset[str]
    """The declared ones; empty also where the tool takes anything."""
    left: str
    """What stands before it, without a module prefix."""
    right: str
    prefix: str
    cut: bool
    """Whether ``right`` reaches to the end of the text."""

    @cached_property
    def is_word(self) -> bool:
        """Whether the name may be an ordinary word of a sentence."""
        return not _DISTINCTIVE.search(self.name)

    @property
    def is_method(self) -> bool:
        """Whether an ordinary word is the method of something that is no namespace of tools."""
        return bool(self.prefix) and self.is_word and not self.prefix.endswith(_NAMESPACES)

    @cached_property
    def sign(self) -> str:
        """The last sign before it, white space, quotes and opening brackets aside."""
        return self.left[-16:].rstrip(" \t\n\r\"'`\\*<[")[-1:]

    @cached_property
    def line(self) -> str:
        """What stands before it on its line."""
        return self.left.rsplit("\n", 1)[-1]

    def assigns(self, variable: str) -> bool:
        """Whether code before it gives a variable a value."""
        given = rf"(?<!\w){re.escape(variable)}[ \t]*(?::[ \t]*\w+[ \t]*)?=(?!=)"
        return re.search(given, self.left) is not None

    def declares(self, keys: Iterable[str]) -> bool:
        """Whether one of these is a parameter of the tool; any may be, where none is declared."""
        return not self.parameters or any(key in self.parameters for key in keys)


def site_at(text: str, span: tuple[int, int], functions: Functions, *, whole: bool) -> Site:
    """Look at a declared name in a text, which is ``whole`` where nothing follows its end."""
    start, end = span
    name = text[start:end]
    parameters = frozenset(functions[name]["parameters"].get("properties") or ())
    before = _plain(text[max(0, start - NEAR) : start])
    prefix = _PREFIX.search(before) if before[-1:] in tuple(".:>/") else None
    left = before[: prefix.start()] if prefix else before
    right = _plain(text[end : end + NEAR])
    called = prefix.group() if prefix else ""
    cut = whole and end + NEAR >= len(text)
    return Site(start, end, name, parameters, left, right, called, cut)


def _plain(text: str) -> str:
    return text if text.isascii() else text.translate(PLAIN)


def may_be_called(text: str, start: int, end: int) -> bool:
    """Whether the signs next to a name leave open that it is called; most mentions do not."""
    return _CALLED_RIGHT.match(text, end) is not None or bool(
        _CALLED_LEFT.search(text, max(0, start - _SIGNS_LEFT), start)
    )
