"""The model's answer to one ask, and exact questions about its words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from toolbench_ood.types.call import Call

_NUMBER = re.compile(
    r"(?<![\w.,-])(?<!\d:)[-\u2212]?(?:\d{1,3}(?:[,\u202f\u00a0']\d{3})+|\d+)(?:\.\d+)?(?![\w-]|[.,:]\d)"
)
"""A number that stands by itself: no part of a date, a time, an id or a version."""


@dataclass(frozen=True, slots=True)
class Reply:
    """The model's answer to one ask."""

    text: str
    """The prose of the message that ended the ask, stripped."""
    calls: tuple[Call, ...] = ()
    """Calls that were carried out on the way, in order; refused ones are not among them."""

    def number(self) -> float | None:
        """Return the one number that the answer gives; None when it gives none, or several.

        Thousands may be set off by comma, apostrophe or narrow space; a number that is given twice
        counts once. Digits in dates, times and ids are no numbers.
        """
        found = {_value(match[0]) for match in _NUMBER.finditer(self.text)}
        return found.pop() if len(found) == 1 else None

    def named(self, candidates: Iterable[str]) -> frozenset[str]:
        """Return those candidates that the answer names as whole words, in any case.

        A candidate within a longer one that is named there does not count, so that "Pine Hall"
        does not name "Pine".
        """
        named = set()
        text = self.text.casefold()
        for candidate in sorted(candidates, key=len, reverse=True):
            pattern = rf"(?<!\w){re.escape(candidate.casefold())}(?!\w)"
            text, count = re.subn(pattern, "\n", text)
            if count:
                named.add(candidate)
        return frozenset(named)


def _value(spelt: str) -> float:
    return float(re.sub(r"[,\u202f\u00a0']", "", spelt.replace("\u2212", "-")))
