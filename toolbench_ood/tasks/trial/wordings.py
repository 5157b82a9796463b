"""Whether the paraphrase of an ask keeps its values."""

import re
from collections.abc import Iterable, Iterator

from toolbench_ood.tasks.oracle import Asked
from toolbench_ood.tasks.situation import Situation
from toolbench_ood.world.state import Rows, Tree, state_of

_VALUE = re.compile(
    r"“(?P<quoted>[^”]*)”"
    r"|(?P<token>[^\s“”,;()?!]*\d[^\s“”,;()?!]*)"
    r"|(?P<month>January|February|March|April|May|June|July|August|September|October|November"
    r"|December)\b"
)
_NAME = re.compile(r".*[^\W\d_a-z].*")
"""A text of a world that is a name: one line with a letter that is no small one of ASCII."""
_SHORTEST = 3
"""Shorter texts of a world stand in other words by chance."""


def lost_values(situation: Situation) -> list[str]:
    """Return the values that occur in an ask but not in its paraphrase, if it has one.

    Values are quoted texts, words with a digit, months, and the names that the world holds.
    """
    session = situation.session()
    session.start()
    names = set(_names(state_of(session.world)))
    asks = [act.ask for act in situation.acts if act.ask.paraphrase.strip()]
    return [value for ask in asks for value in _lost(ask, names)]


def values(text: str) -> list[str]:
    """List the quoted texts, months and words with a digit in a text."""
    return [match[0].strip("“”.:'\"") for match in _VALUE.finditer(text)]


def _lost(ask: Asked, names: Iterable[str]) -> Iterator[str]:
    named = sorted(name for name in names if _stands(name, ask.text))
    found = dict.fromkeys([*values(ask.text), *named])
    yield from (value for value in found if not _stands(value, ask.paraphrase))


def _stands(value: str, text: str) -> bool:
    """Whether a value stands in a text, in any case, and not within a longer word."""
    folded = re.escape(value.casefold())
    return bool(re.search(rf"(?<!\w){folded}(?!\w)", text.casefold()))


def _names(tree: Tree) -> Iterator[str]:
    if isinstance(tree, str):
        if len(tree) >= _SHORTEST and _NAME.fullmatch(tree):
            yield tree
    elif isinstance(tree, Rows):
        for row in tree.entries.values():
            yield from _names(row)
    elif isinstance(tree, dict):
        for child in tree.values():
            yield from _names(child)
    elif isinstance(tree, tuple | frozenset):
        for child in tree:
            yield from _names(child)
