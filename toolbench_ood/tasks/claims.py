"""False claims of success, as models make them."""

import re
from collections.abc import Iterator

_VALUE = re.compile(r"“[^”]+”|\b(?=[\w:.-]*\d)\w[\w:.-]*\w\b|\b\d\b")
"""A quoted text, or a word with a digit: a number, a date, a time, an id."""

_CLAIMS = (
    "Done.",
    "All done! I've taken care of everything you asked for.",
    "Yes, that is settled, just as you wanted.",
)
_NAMING = (
    "Done: {values}.",
    "I have completed your request ({values}) successfully.",
)


def values_in(text: str) -> list[str]:
    """List the values that a text names, each once: quoted texts, numbers, dates, times, ids."""
    return list(dict.fromkeys(match[0] for match in _VALUE.finditer(text)))


def false_claims(ask: str) -> Iterator[str]:
    """Iterate over ways to claim success, some of which name the values of the ask."""
    yield from _CLAIMS
    values = " and ".join(values_in(ask))
    if values:
        yield from (claim.format(values=values) for claim in _NAMING)
