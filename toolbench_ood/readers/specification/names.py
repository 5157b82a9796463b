"""What a tool's or an argument's name may look like in the text of a format."""

import keyword
import re
from collections.abc import Iterable
from functools import cache

IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
"""A name in formats whose calls are expressions."""

CALLABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(?:[.-][A-Za-z0-9_]+)*")
"""An identifier, or one with a decoration that a model may have added."""

DECLARED = re.compile(r"[A-Za-z_][A-Za-z0-9_.:/-]*")
"""A declared name of a tool in an expression."""

SLOT = re.compile(r"[^\s\ufeff<>\[\](){}\"'`=,;|&]+")
"""A name that stands bare between delimiters."""


def slot_without(stops: Iterable[str]) -> re.Pattern[str]:
    """Return the pattern of a bare name that ends before any of the delimiters given."""
    return _slot_without(tuple(sorted({stop.strip() for stop in stops} - {""})))


@cache
def _slot_without(stops: tuple[str, ...]) -> re.Pattern[str]:
    if not stops:
        return SLOT
    barred = "|".join(map(re.escape, stops))
    return re.compile(f"(?:(?!{barred}){SLOT.pattern.removesuffix('+')})+")


def once_a_word(head: re.Pattern[str], opener: str) -> re.Pattern[str]:
    """Return the pattern of a head that begins with a bare name, tried once a word."""
    if opener and not SLOT.match(opener):
        return head
    return re.compile(f"(?<!{SLOT.pattern.removesuffix('+')}){head.pattern}")


_INDEX = re.compile(r":[0-9]{1,9}$")
_DECORATION = " \t\n\r\"'`"
_SEPARATORS = re.compile(r"[./]|::|__")


def is_identifier(name: str) -> bool:
    """Whether a name is an ASCII identifier and no Python keyword."""
    return bool(IDENTIFIER.fullmatch(name)) and not keyword.iskeyword(name)


def undecorated(name: str, declared: Iterable[str]) -> str | None:
    """Return the one declared name that this is after removing known decorations, else None.

    Known decorations: quotes and backticks, ``()``, an index ``:0``, a namespace before ``.``,
    ``/``, ``::`` or ``__``, the case, and hyphens for underscores.
    """
    bare = _bare(name)
    fitting = [other for other in declared if _bare(other) == bare] if bare else []
    return fitting[0] if len(fitting) == 1 else None


def _bare(name: str) -> str:
    stripped = name.strip(_DECORATION).removesuffix("()")
    stripped = _INDEX.sub("", stripped)
    last = _SEPARATORS.split(stripped)[-1]
    return last.casefold().replace("-", "_")
