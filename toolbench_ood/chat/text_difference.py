"""Says in words how a chat template changes a text."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import takewhile
from typing import TypeAlias

Change: TypeAlias = tuple[str, str]
"""What stands at one place of a prompt, and what the template writes there."""

_WORDS = re.compile(r"<[^<>\s]{1,40}>|\w+|\s+|[^\w\s]")
_MOST_SHOWN = 60
"""Characters of a text that are quoted."""
_MOST_NAMED = 3
"""Places that are named."""
_MOST_COMPARED = 4_000_000
"""Pairs of words that are compared; beyond it, all from the first difference to the last is one."""


def describe(ours: str, theirs: str) -> str:
    """Say what a template does to a prompt, as the end of a sentence; empty if nothing."""
    changes = _changes(_WORDS.findall(ours), _WORDS.findall(theirs))
    phrases = list(dict.fromkeys(_phrase(*change, changes) for change in changes))
    more = len(phrases) - _MOST_NAMED
    listed = "; ".join(phrases[:_MOST_NAMED])
    return f"{listed}; and {more} more" if more > 0 else listed


def _changes(ours: Sequence[str], theirs: Sequence[str]) -> Sequence[Change]:
    start = _same(ours, theirs)
    ours, theirs = ours[start:], theirs[start:]
    end = _same(ours[::-1], theirs[::-1])
    ours, theirs = ours[: len(ours) - end], theirs[: len(theirs) - end]
    if len(ours) * len(theirs) > _MOST_COMPARED:
        return [("".join(ours), "".join(theirs))]
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    return [
        ("".join(ours[a:b]), "".join(theirs[c:d]))
        for tag, a, b, c, d in matcher.get_opcodes()
        if tag != "equal"
    ]


def _same(ours: Sequence[str], theirs: Sequence[str]) -> int:
    """Return how many words are the same at the beginning."""
    pairs = zip(ours, theirs, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _phrase(ours: str, theirs: str, changes: Sequence[Change]) -> str:
    if not ours.strip() and not theirs.strip():
        return f"writes the white space {theirs!r} where prompts have {ours!r}"
    if not theirs:
        moved = any(not one and ours.strip() in other for one, other in changes)
        return f"{'moves' if moved else 'leaves out'} {_quoted(ours)}"
    if not ours:
        return f"adds {_quoted(theirs)}"
    return f"writes {_quoted(theirs)} where prompts have {_quoted(ours)}"


def _quoted(text: str) -> str:
    return repr(text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}…")
