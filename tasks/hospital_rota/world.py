"""A hospital's rota: who works which shift on which ward, who is on leave, and who is paged."""

import datetime as dt
from dataclasses import asdict
from random import Random
from typing import Annotated, Any, ClassVar

from pydantic import Field

from toolbench_ood import SuiteInfo, ToolError, World, tool
from toolbench_ood.world.kit import cut_page, draw_id, find

from .draw import draw_rota
from .records import (
    Cover,
    Grade,
    Leave,
    LeaveType,
    Notice,
    Offer,
    Page,
    Pay,
    Priority,
    ShiftType,
    Skill,
    Swap,
    Urgency,
)
from .rules import in_place_of, refuse_absentee, with_nurse, without_nurse

_SUMMARY = ("id", "name", "grade", "ward_id")
"""What a search shows of a clinician."""
_STANDARD_PAY = Pay()


class HospitalRota(World):
    """The hospital's rota, leave records and pagers."""

    name: ClassVar[str] = "hospital rota"

    def __init__(self, rng: Random) -> None:
        """Draw wards, nurses, doctors, a week of shifts and some leave."""
        super().__init__(rng)
        self.rota = draw_rota(rng)

    @tool
    def list_wards(self, site: str | None = None) -> dict[str, Any]:
        """List wards, with the skill that someone on each of their shifts must have.

        Also shows today's date, and the first and last day of the week of the rota.

        Args:
            site: Only wards at the site with this name.
        """
        wards = sorted(self.rota.wards.values(), key=lambda ward: (ward.name, ward.site))
        sites = sorted({ward.site for ward in wards})
        if site is not None and site not in sites:
            raise ToolError(f"There is no ward at {site}. Sites: {', '.join(sites)}.")
        return {
            "today": self.rota.today,
            "week_start": self.rota.week_start,
            "week_end": self.rota.week_end,
            "wards": [ward for ward in wards if site in (None, ward.site)],
        }

    @tool
    def search_clinicians(  # noqa: PLR0913, PLR0917  # what a directory can be searched by
        self,
        name: str | None = None,
        grade: Grade | None = None,
        skill: Skill | None = None,
        ward_id: str | None = None,
        limit: Annotated[int, Field(ge=1, le=8)] = 8,
        cursor: str | None = None,
    ) -> dict[str, Any]:
        """Find nurses and doctors who meet all conditions, ordered by name, one page at a time.

        Args:
            name: Part of the name, ignoring case.
            grade: Only clinicians of this grade.
            skill: Only clinicians with this skill.
            ward_id: Only nurses of the ward with this id.
            limit: Most clinicians on a page.
            cursor: The next_cursor of the previous page; omit it for the first page.
        """
        if ward_id is not None:
            self.rota.ward(ward_id)
        found = [
            each
            for each in sorted(self.rota.clinicians.values(), key=lambda one: (one.name, one.id))
            if (name or "").casefold() in each.name.casefold()
            and grade in (None, each.grade)
            and (skill is None or skill in each.skills)
            and ward_id in (None, each.ward_id)
        ]
        page = cut_page(found, limit, cursor)
        return {
            "total": len(found),
            "clinicians": [{key: getattr(row, key) for key in _SUMMARY} for row in page.rows],
            "next_cursor": page.next_cursor,
        }

    @tool
    def get_clinician(self, clinician_id: str) -> dict[str, Any]:
        """Show everything about a nurse or doctor, including shifts, hours, leave and deputy.

        Args:
            clinician_id: Id of the clinician.
        """
        return self.rota.show_clinician(self.rota.clinician(clinician_id))

    @tool
    def list_shifts(
        self,
        ward_id: str,
        date: dt.date | None = None,
        type: ShiftType | None = None,
        limit: Annotated[int, Field(ge=1, le=4)] = 4,
        cursor: str | None = None,
    ) -> dict[str, Any]:
        """List a ward's shifts in the week of the rota, with their nurses, one page at a time.

        Early shifts are from 07:00 to 15:00, late shifts from 13:00 to 21:00, and night shifts
        from 21:00 to 07:00 on the next day.

        Args:
            ward_id: Id of the ward.
            date: Only shifts that start on this day, as YYYY-MM-DD.
            type: Only shifts of this type.
            limit: Most shifts on a page.
            cursor: The next_cursor of the previous page; omit it for the first page.
        """
        found = [
            shift
            for shift in self.rota.shifts_on(self.rota.ward(ward_id))
            if date in (None, shift.date) and type in (None, shift.type)
        ]
        page = cut_page(found, limit, cursor)
        return {
            "shifts": [self.rota.show_shift(shift) for shift in page.rows],
            "next_cursor": page.next_cursor,
        }

    @tool
    def assign_nurse(self, nurse_id: str, shift_id: str) -> dict[str, Any]:
        """Add a nurse to a shift.

        Nurses work only on their own ward, no shift that starts on a day of leave, not beyond
        their weekly hours, and with at least 11 hours of rest between shifts. A shift has up to
        four nurses.

        Args:
            nurse_id: Clinician id of the nurse.
            shift_id: Id of the shift.
        """
        nurse, shift = self.rota.clinician(nurse_id), self.rota.shift(shift_id)
        self.rota.refuse_shift(nurse, shift)
        nurse_ids = with_nurse(shift, nurse)
        self.rota.refuse_nurses(shift, nurse_ids)
        shift.nurse_ids = nurse_ids
        return self.rota.show_shift(shift)

    @tool
    def unassign_nurse(self, nurse_id: str, shift_id: str) -> dict[str, Any]:
        """Remove a nurse from a shift.

        At least two nurses must be left, one of them a charge nurse and one (it may be the same)
        with the skill that the ward requires.

        Args:
            nurse_id: Clinician id of the nurse.
            shift_id: Id of the shift.
        """
        nurse, shift = self.rota.clinician(nurse_id), self.rota.shift(shift_id)
        refuse_absentee(nurse, shift)
        nurse_ids = without_nurse(shift, nurse)
        self.rota.refuse_nurses(shift, nurse_ids)
        shift.nurse_ids = nurse_ids
        return self.rota.show_shift(shift)

    @tool
    def cover_shift(
        self,
        shift_id: str,
        absent_nurse_id: str,
        covering_nurse_id: str,
        pay: Pay = _STANDARD_PAY,
    ) -> Cover:
        """Let another nurse work a shift in place of one who is on it.

        The same rules hold as for adding a nurse and for removing one.

        Args:
            shift_id: Id of the shift.
            absent_nurse_id: Clinician id of the nurse who is on the shift and can't work it.
            covering_nurse_id: Clinician id of the nurse who works it instead.
            pay: What the covering nurse is paid; standard rate without travel if omitted.
        """
        shift, absent = self.rota.shift(shift_id), self.rota.clinician(absent_nurse_id)
        covering = self.rota.clinician(covering_nurse_id)
        refuse_absentee(absent, shift)
        self.rota.refuse_shift(covering, shift)
        nurse_ids = in_place_of(shift, absent, covering)
        self.rota.refuse_nurses(shift, nurse_ids)
        id_ = draw_id(self.rng, "CV-", self.rota.covers)
        shift.nurse_ids = nurse_ids
        self.rota.covers[id_] = Cover(
            id_, shift.id, absent.id, covering.id, pay.rate, pay.travel_cents
        )
        return self.rota.covers[id_]

    @tool
    def swap_shifts(self, first: Offer, second: Offer) -> dict[str, Any]:
        """Let two nurses trade shifts: each gives up one shift and works the other's.

        Args:
            first: One nurse and a shift of theirs.
            second: The other nurse and a shift of theirs.
        """
        one, other = self.rota.clinician(first.nurse_id), self.rota.clinician(second.nurse_id)
        given, returned = self.rota.shift(first.shift_id), self.rota.shift(second.shift_id)
        refuse_absentee(one, given)
        refuse_absentee(other, returned)
        self.rota.refuse_shift(one, returned, given)
        self.rota.refuse_shift(other, given, returned)
        on_given, on_returned = in_place_of(given, one, other), in_place_of(returned, other, one)
        self.rota.refuse_nurses(given, on_given)
        self.rota.refuse_nurses(returned, on_returned)
        id_ = draw_id(self.rng, "SW-", self.rota.swaps)
        given.nurse_ids, returned.nurse_ids = on_given, on_returned
        self.rota.swaps[id_] = Swap(id_, tuple(sorted((first, second))))
        return {"id": id_, "shifts": [self.rota.show_shift(each) for each in (given, returned)]}

    @tool
    def grant_leave(
        self,
        clinician_id: str,
        type: LeaveType,
        start_date: dt.date,
        end_date: dt.date,
        note: str = "",
    ) -> Leave:
        """Grant leave to someone who has no other leave, and no shift that starts, on those days.

        Args:
            clinician_id: Id of the clinician.
            type: What the leave is for.
            start_date: First day of leave, as YYYY-MM-DD; not in the past.
            end_date: Last day of leave, as YYYY-MM-DD.
            note: Note for the file.
        """
        clinician = self.rota.clinician(clinician_id)
        leave = Leave("", clinician.id, type, start_date, end_date, note)
        self.rota.refuse_leave(leave)
        leave.id = draw_id(self.rng, "LV-", self.rota.leave)
        self.rota.leave[leave.id] = leave
        return leave

    @tool
    def cancel_leave(self, leave_id: str) -> dict[str, Any]:
        """Cancel leave that isn't over yet; it is deleted from the file.

        Args:
            leave_id: Id of the leave.
        """
        leave = find(self.rota.leave, leave_id, "leave")
        if leave.end_date < self.rota.today:
            raise ToolError(f"Leave {leave.id} ended on {leave.end_date}.")
        return {**asdict(self.rota.leave.pop(leave.id)), "deleted": True}

    @tool
    def notify_staff(
        self,
        clinician_ids: Annotated[list[str], Field(min_length=1, max_length=12)],
        text: Annotated[str, Field(min_length=1)],
        urgency: Urgency = "fyi",
        acknowledge_by: dt.date | None = None,
        figure: int | None = None,
    ) -> Notice:
        """Send one notice to nurses or doctors.

        Args:
            clinician_ids: Ids of the recipients.
            text: The text.
            urgency: How soon to read it.
            acknowledge_by: Day by which they must acknowledge it, as YYYY-MM-DD; none if omitted.
            figure: A number to report along with the text.
        """
        recipients = sorted({self.rota.clinician(each).id for each in clinician_ids})
        if acknowledge_by is not None and acknowledge_by < self.rota.today:
            raise ToolError(f"{acknowledge_by} is in the past (today is {self.rota.today}).")
        id_ = draw_id(self.rng, "NT-", self.rota.notices)
        notice = Notice(id_, tuple(recipients), text, urgency, acknowledge_by, figure)
        self.rota.notices[id_] = notice
        return notice

    @tool
    def page_doctor(
        self,
        doctor_id: str,
        message: Annotated[str, Field(min_length=1, max_length=120)],
        extension: Annotated[str, Field(pattern="^[0-9]{4}$")],
        priority: Priority = "routine",
    ) -> Page:
        """Page a doctor who isn't on leave today.

        Args:
            doctor_id: Clinician id of the doctor.
            message: Text on the pager.
            extension: Phone extension to call back, four digits.
            priority: How urgent the page is.
        """
        doctor = self.rota.clinician(doctor_id)
        self.rota.refuse_page(doctor)
        id_ = draw_id(self.rng, "PG-", self.rota.pages)
        self.rota.pages[id_] = Page(id_, doctor.id, message, extension, priority)
        return self.rota.pages[id_]


SUITE = SuiteInfo(world=HospitalRota, split="held_out", version=1)
