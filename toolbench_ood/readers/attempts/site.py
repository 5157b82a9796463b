"""A declared name in a text, with as much of the text around it as tells whether it is called."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from toolbench_ood.readers.scan.encoding import Functions

NEAR = 320
"""Characters before and after a name that are looked at, so that each name costs the same."""

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
PLAIN = _FULL_WIDTH | str.maketrans(
    "\u201c\u201d\u2018\u2019\u3010\u3011\u00a0\ufeff", "\"\"''[]  "
)
"""Full-width signs, curly quotes and strange blanks as what they stand for, sign by sign."""
_PREFIX = re.compile(r"(?:[A-Za-z_]\w*+(?:\.|::|->|/))+\Z")
_DISTINCTIVE = re.compile(r"[^A-Za-z]|[a-z][A-Z]")
_CALLED_RIGHT = re.compile(
    r"[\"'`*\\]*\s*(?:[^\w\s.,;!\"'`*\\)]|,\s*[\[{(]|\Z)"
    r"|[ \t]*\n(?:\s*[{`]|\W*\w+(?: \w+)?\W*:)|\s--?\w|\s\w+=[\"'\w]"
)
_CALLED_LEFT = re.compile(r"[^\w\s.,;!?\"'`*)-][\s\"'`*\\]{0,8}(?:[\w.:/]+(?:\.|::|/))?\Z")
_FENCE_ABOVE = re.compile(r"```\w*[ \t]*\n\Z")
_SIGNS_LEFT = 24
_ENDS_PREFIX = frozenset(".:>/")
_BEFORE_NAMES = " \t\n\r\"'`\\*<["
_GIVEN = re.compile(r"[ \t]*(?::[ \t]*\w+[ \t]*)?=(?!=)")
"""What stands after a variable that is given a value."""
_NAMESPACES = ("functions.", "tools.", "tool.", "api.", "default_api.", "client.", "self.")


class Callee(NamedTuple):
    """A declared tool, as far as it tells a call from a mention."""

    name: str
    parameters: frozenset[str]
    """The declared ones; empty also where the tool takes anything."""
    is_word: bool
    """Whether the name may be an ordinary word of a sentence."""

    @classmethod
    def of(cls, name: str, functions: Functions) -> "Callee":
        """Return the declared tool of that name."""
        parameters = functions[name]["parameters"].get("properties") or ()
        return cls(name, frozenset(parameters), not _DISTINCTIVE.search(name))


@dataclass(frozen=True)
class Text:
    """A text in which names are looked at, and what is to be found in it at all.

    What its whole does not hold, no name's surroundings need be searched for.
    """

    plain: str
    """Full-width signs, curly quotes and strange blanks in it as what they stand for."""
    is_last: bool
    """Whether nothing follows its end."""

    @classmethod
    def of(cls, text: str, *, is_last: bool) -> "Text":
        """Write the text in plain signs, which leaves every offset as it is."""
        return cls(text if text.isascii() else text.translate(PLAIN), is_last)

    def holds(self, pattern: re.Pattern[str]) -> bool:
        """Whether a pattern that looks at nothing around its match matches anywhere."""
        if pattern not in self._held:
            self._held[pattern] = pattern.search(self.plain) is not None
        return self._held[pattern]

    @cached_property
    def speaks_of_schemas(self) -> bool:
        """Whether a word of a schema stands anywhere."""
        return speaks_of_schemas(self.plain)

    @cached_property
    def _held(self) -> dict[re.Pattern[str], bool]:
        """What is known of the patterns that were asked for, which are few."""
        return {}


class Site(NamedTuple):
    """A declared name and its surroundings; a text may hold one every few signs."""

    text: Text
    start: int
    end: int
    name: str
    parameters: frozenset[str]
    """Those of ``Callee``."""
    is_word: bool
    left: str
    """What stands before it, without a module prefix."""
    right: str
    prefix: str
    cut: bool
    """Whether ``right`` reaches to the end of the text."""
    line: str
    """What stands before it on its line."""
    sign: str
    """The last sign before it, white space, quotes and opening brackets aside."""

    @property
    def is_method(self) -> bool:
        """Whether an ordinary word is the method of something that is no namespace of tools."""
        return bool(self.prefix) and self.is_word and not self.prefix.endswith(_NAMESPACES)

    def assigns(self, variable: str) -> bool:
        """Whether code before it gives a variable a value."""
        left = self.left
        at = left.find(variable) if "=" in left else -1
        while at >= 0:
            inside = at > 0 and _is_in_word(left[at - 1])
            if not inside and _GIVEN.match(left, at + len(variable)):
                return True
            at = left.find(variable, at + 1)
        return False

    def declares(self, keys: Iterable[str]) -> bool:
        """Whether one of these is a parameter of the tool; any may be, where none is declared."""
        return not self.parameters or any(key in self.parameters for key in keys)


def site_at(text: Text, span: tuple[int, int], callee: Callee) -> Site:
    """Look at a declared name in a text."""
    start, end = span
    plain = text.plain
    left = plain[max(0, start - NEAR) : start]
    prefix = _PREFIX.search(left) if left[-1:] in _ENDS_PREFIX else None
    if prefix:
        left = left[: prefix.start()]
    return Site(
        text,
        start,
        end,
        *callee,
        left,
        plain[end : end + NEAR],
        prefix.group() if prefix else "",
        text.is_last and end + NEAR >= len(plain),
        left[left.rfind("\n") + 1 :],
        left[-16:].rstrip(_BEFORE_NAMES)[-1:],
    )


def speaks_of_schemas(text: str) -> bool:
    """Whether a text has a word that every declaration of a tool has."""
    plain = text.casefold()
    return "propert" in plain or "type" in plain or "descript" in plain


def _is_in_word(sign: str) -> bool:
    return sign.isalnum() or sign == "_"


def may_be_called(text: str, start: int, end: int) -> bool:
    """Whether the signs next to a name leave open that it is called; most mentions do not."""
    if _CALLED_RIGHT.match(text, end):
        return True
    begin = max(0, start - _SIGNS_LEFT)
    if _CALLED_LEFT.search(text, begin, start):
        return True
    return text.startswith("\n", start - 1) and bool(_FENCE_ABOVE.search(text, begin, start))
