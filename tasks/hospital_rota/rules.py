"""The rota's tables, and the rules that hold over them."""

import datetime as dt
from collections.abc import Collection
from dataclasses import asdict, dataclass, field
from typing import Any

from toolbench_ood import ToolError
from toolbench_ood.world.kit import find

from .records import NURSES, Clinician, Cover, Leave, Notice, Page, Shift, Swap, Ward

REST_HOURS = 11
"""Least rest between two shifts of one nurse."""
FEWEST_NURSES = 2
MOST_NURSES = 4


@dataclass(slots=True)
class Rota:
    """Everything that the hospital knows, in tables by id."""

    today: dt.date
    week_start: dt.date
    """Monday of the one week that shifts are planned for."""
    wards: dict[str, Ward] = field(default_factory=dict)
    clinicians: dict[str, Clinician] = field(default_factory=dict)
    shifts: dict[str, Shift] = field(default_factory=dict)
    leave: dict[str, Leave] = field(default_factory=dict)
    covers: dict[str, Cover] = field(default_factory=dict)
    swaps: dict[str, Swap] = field(default_factory=dict)
    notices: dict[str, Notice] = field(default_factory=dict)
    pages: dict[str, Page] = field(default_factory=dict)

    @property
    def week_end(self) -> dt.date:
        """Sunday of that week."""
        return self.week_start + dt.timedelta(days=6)

    def clinician(self, id_: str) -> Clinician:
        """Look a clinician up (ToolError)."""
        return find(self.clinicians, id_, "clinician")

    def shift(self, id_: str) -> Shift:
        """Look a shift up (ToolError)."""
        return find(self.shifts, id_, "shift")

    def ward(self, id_: str) -> Ward:
        """Look a ward up (ToolError)."""
        return find(self.wards, id_, "ward")

    def shifts_of(self, clinician: Clinician) -> list[Shift]:
        """List a clinician's shifts in order of time."""
        mine = [shift for shift in self.shifts.values() if clinician.id in shift.nurse_ids]
        return sorted(mine, key=lambda shift: shift.start)

    def shifts_on(self, ward: Ward) -> list[Shift]:
        """List a ward's shifts in order of time."""
        mine = [shift for shift in self.shifts.values() if shift.ward_id == ward.id]
        return sorted(mine, key=lambda shift: shift.start)

    def leave_of(self, clinician: Clinician) -> list[Leave]:
        """List a clinician's leave in order of time."""
        mine = [leave for leave in self.leave.values() if leave.clinician_id == clinician.id]
        return sorted(mine, key=lambda leave: leave.start_date)

    def leave_on(self, clinician: Clinician, day: dt.date) -> Leave | None:
        """Return the leave that a clinician is on that day, if any."""
        return next((each for each in self.leave_of(clinician) if each.includes(day)), None)

    def hours_of(self, clinician: Clinician) -> int:
        """Add up the hours of a clinician's shifts."""
        return sum(shift.hours for shift in self.shifts_of(clinician))

    def annual_days_left(self, clinician: Clinician, without: str = "") -> int:
        """Count the days of annual leave that are left, one leave aside."""
        mine = [each for each in self.leave_of(clinician) if each.id != without]
        taken = sum(each.days for each in mine if each.type == "annual")
        return clinician.annual_leave_days - taken

    def show_shift(self, shift: Shift) -> dict[str, Any]:
        """Return a shift with its length and the names of its nurses."""
        return {
            "id": shift.id,
            "ward_id": shift.ward_id,
            "date": shift.date,
            "type": shift.type,
            "hours": shift.hours,
            "nurses": [{"id": id_, "name": self.clinicians[id_].name} for id_ in shift.nurse_ids],
        }

    def show_clinician(self, clinician: Clinician) -> dict[str, Any]:
        """Return a clinician with shifts, hours and leave."""
        shifts = self.shifts_of(clinician)
        return {
            **asdict(clinician),
            "assigned_hours": self.hours_of(clinician),
            "annual_leave_days_left": self.annual_days_left(clinician),
            "shifts": [
                {key: getattr(each, key) for key in ("id", "date", "type")} for each in shifts
            ],
            "leave": self.leave_of(clinician),
        }

    def refuse_shift(self, nurse: Clinician, shift: Shift, given_up: Shift | None = None) -> None:
        """Refuse a shift that someone can't work, even having given up another one."""
        self._refuse_stranger(nurse, shift)
        leave = self.leave_on(nurse, shift.date)
        if leave is not None:
            raise ToolError(
                f"{nurse.name} is on {leave.type} leave from {leave.start_date} to "
                f"{leave.end_date} ({leave.id})."
            )
        kept = [each for each in self.shifts_of(nurse) if each is not given_up]
        for other in kept:
            _refuse_fatigue(nurse, shift, other)
        hours = shift.hours + sum(each.hours for each in kept)
        if hours > nurse.max_weekly_hours:
            raise ToolError(
                f"{nurse.name} would work {hours} hours that week; the most allowed is "
                f"{nurse.max_weekly_hours}."
            )

    def _refuse_stranger(self, nurse: Clinician, shift: Shift) -> None:
        if nurse.grade not in NURSES:
            raise ToolError(f"{nurse.name} is a {nurse.grade}; only nurses work shifts.")
        if nurse.ward_id != shift.ward_id:
            raise ToolError(f"{nurse.name} works on ward {nurse.ward_id}, not {shift.ward_id}.")
        if nurse.id in shift.nurse_ids:
            raise ToolError(f"{nurse.name} is already on shift {shift.id}.")

    def refuse_nurses(self, shift: Shift, nurse_ids: Collection[str]) -> None:
        """Refuse to let a shift have too few nurses, too many, or without the right ones."""
        nurses = [self.clinicians[id_] for id_ in nurse_ids]
        skill = self.wards[shift.ward_id].required_skill
        if len(nurses) < FEWEST_NURSES:
            raise ToolError(
                f"Shift {shift.id} needs at least {FEWEST_NURSES} nurses; only {len(nurses)} would "
                "be left."
            )
        if len(nurses) > MOST_NURSES:
            raise ToolError(f"Shift {shift.id} already has {MOST_NURSES} nurses, the most allowed.")
        if all(nurse.grade != "charge_nurse" for nurse in nurses):
            raise ToolError(f"Shift {shift.id} would have no charge nurse.")
        if all(skill not in nurse.skills for nurse in nurses):
            raise ToolError(f"Shift {shift.id} would have nobody skilled in {skill}.")

    def refuse_leave(self, leave: Leave) -> None:
        """Refuse leave in the past, during shifts or other leave, or beyond the annual days."""
        clinician, start, end = (
            self.clinicians[leave.clinician_id],
            leave.start_date,
            leave.end_date,
        )
        if end < start:
            raise ToolError(f"The end, {end}, is before the start, {start}.")
        if start < self.today:
            raise ToolError(f"{start} is in the past (today is {self.today}).")
        for shift in self.shifts_of(clinician):
            if leave.includes(shift.date):
                raise ToolError(
                    f"{clinician.name} is on the {shift.type} shift {shift.id} on {shift.date}."
                )
        for other in self.leave_of(clinician):
            if other.id != leave.id and start <= other.end_date and other.start_date <= end:
                raise ToolError(
                    f"{clinician.name} is already on leave from {other.start_date} to "
                    f"{other.end_date} ({other.id})."
                )
        left = self.annual_days_left(clinician, leave.id)
        if leave.type == "annual" and leave.days > left:
            raise ToolError(
                f"{clinician.name} has only {left} days of annual leave left; that would be "
                f"{leave.days}."
            )

    def refuse_page(self, doctor: Clinician) -> None:
        """Refuse to page a nurse, or a doctor who is on leave today."""
        if doctor.grade in NURSES:
            raise ToolError(f"{doctor.name} is a {doctor.grade} and has no pager.")
        leave = self.leave_on(doctor, self.today)
        if leave is not None:
            raise ToolError(
                f"{doctor.name} is on {leave.type} leave until {leave.end_date}; the deputy is "
                f"{doctor.deputy_id}."
            )


def refuse_absentee(nurse: Clinician, shift: Shift) -> None:
    """Refuse what can only be done with a nurse who is on a shift."""
    if nurse.id not in shift.nurse_ids:
        raise ToolError(f"{nurse.name} isn't on shift {shift.id}.")


def with_nurse(shift: Shift, nurse: Clinician) -> tuple[str, ...]:
    """Return a shift's nurses and one more."""
    return tuple(sorted({*shift.nurse_ids, nurse.id}))


def without_nurse(shift: Shift, nurse: Clinician) -> tuple[str, ...]:
    """Return a shift's nurses but one."""
    return tuple(id_ for id_ in shift.nurse_ids if id_ != nurse.id)


def in_place_of(shift: Shift, absent: Clinician, substitute: Clinician) -> tuple[str, ...]:
    """Return a shift's nurses once one of them has been replaced."""
    return tuple(sorted({*without_nurse(shift, absent), substitute.id}))


def _refuse_fatigue(nurse: Clinician, shift: Shift, other: Shift) -> None:
    rest = shift.rest_to(other)
    if rest < 0:
        raise ToolError(
            f"{nurse.name} is on the {other.type} shift {other.id} on {other.date}, which overlaps."
        )
    if rest < REST_HOURS:
        raise ToolError(
            f"{nurse.name} is on the {other.type} shift {other.id} on {other.date}; that would "
            f"leave only {rest} hours of rest, not {REST_HOURS}."
        )
