"""How numbers are formatted in a report."""

from collections.abc import Sequence

from toolbench_ood.score.difference import Difference
from toolbench_ood.score.rate import Rate

NOTHING = "-"
"""Shown if nothing was counted."""

_MOST_NAMES = 3
"""ID formats that a sentence names."""


def percent(rate: Rate) -> str:
    """Format a rate in percent with its interval: ``83.3 [55-95]``."""
    if rate.rate is None:
        return NOTHING
    return f"{100 * rate.rate:.1f} [{100 * rate.low:.0f}-{100 * rate.high:.0f}]"


def brief_percent(rate: Rate) -> str:
    """Format a rate in whole percent with its interval: ``83 [55-95]``."""
    if rate.rate is None:
        return NOTHING
    return f"{100 * rate.rate:.0f} [{100 * rate.low:.0f}-{100 * rate.high:.0f}]"


def counted(rate: Rate) -> str:
    """Format a rate as its counts: ``10/12``."""
    return f"{rate.k:,}/{rate.n:,}" if rate.n else NOTHING


def whole_percent(rate: Rate) -> str:
    """Format a rate in whole percent without its interval: ``83 %``."""
    return NOTHING if rate.rate is None else f"{100 * rate.rate:.0f} %"


def points(found: Difference) -> str:
    """Format a difference in percentage points with its interval: ``+35 points [+20 to +48]``."""
    middle, low, high = _in_points(found)
    return f"{middle:+d} points [{low:+d} to {high:+d}]"


def brief_points(found: Difference) -> str:
    """Format a difference in percentage points for a table: ``+35 [+20 to +48]``."""
    middle, low, high = _in_points(found)
    return f"{middle:+d} [{low:+d} to {high:+d}]"


def _in_points(found: Difference) -> tuple[int, int, int]:
    return (
        round(100 * (found.difference or 0.0)),
        round(100 * found.low),
        round(100 * found.high),
    )


def names(several: Sequence[str]) -> str:
    """Join names: ``a``, ``a and b``, ``a, b and c``; ``all formats`` for none."""
    *others, last = several or ("all formats",)
    return f"{', '.join(others)} and {last}" if others else last


def id_names(formats: Sequence[str]) -> str:
    """Name ID formats like :func:`names`, or count them if they are many: ``the 13 ID formats``."""
    return names(formats) if len(formats) <= _MOST_NAMES else f"the {len(formats)} ID formats"


def share(value: float | None) -> str:
    """Format a share in percent without an interval: ``97.2 %``."""
    return NOTHING if value is None else f"{100 * value:.1f} %"


def mean(total: int, count: int) -> str:
    """Format a mean as a whole number."""
    return f"{total / count:,.0f}" if count else NOTHING


def duration(seconds: float) -> str:
    """Format a time: ``8.4 s``, ``3 min 05 s``, ``2 h 07 min``."""
    if round(seconds, 1) < 60:  # noqa: PLR2004  # seconds in a minute
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:  # noqa: PLR2004  # minutes in an hour
        return f"{minutes} min {rest:02d} s"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02d} min"


def whole(seconds: float) -> str:
    """Format a time in whole seconds: ``8 s``, ``3 min 05 s``."""
    return f"{seconds:.0f} s" if round(seconds) < 60 else duration(seconds)  # noqa: PLR2004  # a minute


def plural(count: int, noun: str) -> str:
    """Format a count with its noun: ``1 case``, ``2 cases``."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def about(seconds: float) -> str:
    """Format an estimated time, rounded to its precision: ``about 40 s``, ``about 3 min``."""
    if seconds < 90:  # noqa: PLR2004  # below, minutes say too little
        return f"about {max(round(seconds, -1), 10):.0f} s"
    minutes = round(seconds / 60)
    if minutes < 60:  # noqa: PLR2004  # minutes in an hour
        return f"about {minutes} min"
    hours, rest = divmod(round(minutes, -1), 60)
    return f"about {hours} h {rest:02d} min"


def speed(value: float) -> str:
    """Format a rate with two digits, or as a whole number: ``0.83``, ``7.5``, ``1,050``."""
    return f"{value:,.0f}" if value >= 10 else f"{value:.2g}"  # noqa: PLR2004  # digits
