"""The digests of shifts: what decides how a shift changes a task."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from toolbench_ood.shifts.find import SHIFTS, find_shifts
from toolbench_ood.shifts.shift import Shift
from toolbench_ood.tasks.suite import world_digest
from toolbench_ood.types.digest import named_texts, texts_digest
from toolbench_ood.types.source_package import SourcePackage

_FOLDER = Path(__file__).parent
_PACKAGE = SourcePackage("toolbench_ood.shifts", _FOLDER)
_MACHINERY = frozenset({"layer", "shift"})
"""Modules that every shift imports: like the rest of the program, they have its version."""


def shift_digest(shift: Shift) -> str:
    """Hash what decides a shift: its module, what this imports and reads, and borrowed worlds."""
    module = _FOLDER / f"{shift.make.__module__.rpartition('.')[2]}.py"
    used = _PACKAGE.used_by([module.read_text(encoding="utf-8")])
    code = sorted({module, *(file for file in used if file.stem not in _MACHINERY)})
    data = (_FOLDER / name for name in sorted(shift.data))
    worlds = ((suite.name, world_digest(suite.folder).encode()) for suite in shift.borrows_from())
    return texts_digest([*named_texts([*code, *data]), *worlds])


def shift_digests(names: Iterable[str] = SHIFTS) -> Mapping[str, str]:
    """Return the digest of each shift that is named, alone or joined with others."""
    found = {shift.name: shift for name in names for shift in find_shifts(name)}
    return {name: shift_digest(found[name]) for name in sorted(found)}
