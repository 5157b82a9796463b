"""The result of reading one message."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from toolbench_ood.types.call import Call
from toolbench_ood.types.finding import Finding, Severity


def _nothing() -> None:
    """Find no rewriting."""


@dataclass(frozen=True)
class Reading:
    """Calls, prose and faults of one message. A reading is never a guess and never an exception."""

    calls: tuple[Call, ...] = ()
    """The complete calls in the text; reliable only if ``well_formed``."""
    content: str = ""
    """The text around the calls, stripped; the whole text when nothing in it is a call."""
    findings: tuple[Finding, ...] = ()
    """Every fault, in order of position."""
    reasoning: str = ""
    """The leading reasoning, without its marks; never counted as prose around a call."""
    repair: "Callable[[], Reading | None]" = field(default=_nothing, repr=False, compare=False)
    """Makes ``repaired``."""
    apart: int = 0
    """In how many facts the variant in which it is written differs from the format's own form."""

    @cached_property
    def repaired(self) -> "Reading | None":
        """The reading of the text in which every deterministic fault is rewritten.

        Its offsets are those of that text. None when the message is well-formed, or when no
        rewriting makes it so. It is made when it is first asked for, in several readings.
        """
        return self.repair()

    def with_token_findings(self, found: Sequence[Finding]) -> "Reading":
        """Add findings that only the tokens of the message show.

        To repair these leaves the text as it is: ``repaired`` is what it was without them, or this
        reading if that is well-formed. There is none where one of them is above deterministic.
        """
        worst = max((one.severity for one in found), default=Severity.BENIGN)
        both = sorted((*self.findings, *found), key=lambda one: (one.start, one.end))
        repair = self.repair
        if worst > Severity.DETERMINISTIC:
            repair = _nothing
        elif worst is Severity.DETERMINISTIC and self.well_formed:
            repair = self._itself
        return replace(self, findings=tuple(both), repair=repair)

    def _itself(self) -> "Reading":
        return self

    @property
    def well_formed(self) -> bool:
        """Whether no structural finding is above benign (the *strict* tier)."""
        return all(
            finding.severity == Severity.BENIGN
            for finding in self.findings
            if finding.code.structural
        )

    @property
    def lenient(self) -> bool:
        """Whether the calls are certain (the *lenient* tier).

        Either the message is well-formed, or no structural finding is above deterministic and the
        strict reader reads the repaired text as a well-formed message.
        """
        return self.well_formed or self.repaired is not None

    @property
    def recovered(self) -> tuple[Call, ...]:
        """The calls of the lenient tier, which are ``calls`` when the message is well-formed.

        Empty when the message is not ``lenient``: all of its calls are recovered or none is.
        What the tools' schemas say of them stands in the findings of ``repaired``.
        """
        if self.well_formed:
            return self.calls
        return self.repaired.calls if self.repaired else ()

    @property
    def schema_valid(self) -> bool:
        """Whether no schema finding is reported for any call."""
        return all(finding.code.structural for finding in self.findings)
