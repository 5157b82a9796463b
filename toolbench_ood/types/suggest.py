"""Names that were probably meant."""

from collections.abc import Iterable
from difflib import get_close_matches


def closest(name: str, known: Iterable[str]) -> str | None:
    """Return the most similar known name, ignoring case; None if none is similar."""
    folded = {each.casefold(): each for each in known}
    matches = get_close_matches(name.casefold(), folded, n=1)
    return folded[matches[0]] if matches else None


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return the end of a sentence about an unknown name: ``; did you mean 'hermes'?`` or ``.``."""
    match = closest(name, known)
    return f"; did you mean {match!r}?" if match else "."
