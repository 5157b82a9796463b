"""Faults with their severity, and the edits that turn a faulty text into the one that was meant.

A fault that is *deterministic* brings the edits with it, because only the place that found it knows
what should stand there. Nothing is believed on the strength of an edit: the strict reader reads the
repaired text again (``lenient.recover``).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from toolbench_ood.types.finding import Code, Finding, Severity


@dataclass(frozen=True, slots=True)
class Repair:
    """One edit: put a text in the place of ``text[start:end]``."""

    start: int
    end: int
    text: str = ""
    """What takes the place; empty to cut."""

    def moved(self, offset: int) -> "Repair":
        """Return the same edit, that many characters further on."""
        return replace(self, start=self.start + offset, end=self.end + offset)


Repairs: TypeAlias = tuple[Repair, ...]
"""All edits that one fault needs; empty when it has no rewriting."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a message, with the edits that repair it."""

    finding: Finding
    repairs: Repairs = ()


def fault(  # noqa: PLR0913 - one argument a fact of a finding
    code: Code,
    span: tuple[int, int],
    kind: str = "",
    detail: str = "",
    *,
    index: int | None = 0,
    repairs: Repairs = (),
) -> Fault:
    """Make a fault; its severity follows from its code and from whether edits are given."""
    severity = severity_of(code, kind, repairable=bool(repairs))
    return Fault(Finding(code, severity, *span, index, kind, detail), repairs)


def insert(position: int, text: str) -> Repairs:
    """Put a text where nothing is taken away."""
    return (Repair(position, position, text),)


def repaired(text: str, repairs: Iterable[Repair]) -> str | None:
    """Return the edited text; None when two edits cross.

    An edit inside a wider one is left out: the wider one writes the whole stretch again. Of two
    edits of the same stretch the first one given counts.
    """
    parts: list[str] = []
    reached = 0
    for repair in sorted(dict.fromkeys(repairs), key=_order):
        if repair.start < reached and repair.end > reached:
            return None
        if repair.start < reached:
            continue
        parts += (text[reached : repair.start], repair.text)
        reached = repair.end
    return "".join((*parts, text[reached:]))


def _order(repair: Repair) -> tuple[int, bool, int]:
    """By position; what is put in before what is replaced there, the widest stretch first."""
    return repair.start, repair.end > repair.start, -repair.end


_B, _D, _J, _U = Severity

UNREPAIRED: Mapping[Code, Severity] = {
    Code.P2_WRONG_CHANNEL: _J,
    Code.P3_FOREIGN_FORMAT: _U,
    Code.P4_CHIMERA: _J,
    Code.P5_OUTSIDE_FORMAT: _J,
    Code.E1_UNBALANCED: _J,
    Code.E2_TRUNCATED: _U,
    Code.E3_EXTRA_TEXT: _B,
    Code.E4_FAKE_RESULT: _J,
    Code.E5_MARKER_TYPO: _J,
    Code.E6_BATCHING: _J,
    Code.E7_SPELT_MARKER: _J,
    Code.H1_NAME_MISSING: _U,
    Code.H2_NAME_DECORATED: _J,
    Code.H3_ID_INVALID: _J,
    Code.A1_ARGS_SYNTAX: _U,
    Code.A2_ARGS_REPAIRABLE: _D,
    Code.A3_ESCAPE: _J,
    Code.A4_WRONG_CONTAINER: _J,
    Code.A5_DUP_KEY: _J,
    Code.A6_NONLITERAL: _J,
    Code.A7_KEY_ALIAS: _J,
    Code.A8_CONTROL_TOKEN: _J,
}
"""The severity of a fault for which no edits are given.

A2 is what has one rewriting by itself; its edits are missing only where a worse fault beside it
leaves the value open.
"""

MATCHED_AS_TEXT = "matched_as_text"
"""The kind of a marker in ordinary tokens that the family's own server takes all the same."""

_HARMLESS = frozenset({"equal", "equal_key", MATCHED_AS_TEXT})
"""Kinds that change no call: the same argument twice with the same value, and such a marker."""


def severity_of(code: Code, kind: str, *, repairable: bool) -> Severity:
    """Return the severity of a fault, which is deterministic exactly when its edits are given."""
    if repairable:
        return Severity.DETERMINISTIC
    return Severity.BENIGN if kind in _HARMLESS else UNREPAIRED[code]
