"""Values as people write them, for asks; uniform across all suites.

Dates are written as tools accept them (``2031-03-03``), so that no task tests date parsing.
"""

from collections.abc import Sequence

_SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£"}


def money(cents: int, currency: str = "EUR") -> str:
    """Format an amount: ``€1,204.50``, ``-€3.00``, ``310.00 CHF``."""
    sign, (whole, rest) = "-" if cents < 0 else "", divmod(abs(cents), 100)
    digits = f"{whole:,}.{rest:02d}"
    if currency in _SYMBOLS:
        return f"{sign}{_SYMBOLS[currency]}{digits}"
    return f"{sign}{digits} {currency}"


def clock(minutes: int) -> str:
    """Format a time of day, given in minutes after midnight: ``09:30``."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def listed(names: Sequence[str], word: str = "and") -> str:
    """Format a list: ``A``, ``A and B``, ``A, B and C``; ``word`` replaces the final "and"."""
    *most, last = names
    return f"{', '.join(most)} {word} {last}" if most else last


def exact_text(text: str, what: str = "this text") -> str:
    """Quote a text on its own line: ``Use exactly this text:``, followed by the text."""
    return f"Use exactly {what}:\n{text}"
