"""Tools of a hospital's rota that none of the tasks needs."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from random import Random
from typing import Annotated, Any

from pydantic import Field

from toolbench_ood import ToolError, decoy
from toolbench_ood.world.kit import find

from .records import DOCTORS, NURSES, Clinician, Leave
from .situations import allowed, doctors, shuffled
from .world import HospitalRota


def _a_leave(world: HospitalRota, rng: Random) -> Mapping[str, Any] | None:
    for leave in shuffled(rng, world.rota.leave.values()):
        end = leave.end_date + dt.timedelta(days=1)
        if allowed(world.rota.refuse_leave, replace(leave, end_date=end)):
            return {"leave_id": leave.id, "end_date": end}
    return None


@decoy(_a_leave)
def extend_leave(world: HospitalRota, leave_id: str, end_date: dt.date) -> Leave:
    """Extend leave that has been granted.

    Args:
        leave_id: Id of the leave.
        end_date: New last day of leave, as YYYY-MM-DD; later than the old one.
    """
    leave = find(world.rota.leave, leave_id, "leave")
    if end_date <= leave.end_date:
        raise ToolError(f"Leave {leave.id} can only be extended beyond {leave.end_date}.")
    world.rota.refuse_leave(replace(leave, end_date=end_date))
    leave.end_date = end_date
    return leave


def _a_shift(world: HospitalRota, rng: Random) -> Mapping[str, Any]:
    return {"shift_id": rng.choice(list(world.rota.shifts))}


@decoy(_a_shift)
def cancel_shift(world: HospitalRota, shift_id: str) -> dict[str, Any]:
    """Cancel a shift, so that nobody works it; it is deleted from the rota.

    Args:
        shift_id: Id of the shift.
    """
    shift = world.rota.shift(shift_id)
    shown = world.rota.show_shift(shift)
    del world.rota.shifts[shift.id]
    return shown


def _a_nurse(world: HospitalRota, rng: Random) -> Mapping[str, Any]:
    nurses = [one for one in world.rota.clinicians.values() if one.grade in NURSES]
    nurse = rng.choice(nurses)
    return {"nurse_id": nurse.id, "max_weekly_hours": nurse.max_weekly_hours + 2}


@decoy(_a_nurse)
def set_weekly_hours(
    world: HospitalRota,
    nurse_id: str,
    max_weekly_hours: Annotated[int, Field(ge=8, le=90)],
) -> Clinician:
    """Change the most hours that a nurse can be assigned in a week.

    Args:
        nurse_id: Clinician id of the nurse.
        max_weekly_hours: The new maximum; no less than what is assigned already.
    """
    nurse = world.rota.clinician(nurse_id)
    assigned = world.rota.hours_of(nurse)
    if max_weekly_hours < assigned:
        raise ToolError(f"{nurse.name} already has {assigned} hours assigned.")
    nurse.max_weekly_hours = max_weekly_hours
    return nurse


def _two_doctors(world: HospitalRota, rng: Random) -> Mapping[str, Any]:
    doctor, other = rng.sample(doctors(world.rota), 2)
    if doctor.deputy_id == other.id:
        doctor, other = other, doctor
    return {"doctor_id": doctor.id, "new_deputy_id": other.id}


@decoy(_two_doctors)
def appoint_deputy(world: HospitalRota, doctor_id: str, new_deputy_id: str) -> Clinician:
    """Appoint another doctor as a doctor's deputy, in place of the present one.

    Args:
        doctor_id: Clinician id of the doctor.
        new_deputy_id: Clinician id of the new deputy.
    """
    doctor, deputy = world.rota.clinician(doctor_id), world.rota.clinician(new_deputy_id)
    for one in (doctor, deputy):
        if one.grade not in DOCTORS:
            raise ToolError(f"{one.name} is a {one.grade}, not a doctor.")
    if doctor is deputy or doctor.deputy_id == deputy.id:
        raise ToolError(f"{deputy.name} can't be appointed as a deputy of {doctor.name}.")
    doctor.deputy_id = deputy.id
    return doctor
