"""The hospital's state and the rules that no call breaks."""

import datetime as dt
from collections.abc import Collection, Container, Iterable
from random import Random
from typing import ClassVar

from toolbench_ood.world.tool import ToolError
from toolbench_ood.world.world import World

from .drawing import draw_rota, fresh_id
from .records import (
    CREW_MAXIMUM,
    CREW_MINIMUM,
    NURSE_GRADES,
    REST_HOURS,
    Bulletin,
    Clinician,
    Cover,
    Duty,
    Leave,
    Page,
    Swap,
    Ward,
)


class Rules(World):
    """Wards, clinicians, one week of duties, leave, and what was recorded and sent."""

    name: ClassVar[str] = "hospital rota"

    def __init__(self, rng: Random) -> None:
        """Draw the hospital."""
        super().__init__(rng)
        draft = draw_rota(rng)
        self.today = draft.today
        self.monday = draft.monday
        self.wards = draft.wards
        self.clinicians = draft.clinicians
        self.duties = draft.duties
        self.leaves = draft.leaves
        self.covers: dict[str, Cover] = {}
        self.swaps: dict[str, Swap] = {}
        self.bulletins: dict[str, Bulletin] = {}
        self.pages: dict[str, Page] = {}

    def ward(self, ward_id: str) -> Ward:
        """Return a ward by id, or refuse."""
        if ward_id not in self.wards:
            raise ToolError(f"There is no ward {ward_id}.")
        return self.wards[ward_id]

    def clinician(self, clinician_id: str) -> Clinician:
        """Return a clinician by id, or refuse."""
        if clinician_id not in self.clinicians:
            raise ToolError(f"There is no clinician {clinician_id}.")
        return self.clinicians[clinician_id]

    def duty(self, duty_id: str) -> Duty:
        """Return a duty by id, or refuse."""
        if duty_id not in self.duties:
            raise ToolError(f"There is no duty {duty_id}.")
        return self.duties[duty_id]

    def duties_of(self, clinician_id: str) -> list[Duty]:
        """List a clinician's duties in order of time."""
        mine = (duty for duty in self.duties.values() if clinician_id in duty.crew)
        return sorted(mine, key=lambda duty: duty.begins)

    def leaves_of(self, clinician_id: str) -> list[Leave]:
        """List a clinician's leave in order of time."""
        mine = (leave for leave in self.leaves.values() if leave.clinician_id == clinician_id)
        return sorted(mine, key=lambda leave: leave.first)

    def hours_of(self, clinician_id: str) -> int:
        """Add up the hours that a clinician is rostered for in the week."""
        return sum(duty.hours for duty in self.duties_of(clinician_id))

    def annual_days_left(self, clinician_id: str) -> int:
        """Count the days of annual leave that a clinician may still take."""
        taken = [one.days for one in self.leaves_of(clinician_id) if one.kind == "annual"]
        return self.clinician(clinician_id).annual_days - sum(taken)

    def leave_on(self, clinician_id: str, day: dt.date) -> Leave | None:
        """Return the leave that a clinician is on that day, if any."""
        return next((one for one in self.leaves_of(clinician_id) if one.includes(day)), None)

    def check_fit(self, clinician_id: str, duty: Duty, given_up: Collection[str] = ()) -> None:
        """Refuse a duty that a clinician may not do.

        Args:
            clinician_id: who is to do it.
            duty: the duty.
            given_up: ids of duties of theirs that fall away at the same time.
        """
        clinician = self.clinician(clinician_id)
        self._check_belongs(clinician, duty)
        leave = self.leave_on(clinician_id, duty.day)
        if leave is not None:
            raise ToolError(
                f"{clinician.name} is on {leave.kind} leave from {leave.first} to {leave.last} "
                f"({leave.id})."
            )
        kept = [other for other in self.duties_of(clinician_id) if other.id not in given_up]
        for other in kept:
            _check_rest(clinician, duty, other)
        hours = duty.hours + sum(other.hours for other in kept)
        if hours > clinician.weekly_hours:
            raise ToolError(
                f"{clinician.name} would come to {hours} hours in the week; "
                f"{clinician.weekly_hours} are allowed."
            )

    def _check_belongs(self, clinician: Clinician, duty: Duty) -> None:
        if clinician.grade not in NURSE_GRADES:
            raise ToolError(
                f"{clinician.name} is a {clinician.grade}; ward duties are done by nurses."
            )
        if clinician.ward_id != duty.ward_id:
            raise ToolError(
                f"{clinician.name} belongs to ward {clinician.ward_id}, not to {duty.ward_id}."
            )
        if clinician.id in duty.crew:
            raise ToolError(f"{clinician.name} is on duty {duty.id} already.")

    def check_on(self, clinician_id: str, duty: Duty) -> None:
        """Refuse when a clinician is not in a duty's crew."""
        clinician = self.clinician(clinician_id)
        if clinician_id not in duty.crew:
            raise ToolError(f"{clinician.name} is not on duty {duty.id}.")

    def check_mix(self, duty: Duty, crew: Collection[str]) -> None:
        """Refuse a crew that is too small or too large, or lacks a grade or skill."""
        people = [self.clinicians[each] for each in crew]
        skill = self.wards[duty.ward_id].key_skill
        if len(people) < CREW_MINIMUM:
            raise ToolError(f"Duty {duty.id} needs {CREW_MINIMUM} nurses; {len(people)} is left.")
        if len(people) > CREW_MAXIMUM:
            raise ToolError(f"Duty {duty.id} has {CREW_MAXIMUM} nurses already, the most allowed.")
        if not any(one.grade == "charge_nurse" for one in people):
            raise ToolError(f"Duty {duty.id} would be without a charge nurse.")
        if not any(skill in one.skills for one in people):
            raise ToolError(f"Duty {duty.id} would be without anybody skilled in {skill}.")

    def fresh_id(self, taken: Container[str], prefix: str) -> str:
        """Draw an id for a new row."""
        return fresh_id(self.rng, taken, prefix)


def crew_of(crew: Iterable[str]) -> tuple[str, ...]:
    """Put a crew in the order in which it is kept."""
    return tuple(sorted(set(crew)))


def _check_rest(clinician: Clinician, duty: Duty, other: Duty) -> None:
    rest = duty.rest_to(other)
    if rest < 0:
        raise ToolError(
            f"{clinician.name} works the {other.band} duty {other.id} on {other.day} at the "
            "same time."
        )
    if rest < REST_HOURS:
        raise ToolError(
            f"{clinician.name} works the {other.band} duty {other.id} on {other.day}; that leaves "
            f"{rest} hours of rest, and {REST_HOURS} are required."
        )
