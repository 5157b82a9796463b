"""Edits that turn a text with deterministic faults into the one that was meant.

A diagnosis that says *deterministic* brings the edits with it, because only the place that found
the fault knows what should stand there. Nothing is believed on the strength of an edit: the strict
reader reads the repaired text again (``lenient.recover``).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeAlias

from toolbench_ood.readers.text.severity import severity_of
from toolbench_ood.types.finding import Code, Finding


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
class Diagnosis:
    """A fault with its fix."""

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
) -> Diagnosis:
    """Make a fault; its severity follows from its code and from whether edits are given."""
    severity = severity_of(code, kind, repairable=bool(repairs))
    return Diagnosis(Finding(code, severity, *span, index, kind, detail), repairs)


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
