"""``-k``: an expression over names, as in pytest."""

import re
from collections.abc import Callable, Iterator
from typing import TypeAlias

from toolbench_ood.types.errors import UserError

Matches: TypeAlias = Callable[[str], bool]

_TOKEN = re.compile(r"\(|\)|[^\s()]+")
_BINDING = {"or": 1, "and": 2, "not": 3}
"""Precedence of operators; higher numbers bind tighter."""


def compile_keyword(expression: str) -> Matches:
    """Read ``and`` / ``or`` / ``not`` / parentheses over words; a word matches as a substring.

    Case is ignored. Neither parsing nor matching is recursive, so nesting depth is unlimited.

    Raises:
        UserError: the expression is malformed.
    """
    steps = tuple(_postfix(expression))

    def matches(name: str) -> bool:
        folded = name.casefold()
        values: list[bool] = []
        for kind, word in steps:
            if kind == "word":
                values.append(word in folded)
            elif word == "not":
                values.append(not values.pop())
            else:
                right, left = values.pop(), values.pop()
                values.append(left and right if word == "and" else left or right)
        return values[0]

    return matches


def _postfix(expression: str) -> Iterator[tuple[str, str]]:
    """Yield words and operators in the order in which they are applied (shunting yard)."""
    waiting: list[str] = []
    wants_word = True
    for token in (*(text.casefold() for text in _TOKEN.findall(expression)), None):
        opens = token in {"(", "not"}
        if wants_word != (opens or not (token is None or token in {")", "and", "or"})):
            raise _malformed(expression, "a word is missing" if wants_word else _odd(token))
        if opens:
            waiting.append(str(token))
        elif wants_word:
            wants_word = False
            yield "word", str(token)
        else:
            yield from (("operator", each) for each in _ready(waiting, token))
            wants_word = _take(waiting, token, expression)


def _ready(waiting: list[str], token: str | None) -> Iterator[str]:
    """Yield the operators that are applied before the next token is looked at."""
    while waiting and waiting[-1] != "(":
        if token in _BINDING and _BINDING[waiting[-1]] < _BINDING[str(token)]:
            return
        yield waiting.pop()


def _take(waiting: list[str], token: str | None, expression: str) -> bool:
    """Take what follows a word; say whether a word follows it in turn."""
    if token in _BINDING:
        waiting.append(str(token))
        return True
    if token == ")":  # noqa: S105  # no password
        if not waiting:
            raise _malformed(expression, _odd(token))
        waiting.pop()
    elif waiting:
        raise _malformed(expression, "a closing parenthesis is missing")
    return False


def _odd(token: str | None) -> str:
    return f"{token!r} is unexpected"


_SHOWN = 100


def _malformed(expression: str, why: str) -> UserError:
    shown = expression if len(expression) <= _SHOWN else f"{expression[:_SHOWN]}…"
    return UserError(
        f"-k {shown!r} cannot be parsed: {why}; write words with and, or, not and parentheses"
    )
