"""The model's answer to one ask, and exact queries on its text."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from toolbench_ood.types.call import Call

_NUMBER = re.compile(
    r"(?<![\w.,-])(?<!\d:)[-\u2212]?(?:\d{1,3}(?:[,\u202f\u00a0']\d{3})+|\d+)(?:\.\d+)?(?![\w-]|[.,:]\d)"
)
"""A number on its own: not part of a date, a time, an id or a version."""


@dataclass(frozen=True, slots=True)
class Reply:
    """The model's answer to one ask."""

    text: str
    """The prose of the message that ended the ask, stripped."""
    calls: tuple[Call, ...] = ()
    """Calls that were carried out, in order; refused ones are excluded."""

    def number(self) -> float | None:
        """Return the only number in the answer; None if there is none, or more than one.

        Thousands may be set off by comma, apostrophe or narrow space; a repeated number counts
        once. Digits in dates, times and ids are not numbers.
        """
        found = {_value(match[0]) for match in _NUMBER.finditer(self.text)}
        return found.pop() if len(found) == 1 else None

    def says(self, form: str) -> bool:
        """Whether the answer contains a form of words that the ask requested.

        The words must begin or end a line, a sentence or a clause set off by punctuation. Case,
        markdown, quotes and punctuation between the words are ignored: "Answer: **Not moved.**"
        says ``NOT MOVED``, and so does "NOT MOVED - I have no tool for that". A form within other
        text does not count: "I was not moved by it" does not say it, nor does "MOVED".

        Choose a form that no claim of success contains, and do not quote it in the ask: a reply
        that merely repeats the ask's quoted values must not match.

        Args:
            form: words, which may have punctuation between them, such as ``MISSING: START TIME``.
        """
        wanted, _ = _words(form)
        words, set_off = _words(self.text)
        size = len(wanted)
        return size > 0 and any(
            words[at : at + size] == wanted and (set_off[at] or set_off[at + size])
            for at in range(len(words) - size + 1)
        )

    def named(self, candidates: Iterable[str]) -> frozenset[str]:
        """Return the candidates that the answer mentions as whole words, ignoring case.

        A candidate within a longer one that is mentioned does not count, so "Pine Hall" does not
        mention "Pine".
        """
        named = set()
        text = self.text.casefold()
        for candidate in sorted(candidates, key=len, reverse=True):
            pattern = rf"(?<!\w){re.escape(candidate.casefold())}(?!\w)"
            text, count = re.subn(pattern, "\n", text)
            if count:
                named.add(candidate)
        return frozenset(named)


_TOKEN = re.compile(r"([^\W_]+)|[\n.!?:;,()\[\]\u2014]|(?<=\s)[-\u2013](?=\s)")
"""A word, or a punctuation mark that sets off a clause."""


def _words(text: str) -> tuple[list[str], list[bool]]:
    """Split a text into words; tell for each, and for the end, whether a part begins there."""
    words: list[str] = []
    set_off = [True]
    for match in _TOKEN.finditer(text.casefold()):
        if match[1] is None:
            set_off[-1] = True
        else:
            words.append(match[1])
            set_off.append(False)
    set_off[-1] = True
    return words, set_off


def _value(spelt: str) -> float:
    return float(re.sub(r"[,\u202f\u00a0']", "", spelt.replace("\u2212", "-")))
