"""Edits that turn a text with deterministic faults into the one that was meant.

A diagnosis that says *deterministic* brings the edits with it, because only the place that found
the fault knows what should stand there. Nothing is believed on the strength of an edit: the strict
reader reads the repaired text again (``lenient.recover``).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeAlias

from toolbench_ood.types.finding import Finding


@dataclass(frozen=True, slots=True)
class Mend:
    """One edit: put a text in the place of ``text[start:end]``."""

    start: int
    end: int
    text: str = ""
    """What takes the place; empty to cut."""

    def moved(self, offset: int) -> "Mend":
        """Return the same edit, that many characters further on."""
        return replace(self, start=self.start + offset, end=self.end + offset)


Mends: TypeAlias = tuple[Mend, ...]
"""All edits that one fault needs; empty when it has no rewriting."""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """A fault with its fix."""

    finding: Finding
    mends: Mends = ()


def insert(position: int, text: str) -> Mends:
    """Put a text where nothing is taken away."""
    return (Mend(position, position, text),)


def mended(text: str, mends: Iterable[Mend]) -> str | None:
    """Return the edited text; None when two edits cross.

    An edit inside a wider one is left out: the wider one spells the whole stretch again. Of two
    edits of the same stretch the first one given counts.
    """
    parts: list[str] = []
    reached = 0
    for mend in sorted(dict.fromkeys(mends), key=_order):
        if mend.start < reached and mend.end > reached:
            return None
        if mend.start < reached:
            continue
        parts += (text[reached : mend.start], mend.text)
        reached = mend.end
    return "".join((*parts, text[reached:]))


def _order(mend: Mend) -> tuple[int, bool, int]:
    """By position; what is put in before what is replaced there, the widest stretch first."""
    return mend.start, mend.end > mend.start, -mend.end
