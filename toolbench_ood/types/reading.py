"""What a format's reader makes of one message."""

from dataclasses import dataclass

from toolbench_ood.types.call import Call
from toolbench_ood.types.finding import Finding, Severity


@dataclass(frozen=True, slots=True)
class Reading:
    """Calls, prose and faults of one message. A reading is never a guess and never an exception."""

    calls: tuple[Call, ...] = ()
    """The calls that stand complete in the text; trust them only when ``well_formed``."""
    content: str = ""
    """The text around the calls, stripped; the whole text when nothing in it is a call."""
    findings: tuple[Finding, ...] = ()
    """Every fault, in order of position."""
    reasoning: str = ""
    """What stood in the leading ``<think>`` block; never counted as prose around a call."""

    @property
    def well_formed(self) -> bool:
        """Whether no structural finding is above benign (the *strict* tier)."""
        return all(
            finding.severity == Severity.BENIGN
            for finding in self.findings
            if finding.code.structural
        )

    @property
    def schema_valid(self) -> bool:
        """Whether no schema finding is reported for any call."""
        return all(finding.code.structural for finding in self.findings)
