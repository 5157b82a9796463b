"""Which cases of a plan are played: ``-k`` and ``--limit``."""

import re
from collections.abc import Callable, Sequence
from itertools import groupby
from math import ceil
from typing import TypeVar

from toolbench_ood.task.case import Case
from toolbench_ood.types.errors import UserError

Chosen = TypeVar("Chosen")

_TOKEN = re.compile(r"\(|\)|[^\s()]+")


def choose(cases: Sequence[Case], keyword: str | None, limit: int | None) -> tuple[Case, ...]:
    """Keep the cases that match the expression, and of those at most ``limit``.

    The limit takes tasks evenly from the whole list and keeps the formats and shifts of a task
    and seed together, so that the cases that are left can still be paired.

    Raises:
        UserError: the expression is malformed or matches nothing.
    """
    kept = [case for case in cases if keyword is None or matches(keyword, case.id)]
    if not kept:
        raise UserError(
            f"-k {keyword!r} matches none of the {len(cases)} cases; list tasks prints their names"
        )
    if limit is None:
        return tuple(kept)
    return spread(kept, limit, key=lambda case: (case.suite.name, case.task_id, case.seed))


def spread(
    cases: Sequence[Chosen], limit: int, key: Callable[[Chosen], object]
) -> tuple[Chosen, ...]:
    """Take at most ``limit``, evenly from the whole list; neighbours of one key stay together."""
    if limit >= len(cases):
        return tuple(cases)
    groups = [tuple(group) for _, group in groupby(cases, key=key)]
    wanted = min(len(groups), ceil(limit / max(len(group) for group in groups)))
    taken = [groups[index * len(groups) // wanted] for index in range(wanted)]
    return tuple(case for group in taken for case in group)[:limit]


def matches(expression: str, name: str) -> bool:
    """Whether a name satisfies ``and`` / ``or`` / ``not`` / parentheses over its substrings.

    Case is ignored, as in pytest's ``-k``.

    Raises:
        UserError: the expression is malformed.
    """
    return _Parser(expression, name.casefold()).parse()


class _Parser:
    """Recursive descent; ``or`` binds weakest, ``not`` strongest."""

    def __init__(self, expression: str, name: str) -> None:
        self._expression = expression
        self._name = name
        self._tokens = _TOKEN.findall(expression)

    def parse(self) -> bool:
        value = self._either()
        if self._tokens:
            raise self._malformed(f"{self._tokens[0]!r} is not expected")
        return value

    def _either(self) -> bool:
        value = self._both()
        while self._take("or"):
            value = self._both() or value
        return value

    def _both(self) -> bool:
        value = self._single()
        while self._take("and"):
            value = self._single() and value
        return value

    def _single(self) -> bool:
        if self._take("not"):
            return not self._single()
        if self._take("("):
            value = self._either()
            if not self._take(")"):
                raise self._malformed("a closing parenthesis is missing")
            return value
        if not self._tokens or self._tokens[0].lower() in {"and", "or", ")"}:
            raise self._malformed("a word is missing")
        return str(self._tokens.pop(0)).casefold() in self._name

    def _take(self, token: str) -> bool:
        if self._tokens and self._tokens[0].lower() == token:
            self._tokens.pop(0)
            return True
        return False

    def _malformed(self, why: str) -> UserError:
        return UserError(
            f"-k {self._expression!r} cannot be read: {why}; write words with and, or, not and "
            "parentheses"
        )
