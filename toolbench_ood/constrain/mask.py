"""Grammars of any text in which a few marks may not stand where a collapsed model puts them."""

from collections.abc import Iterator, Mapping

from toolbench_ood.readers.ebnf.rules import EMPTY, SPACE_CLASS, Expr, Rules, lit, none_of, seq
from toolbench_ood.readers.ebnf.without import Without

_SPACE = " \t\n\r"


def without_opener(opener: str) -> str:
    """Return the grammar of all text that does not contain an opener."""
    rules = Rules()
    return rules.text(Without((opener,)).rules(rules, "text", lambda *_: [EMPTY]))


def without_empty_calls(opener: str, closer: str) -> str:
    """Return the grammar of all text in which something follows every opener.

    White space, the closer (empty where the format has none), another opener and the end of the
    text are not something.
    """
    rules = Rules()
    without = Without((opener,))
    (opened,) = rules.reserve("opened", 1)

    def ends(state: str, named: Mapping[str, Expr]) -> list[Expr]:
        if state == "":
            begun = _something(without, (opener, closer), named)
            rules.define(opened, " | ".join([seq(SPACE_CLASS, opened), *begun]))
        return [EMPTY, *([seq(lit(opener[-1]), opened)] if state == opener[:-1] else [])]

    return rules.text(without.rules(rules, "text", ends))


def _something(
    without: Without, marks: tuple[str, ...], named: Mapping[str, Expr]
) -> Iterator[Expr]:
    """Yield the ways to depart from the marks, each followed by the rule of its state."""
    begun = {mark[:size] for mark in marks for size in range(len(mark))}
    for stem in sorted(begun):
        going_on = {mark[len(stem)] for mark in marks if mark.startswith(stem) and mark != stem}
        free = without.signs - going_on
        states = {sign: without.walk("", stem + sign) for sign in sorted(free)}
        apart = {sign: state for sign, state in states.items() if state != ""}
        banned = going_on | apart.keys() | set("" if stem else _SPACE)
        yield seq(lit(stem) if stem else EMPTY, none_of(banned), named[""])
        yield from (
            seq(lit(stem + sign), named[state])
            for sign, state in apart.items()
            if state is not None
        )
