"""Find and set up what a task is about: wards, people and duties for which it can be done."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from random import Random
from typing import TypeVar

from toolbench_ood.world.tool import ToolError

from .records import CREW_MAXIMUM, Band, Clinician, Duty, Grade, Leave, LeaveKind, Ward
from .rules import crew_of
from .world import HospitalRota

Item = TypeVar("Item")


def shuffled(rng: Random, items: Iterable[Item]) -> list[Item]:
    """Return the items in random order."""
    listed = list(items)
    return rng.sample(listed, len(listed))


def say_ward(ward: Ward) -> str:
    """Name a ward so that it cannot be mistaken."""
    return f"the {ward.name} ward at {ward.site}"


def say_duty(duty: Duty) -> str:
    """Name a duty of a ward that is known."""
    return f"the {duty.band} duty on {duty.day}"


def say_grade(grade: Grade) -> str:
    """Write a grade as people say it."""
    return grade.replace("_", " ")


def doctors(world: HospitalRota) -> list[Clinician]:
    """List the doctors."""
    return [one for one in world.clinicians.values() if one.ward_id is None]


def nurses(world: HospitalRota, ward_id: str, grade: Grade | None = None) -> list[Clinician]:
    """List the nurses of a ward, of one grade or all."""
    return [
        one
        for one in world.clinicians.values()
        if one.ward_id == ward_id and grade in (None, one.grade)
    ]


def duty_at(world: HospitalRota, ward_id: str, day: dt.date, band: Band) -> Duty:
    """Return the one duty of a ward, day and band."""
    return next(
        duty
        for duty in world.duties.values()
        if (duty.ward_id, duty.day, duty.band) == (ward_id, day, band)
    )


def fits(
    world: HospitalRota, clinician: Clinician, duty: Duty, given_up: Sequence[str] = ()
) -> bool:
    """Whether the rules let a clinician do a duty."""
    try:
        world.check_fit(clinician.id, duty, given_up)
    except ToolError:
        return False
    return True


def able_to_join(world: HospitalRota, duty: Duty, grade: Grade | None = None) -> list[Clinician]:
    """List the nurses who may be put on a duty."""
    if len(duty.crew) >= CREW_MAXIMUM:
        return []
    return [one for one in nurses(world, duty.ward_id, grade) if fits(world, one, duty)]


def able_to_cover(
    world: HospitalRota, duty: Duty, absent: Clinician, grade: Grade | None = None
) -> list[Clinician]:
    """List the nurses who may do a duty in place of another."""
    return [
        one
        for one in able_to_join(world, duty, grade)
        if mix_holds(world, duty, {*duty.crew, one.id} - {absent.id})
    ]


def mix_holds(world: HospitalRota, duty: Duty, crew: Iterable[str]) -> bool:
    """Whether a duty may have this crew."""
    try:
        world.check_mix(duty, list(crew))
    except ToolError:
        return False
    return True


def crews(world: HospitalRota, rng: Random) -> Iterator[tuple[Duty, Clinician]]:
    """Go through all duties in random order, with one of the crew drawn for each."""
    for duty in shuffled(rng, world.duties.values()):
        yield duty, world.clinicians[rng.choice(duty.crew)]


def join(duty: Duty, clinician: Clinician) -> None:
    """Put a clinician on a duty."""
    duty.crew = crew_of((*duty.crew, clinician.id))


def exchange(crew: Iterable[str], leaving: Clinician, coming: Clinician) -> tuple[str, ...]:
    """Return a crew in which one person takes another's place."""
    return crew_of({*crew, coming.id} - {leaving.id})


def send_away(
    world: HospitalRota, clinician: Clinician, kind: LeaveKind, first: dt.date, days: int
) -> Leave:
    """Put a clinician on leave."""
    last = first + dt.timedelta(days=days - 1)
    leave = Leave(world.fresh_id(world.leaves, "LV"), clinician.id, kind, first, last)
    world.leaves[leave.id] = leave
    return leave


def later_day(world: HospitalRota, rng: Random) -> dt.date:
    """Draw a day after the week of the rota."""
    return world.monday + dt.timedelta(days=rng.randrange(10, 70))


def new_leave(world: HospitalRota, known: Iterable[str]) -> Leave:
    """Return the one leave that is not among the known ids; fail on none or several."""
    (leave_id,) = world.leaves.keys() - set(known)
    return world.leaves[leave_id]
