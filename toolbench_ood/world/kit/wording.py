"""Values written as people write them, for asks; the same in every suite.

Dates are written as tools take them (``2031-03-03``), so that no task is about reading a date.
"""

from collections.abc import Sequence

_SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£"}


def money(cents: int, currency: str = "EUR") -> str:
    """Write an amount: ``€1,204.50``, ``-€3.00``, ``310.00 CHF``."""
    sign, (whole, rest) = "-" if cents < 0 else "", divmod(abs(cents), 100)
    digits = f"{whole:,}.{rest:02d}"
    if currency in _SYMBOLS:
        return f"{sign}{_SYMBOLS[currency]}{digits}"
    return f"{sign}{digits} {currency}"


def clock(minutes: int) -> str:
    """Write a time of day, given in minutes after midnight: ``09:30``."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def listed(names: Sequence[str], word: str = "and") -> str:
    """Write a list: ``A``, ``A and B``, ``A, B and C``; with another word before the last."""
    *most, last = names
    return f"{', '.join(most)} {word} {last}" if most else last


def exact_text(text: str, what: str = "this text") -> str:
    """Dictate a text, on a line of its own: ``Use exactly this text:`` and the text."""
    return f"Use exactly {what}:\n{text}"
