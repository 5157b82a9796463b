"""Structural faults: what was wrong with the text of a message, where, and how badly.

The codes and severities are those of the project's taxonomy: Presence, Envelope, Header,
Arguments (structure) and Schema (kept out of the structural rate, because a schema fault does not
depend on the format).
"""

from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Severity(IntEnum):
    """How much a fault hides, in rising order."""

    BENIGN = 0
    """The call set is unchanged and the format allows it, or it is white space."""
    DETERMINISTIC = 1
    """A format-local rewrite gives exactly one call set."""
    JUDGEMENT = 2
    """Several readings are plausible; never repaired for scoring."""
    UNRECOVERABLE = 3
    """Nothing can be read with certainty."""


class Code(StrEnum):
    """Every fault that a reader or the schema check can report."""

    P1_NO_CALL = "P1_NO_CALL"
    P2_WRONG_CHANNEL = "P2_WRONG_CHANNEL"
    P3_FOREIGN_FORMAT = "P3_FOREIGN_FORMAT"
    P4_CHIMERA = "P4_CHIMERA"
    P5_OUTSIDE_FORMAT = "P5_OUTSIDE_FORMAT"
    E1_UNBALANCED = "E1_UNBALANCED"
    E2_TRUNCATED = "E2_TRUNCATED"
    E3_EXTRA_TEXT = "E3_EXTRA_TEXT"
    E4_FAKE_RESULT = "E4_FAKE_RESULT"
    E5_MARKER_TYPO = "E5_MARKER_TYPO"
    E6_BATCHING = "E6_BATCHING"
    E7_SPELT_MARKER = "E7_SPELT_MARKER"
    H1_NAME_MISSING = "H1_NAME_MISSING"
    H2_NAME_DECORATED = "H2_NAME_DECORATED"
    H3_ID_INVALID = "H3_ID_INVALID"
    A1_ARGS_SYNTAX = "A1_ARGS_SYNTAX"
    A2_ARGS_REPAIRABLE = "A2_ARGS_REPAIRABLE"
    A3_ESCAPE = "A3_ESCAPE"
    A4_WRONG_CONTAINER = "A4_WRONG_CONTAINER"
    A5_DUP_KEY = "A5_DUP_KEY"
    A6_NONLITERAL = "A6_NONLITERAL"
    A7_KEY_ALIAS = "A7_KEY_ALIAS"
    A8_CONTROL_TOKEN = "A8_CONTROL_TOKEN"  # noqa: S105  # a code, not a secret
    S1_NAME_UNKNOWN = "S1_NAME_UNKNOWN"
    S2_MISSING_REQUIRED = "S2_MISSING_REQUIRED"
    S3_UNKNOWN_ARG = "S3_UNKNOWN_ARG"
    S4_TYPE = "S4_TYPE"
    S5_CONSTRAINT = "S5_CONSTRAINT"

    @property
    def structural(self) -> bool:
        """Whether the code is about structure rather than the tool's schema."""
        return not self.value.startswith("S")


OF_TOKENS = frozenset({Code.E7_SPELT_MARKER, Code.A8_CONTROL_TOKEN})
"""The codes of faults that only the tokens of a message show, not its text."""

NOTHING = "nothing"
"""The subkind of a fault whose span is an opener, perhaps its closer, and nothing inside."""

REASONING = "reasoning"
"""The subkind of a fault that is about the model's reasoning: a call in it, or no end of it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault in one message."""

    code: Code
    severity: Severity
    start: int
    """Character offset in the message's text where the fault begins."""
    end: int
    """Character offset just after the fault; ``start <= end <= len(text)``."""
    call_index: int | None = None
    """Which call attempt of the message it concerns, from 0; None for the whole message."""
    kind: str = ""
    """Subkind of the code, such as ``open``, ``close``, ``before``, ``fence``."""
    detail: str = ""
    """The text found there, or (P3) the name of the format that reads the call."""


def primary(findings: tuple[Finding, ...]) -> Finding | None:
    """Return the first finding of the highest severity; structure comes before schema."""
    ranked = [finding for finding in findings if finding.code.structural] or list(findings)
    return max(ranked, key=lambda finding: finding.severity, default=None)
