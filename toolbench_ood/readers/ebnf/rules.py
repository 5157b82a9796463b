r"""Expressions and named rules of xgrammar's EBNF dialect, which follows llama.cpp's GBNF.

An expression is text: literals in double quotes, classes in brackets, names of rules, sequences,
``|`` in parentheses and the operators ``?``, ``*`` and ``{m,n}``.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

Expr: TypeAlias = str
"""An expression; empty text is the empty sequence."""

MOST_SPACE = 40
"""Maximum length of optional white space at each place, so that a model constrained by a grammar
cannot write white space indefinitely."""
MOST_TRAILING_SPACE = 2
"""Likewise after the last call, where more could only use up the message's budget."""

SPACE_CLASS = "[ \\t\\n\\r]"
EMPTY: Expr = '""'

_LAST_OF_BMP = 0xFFFF


def escaped(sign: str) -> str:
    """Escape one character for a literal or a class; letters and digits are left as they are."""
    if sign.isascii() and sign.isalnum():
        return sign
    code = ord(sign)
    return f"\\u{code:04x}" if code <= _LAST_OF_BMP else f"\\U{code:08x}"


def lit(text: str) -> Expr:
    """Return the expression that matches exactly this text."""
    plain = "<>/_:=|{}[](),.;-+ '"
    return '"' + "".join(sign if sign in plain else escaped(sign) for sign in text) + '"'


def none_of(signs: Iterable[str]) -> Expr:
    """Return the class of all characters except these."""
    return "[^" + "".join(map(_span, _runs(sorted(map(ord, signs))))) + "]"


def _runs(codes: Sequence[int]) -> Iterable[Sequence[int]]:
    """Yield runs of consecutive numbers from a sorted sequence."""
    begin = 0
    for at in range(1, len(codes) + 1):
        if at == len(codes) or codes[at] != codes[at - 1] + 1:
            yield codes[begin:at]
            begin = at


def _span(run: Sequence[int]) -> str:
    first, last = escaped(chr(run[0])), escaped(chr(run[-1]))
    return first if len(run) == 1 else f"{first}-{last}"


def seq(*parts: Expr) -> Expr:
    """Return the concatenation of the parts."""
    return " ".join(part for part in parts if part not in ("", EMPTY)) or EMPTY


def alt(options: Iterable[Expr]) -> Expr:
    """Return the alternation of the options, without duplicates."""
    listed = list(dict.fromkeys(options))
    return listed[0] if len(listed) == 1 else "(" + " | ".join(listed) + ")"


def group(part: Expr, times: str) -> Expr:
    """Return a part with an operator such as ``?`` or ``*`` applied."""
    return EMPTY if part == EMPTY else f"({part}){times}"


def any_of(plain: Expr, other: Expr) -> Expr:
    """Return any number of plain characters and others, such as escapes, in any order.

    In this form, xgrammar computes a mask inside a string up to 1,000 times as fast as for one
    repeated choice between the two.
    """
    return f"{plain}* (({other}) {plain}*)*"


@dataclass(slots=True)
class Rules:
    """The named rules of one grammar, in order of creation."""

    _bodies: dict[str, Expr] = field(default_factory=dict)
    _names: dict[Expr, str] = field(default_factory=dict)
    _kept: dict[Hashable, Expr] = field(default_factory=dict)

    def name(self, hint: str, body: Expr) -> Expr:
        """Name an expression; equal expressions always get the same name."""
        if body not in self._names:
            self._names[body] = f"{hint}-{len(self._bodies)}"
            self._bodies[self._names[body]] = body
        return self._names[body]

    def keep(self, key: Hashable, make: Callable[[], Expr]) -> Expr:
        """Return the cached expression for a key, creating it on first use."""
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]

    def reserve(self, hint: str, count: int) -> tuple[str, ...]:
        """Reserve names for mutually recursive rules; ``define`` provides their bodies."""
        start = len(self._bodies)
        names = tuple(f"{hint}-{start + index}" for index in range(count))
        self._bodies.update(dict.fromkeys(names, EMPTY))
        return names

    def define(self, name: str, body: Expr) -> None:
        """Set the body of a reserved name."""
        self._bodies[name] = body

    def space(self) -> Expr:
        """Return optional white space."""
        return self.name("space", f"{SPACE_CLASS}{{0,{MOST_SPACE}}}")

    def trailing_space(self) -> Expr:
        """Return optional white space at the end of a message."""
        return self.name("trailing-space", f"{SPACE_CLASS}{{0,{MOST_TRAILING_SPACE}}}")

    def text(self, root: Expr) -> str:
        """Return the grammar with the given root."""
        lines = [f"{name} ::= {body}" for name, body in self._bodies.items()]
        return "\n".join([f"root ::= {root}", *lines]) + "\n"
