"""What tasks share to arrange a situation: people and shifts for which something can be done."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from random import Random
from typing import TypeVar

from toolbench_ood import ToolError
from toolbench_ood.world.kit import draw_id

from .records import DOCTORS, Clinician, Grade, Leave, LeaveType, Shift
from .rules import Rota, in_place_of, with_nurse
from .world import HospitalRota

Item = TypeVar("Item")


def shuffled(rng: Random, items: Iterable[Item]) -> list[Item]:
    """Return the items in random order."""
    listed = list(items)
    return rng.sample(listed, len(listed))


def allowed(refuse: Callable[..., None], *arguments: object) -> bool:
    """Whether a rule refuses nothing."""
    try:
        refuse(*arguments)
    except ToolError:
        return False
    return True


def doctors(rota: Rota) -> list[Clinician]:
    """List the doctors."""
    return [one for one in rota.clinicians.values() if one.grade in DOCTORS]


def nurses(rota: Rota, ward_id: str | None, grade: Grade | None = None) -> list[Clinician]:
    """List the nurses of a ward, of one grade or all."""
    everyone = rota.clinicians.values()
    return [one for one in everyone if one.ward_id == ward_id and grade in (None, one.grade)]


def able_to_join(rota: Rota, shift: Shift, grade: Grade | None = None) -> list[Clinician]:
    """List the nurses who can be added to a shift."""
    return [
        one
        for one in nurses(rota, shift.ward_id, grade)
        if allowed(rota.refuse_shift, one, shift)
        and allowed(rota.refuse_nurses, shift, with_nurse(shift, one))
    ]


def able_to_cover(
    rota: Rota, shift: Shift, absent: Clinician, grade: Grade | None = None
) -> list[Clinician]:
    """List the nurses who can work a shift in place of another."""
    return [
        one
        for one in able_to_join(rota, shift, grade)
        if allowed(rota.refuse_nurses, shift, in_place_of(shift, absent, one))
    ]


def staffed_shifts(rota: Rota, rng: Random) -> Iterator[tuple[Shift, Clinician]]:
    """Go through all shifts in random order, with one nurse drawn for each."""
    for shift in shuffled(rng, rota.shifts.values()):
        yield shift, rota.clinicians[rng.choice(shift.nurse_ids)]


def add_nurse(shift: Shift, nurse: Clinician) -> None:
    """Let one more nurse be on a shift."""
    shift.nurse_ids = with_nurse(shift, nurse)


def send_away(
    world: HospitalRota, clinician: Clinician, type_: LeaveType, start: dt.date, days: int
) -> Leave:
    """Let a clinician have leave."""
    id_ = draw_id(world.rng, "LV-", world.rota.leave)
    end = start + dt.timedelta(days=days - 1)
    world.rota.leave[id_] = Leave(id_, clinician.id, type_, start, end)
    return world.rota.leave[id_]


def later_day(rota: Rota, rng: Random) -> dt.date:
    """Draw a day after the week of the rota."""
    return rota.week_start + dt.timedelta(days=rng.randrange(10, 70))
