"""Shifts by name."""

from collections.abc import Mapping

from toolbench_ood.shifts.distract import DISTRACT
from toolbench_ood.shifts.flaky import FLAKY
from toolbench_ood.shifts.flatten import FLATTEN
from toolbench_ood.shifts.lean import LEAN
from toolbench_ood.shifts.long import LONG
from toolbench_ood.shifts.nest import NEST
from toolbench_ood.shifts.opaque import OPAQUE
from toolbench_ood.shifts.paraphrase import PARAPHRASE
from toolbench_ood.shifts.rename import RENAME
from toolbench_ood.shifts.reorder import REORDER
from toolbench_ood.shifts.shift import Shift
from toolbench_ood.shifts.terse import TERSE
from toolbench_ood.shifts.verbose import VERBOSE
from toolbench_ood.tasks.case import NO_SHIFT
from toolbench_ood.types.errors import UserError, choices
from toolbench_ood.types.suggest import did_you_mean

_IN_ORDER = (
    LEAN,
    DISTRACT,
    LONG,
    FLATTEN,
    NEST,
    TERSE,
    RENAME,
    OPAQUE,
    REORDER,
    PARAPHRASE,
    VERBOSE,
    FLAKY,
)

SHIFTS: Mapping[str, Shift] = {shift.name: shift for shift in _IN_ORDER}
"""All shifts, in the order in which they are laid on one another, whatever order they are named.

Those that go by the world's names of its tools come before those that change names.
"""

AND = "+"
"""Joins the names of shifts that are applied together: ``opaque+reorder``."""

_EXCLUDING = (frozenset({"rename", "opaque"}), frozenset({"nest", "flatten"}))


def find_shifts(name: str) -> tuple[Shift, ...]:
    """Return the shifts that a case's shift names, innermost first; none for ``none``.

    Raises:
        UserError: one is unknown or named twice, or two of them undo each other.
    """
    if name == NO_SHIFT:
        return ()
    names = name.split(AND)
    unknown = [each for each in names if each not in SHIFTS]
    if unknown:
        where = "" if name == unknown[0] else f" in {name!r}"
        hint = did_you_mean(unknown[0], (NO_SHIFT, *SHIFTS))
        raise UserError(
            f"there is no shift {unknown[0]!r}{where}{hint} The shifts are {NO_SHIFT} and "
            f"{choices(SHIFTS)}, joined by {AND} to apply together"
        )
    twice = [each for each in names if names.count(each) > 1]
    if twice:
        raise UserError(f"shift {name!r} names {twice[0]} twice; name each once")
    for pair in _EXCLUDING:
        if pair <= set(names):
            raise UserError(
                f"shift {name!r} joins {' and '.join(sorted(pair))}, which undo each other; use "
                "one of them"
            )
    return tuple(shift for shift in SHIFTS.values() if shift.name in names)


def shift_name(name: str) -> str:
    """Return the one spelling of a shift, its parts in the order of ``SHIFTS`` (UserError)."""
    return AND.join(shift.name for shift in find_shifts(name)) or NO_SHIFT
