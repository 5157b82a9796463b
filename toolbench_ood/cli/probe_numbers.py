"""How the numbers of a probe are printed."""

from collections.abc import Callable

from toolbench_ood.probe.figure import Figure
from toolbench_ood.report.words import NOTHING

NOT_SERVED = "not served"

_SMALLEST_SHARE = 0.001

Write = Callable[[float], str]


def share(value: float) -> str:
    """Print a probability: ``0.953``, ``2e-06``; an interval's end beyond 0 or 1 is cut off."""
    value = min(max(value, 0.0), 1.0)
    return f"{value:.3f}" if value >= _SMALLEST_SHARE or value == 0 else f"{value:.0e}"


def nats(value: float) -> str:
    """Print nats: ``0.42``."""
    return f"{value:.2f}"


def signed(value: float) -> str:
    """Print a difference: ``+0.042``."""
    return f"{value:+.3f}"


def number(figure: Figure, value: float | None, write: Write) -> str:
    """Print one statistic of a figure."""
    if figure.not_served:
        return NOT_SERVED
    return NOTHING if value is None else write(value)


def interval(figure: Figure, write: Write) -> str:
    """Print a mean with its interval: ``0.953 [0.91, 0.99]``."""
    mean = number(figure, figure.mean, write)
    if figure.low is None or figure.high is None:
        return mean
    return f"{mean} [{write(figure.low)}, {write(figure.high)}]"


def counted(figure: Figure) -> str:
    """Print how many values a figure has, those not served included: ``1,234``."""
    return f"{figure.count + figure.not_served:,}"
