"""What stands in a message, before any schema is asked."""

from dataclasses import dataclass

from toolbench_ood.readers.text.calls import RawCall
from toolbench_ood.readers.text.fault import Repairs
from toolbench_ood.types.finding import Finding, Severity


@dataclass(frozen=True, slots=True)
class RawReading:
    """Calls, prose and structural faults of one message."""

    calls: tuple[tuple[int, RawCall], ...]
    """Whole calls with the index of their attempt."""
    content: str
    findings: tuple[Finding, ...]
    reasoning: str
    repairs: Repairs = ()
    """What fixes the deterministic findings (``lenient.recover``)."""

    @property
    def sound(self) -> bool:
        """Whether no finding is above benign."""
        return all(found.severity is Severity.BENIGN for found in self.findings)
