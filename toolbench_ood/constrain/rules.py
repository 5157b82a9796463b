r"""Expressions and named rules of xgrammar's EBNF dialect, which follows llama.cpp's GBNF.

An expression is text: literals in double quotes, classes in brackets, names of rules, sequences,
``|`` in parentheses and the operators ``?``, ``*`` and ``{m,n}``.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

Expr: TypeAlias = str
"""An expression; the empty text is the empty sequence."""

MOST_SPACE = 40
"""White space that is free in a format is admitted up to this length at each place, so that a
model that is held to a grammar cannot write blanks for ever."""

SPACE_CLASS = "[ \\t\\n\\r]"
EMPTY: Expr = '""'

_LAST_OF_BMP = 0xFFFF


def escaped(sign: str) -> str:
    """Spell one character for a literal or a class: letters and digits stand for themselves."""
    if sign.isascii() and sign.isalnum():
        return sign
    code = ord(sign)
    return f"\\u{code:04x}" if code <= _LAST_OF_BMP else f"\\U{code:08x}"


def lit(text: str) -> Expr:
    """Return the expression of exactly this text."""
    plain = "<>/_:=|{}[](),.;-+ '"
    return '"' + "".join(sign if sign in plain else escaped(sign) for sign in text) + '"'


def none_of(signs: Iterable[str]) -> Expr:
    """Return the class of every character but these."""
    return "[^" + "".join(map(_span, _runs(sorted(map(ord, signs))))) + "]"


def _runs(codes: Sequence[int]) -> Iterable[Sequence[int]]:
    """Yield the runs of neighbours among sorted numbers."""
    begin = 0
    for at in range(1, len(codes) + 1):
        if at == len(codes) or codes[at] != codes[at - 1] + 1:
            yield codes[begin:at]
            begin = at


def _span(run: Sequence[int]) -> str:
    first, last = escaped(chr(run[0])), escaped(chr(run[-1]))
    return first if len(run) == 1 else f"{first}-{last}"


def seq(*parts: Expr) -> Expr:
    """Return the parts one after the other."""
    return " ".join(part for part in parts if part not in ("", EMPTY)) or EMPTY


def alt(options: Iterable[Expr]) -> Expr:
    """Return any one of the options; each once."""
    listed = list(dict.fromkeys(options))
    return listed[0] if len(listed) == 1 else "(" + " | ".join(listed) + ")"


def group(part: Expr, times: str) -> Expr:
    """Return a part under an operator such as ``?`` or ``*``."""
    return EMPTY if part == EMPTY else f"({part}){times}"


@dataclass(slots=True)
class Rules:
    """The named rules of one grammar, in the order in which they were made."""

    _bodies: dict[str, Expr] = field(default_factory=dict)
    _names: dict[Expr, str] = field(default_factory=dict)
    _kept: dict[Hashable, Expr] = field(default_factory=dict)

    def name(self, hint: str, body: Expr) -> Expr:
        """Give an expression a name; the same expression always gets the same one."""
        if body not in self._names:
            self._names[body] = f"{hint}-{len(self._bodies)}"
            self._bodies[self._names[body]] = body
        return self._names[body]

    def keep(self, key: Hashable, make: Callable[[], Expr]) -> Expr:
        """Return what was made for a key; it is made when it is first asked for."""
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]

    def reserve(self, hint: str, count: int) -> tuple[str, ...]:
        """Return names for rules that speak of each other; ``define`` gives their bodies."""
        start = len(self._bodies)
        names = tuple(f"{hint}-{start + index}" for index in range(count))
        self._bodies.update(dict.fromkeys(names, EMPTY))
        return names

    def define(self, name: str, body: Expr) -> None:
        """Give a reserved name its body."""
        self._bodies[name] = body

    def space(self) -> Expr:
        """Return the white space that is free."""
        return self.name("space", f"{SPACE_CLASS}{{0,{MOST_SPACE}}}")

    def text(self, root: Expr) -> str:
        """Return the grammar whose messages are the root's."""
        lines = [f"{name} ::= {body}" for name, body in self._bodies.items()]
        return "\n".join([f"root ::= {root}", *lines]) + "\n"
