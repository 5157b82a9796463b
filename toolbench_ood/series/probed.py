"""What the probe of one checkpoint found, for the figures of a series."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from toolbench_ood.probe.figure import Figure
from toolbench_ood.probe.report import ProbeReport


@dataclass(frozen=True, slots=True)
class Mean:
    """The mean of a figure of a probe over its positions."""

    mean: float
    low: float | None
    high: float | None
    """Ends of its 95 % interval; None with fewer than two tasks."""

    @classmethod
    def of(cls, figure: Figure) -> Self | None:
        """Take it from a figure; None where the engine did not serve it, or nothing was there."""
        return None if figure.mean is None else cls(figure.mean, figure.low, figure.high)


@dataclass(frozen=True, slots=True)
class Probed:
    """The signatures of one checkpoint."""

    format: str
    """In which it was probed."""
    conversations: int
    signatures: Mapping[str, Mean | None]
    """Probabilities, by the signature's name."""
    input_dependence: Mean | None
    """In nats a token."""

    @classmethod
    def of(cls, report: ProbeReport) -> Self:
        """Take the figures on the oracle's messages from a report."""
        figures = report.oracle.figures
        return cls(
            format=report.format,
            conversations=figures.conversations,
            signatures={name: Mean.of(each) for name, each in figures.signatures.items()},
            input_dependence=Mean.of(figures.input_dependence),
        )
