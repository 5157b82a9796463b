"""The tools that only look at the rota."""

import datetime as dt
from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import Field

from toolbench_ood.world.tool import ToolError, tool

from .records import CREW_MAXIMUM, CREW_MINIMUM, Band, Duty, Grade, Skill
from .rules import Rules


class Reading(Rules):
    """Looks wards, clinicians and duties up."""

    @tool
    def audit_wards(self, hospital_site: str | None = None) -> list[dict[str, Any]]:
        """List the wards with what their duties need.

        Args:
            hospital_site: Only wards on the site of this name.
        """
        if hospital_site is not None:
            self._check_site(hospital_site)
        return [
            {
                "ward_id": ward.id,
                "ward_name": ward.name,
                "hospital_site": ward.site,
                "lead_doctor_id": ward.lead_doctor_id,
                "every_duty_needs": {
                    "nurses": {"at_least": CREW_MINIMUM, "at_most": CREW_MAXIMUM},
                    "grade": "charge_nurse",
                    "skill": ward.key_skill,
                },
            }
            for ward in sorted(self.wards.values(), key=lambda ward: (ward.name, ward.id))
            if hospital_site is None or ward.site.casefold() == hospital_site.casefold()
        ]

    @tool
    def audit_staff(
        self,
        surname_or_given: str | None = None,
        staff_grade: Grade | None = None,
        staff_skill: Skill | None = None,
        ward_id: str | None = None,
        staff_cursor: str | None = None,
    ) -> dict[str, Any]:
        """List nurses and doctors by name, eight at a time.

        Args:
            surname_or_given: Part of the name, in any case.
            staff_grade: Only clinicians of this grade.
            staff_skill: Only clinicians who hold this skill.
            ward_id: Only nurses of this ward.
            staff_cursor: What next_staff_cursor said on the page before; the first page if left
                out.
        """
        if ward_id is not None:
            self.ward(ward_id)
        part = (surname_or_given or "").casefold()
        found = [
            one
            for one in sorted(self.clinicians.values(), key=lambda one: (one.name, one.id))
            if part in one.name.casefold()
            and staff_grade in (None, one.grade)
            and (staff_skill is None or staff_skill in one.skills)
            and ward_id in (None, one.ward_id)
        ]
        page, cursor = _page([one.id for one in found], staff_cursor, 8)
        return {
            "staff": [
                {"clinician_id": id_, "name": one.name, "grade": one.grade, "ward_id": one.ward_id}
                for id_ in page
                for one in (self.clinicians[id_],)
            ],
            "found_in_all": len(found),
            "next_staff_cursor": cursor,
        }

    @tool
    def audit_clinician(self, clinician_id: str) -> dict[str, Any]:
        """Show a nurse or doctor: grade, skills, duties, hours, leave, and a doctor's deputy.

        Args:
            clinician_id: Id of the clinician.
        """
        one = self.clinician(clinician_id)
        rostered = self.hours_of(clinician_id)
        return {
            "clinician_id": one.id,
            "name": one.name,
            "grade": one.grade,
            "skills": one.skills,
            "ward_id": one.ward_id,
            "joined_on": one.joined_on,
            "deputy_clinician_id": one.deputy_id,
            "hours_of_the_week": {
                "allowed": one.weekly_hours,
                "rostered": rostered,
                "left": one.weekly_hours - rostered,
            },
            "duties": [
                {"duty_id": duty.id, "day": duty.day, "band": duty.band}
                for duty in self.duties_of(clinician_id)
            ],
            "annual_days_left": self.annual_days_left(clinician_id),
            "leave": [
                {"leave_id": one.id, "kind": one.kind, "from": one.first, "until": one.last}
                for one in self.leaves_of(clinician_id)
            ],
        }

    @tool
    def audit_duties(
        self,
        ward_id: str,
        duty_day: dt.date | None = None,
        duty_band: Band | None = None,
        duties_per_page: Annotated[int, Field(ge=1, le=4)] = 4,
        duty_cursor: str | None = None,
    ) -> dict[str, Any]:
        """List the duties of a ward in the week of the rota with their crews, in order of time.

        Early duties run from 07:00 to 15:00, late ones from 13:00 to 21:00, and night duties from
        21:00 to 07:00 on the day after.

        Args:
            ward_id: Id of the ward.
            duty_day: Only duties that begin on this day, as YYYY-MM-DD.
            duty_band: Only duties of this band.
            duties_per_page: At most this many duties a page.
            duty_cursor: What next_duty_cursor said on the page before; the first page if left out.
        """
        self.ward(ward_id)
        found = [
            duty.id
            for duty in sorted(self.duties.values(), key=lambda duty: duty.begins)
            if duty.ward_id == ward_id
            and duty_day in (None, duty.day)
            and duty_band in (None, duty.band)
        ]
        page, cursor = _page(found, duty_cursor, duties_per_page)
        return {
            "duties": [self.show_duty(self.duties[id_]) for id_ in page],
            "next_duty_cursor": cursor,
        }

    def _check_site(self, name: str) -> None:
        sites = sorted({ward.site for ward in self.wards.values()})
        if name.casefold() not in map(str.casefold, sites):
            raise ToolError(f"No ward is at {name}; the sites are {', '.join(sites)}.")

    def show_duty(self, duty: Duty) -> dict[str, Any]:
        """Show a duty as results do."""
        return {
            "duty_id": duty.id,
            "ward_id": duty.ward_id,
            "day": duty.day,
            "band": duty.band,
            "hours": duty.hours,
            "crew": [{"clinician_id": id_, "name": self.clinicians[id_].name} for id_ in duty.crew],
        }


def _page(ids: Sequence[str], cursor: str | None, size: int) -> tuple[Sequence[str], str | None]:
    """Cut a page out of a list; the id with which the next page begins is its cursor."""
    if cursor is not None and cursor not in ids:
        raise ToolError(f"{cursor} is no cursor of this list; begin without one.")
    begin = 0 if cursor is None else ids.index(cursor)
    rest = ids[begin + size :]
    return ids[begin : begin + size], rest[0] if rest else None
