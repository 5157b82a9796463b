"""A hospital's rota: who is on duty on which ward, who is away, who is called."""

import datetime as dt
from typing import Annotated, Any

from pydantic import Field

from toolbench_ood.task.suite import SuiteInfo
from toolbench_ood.world.tool import ToolError, tool

from .reading import Reading
from .records import (
    NURSE_GRADES,
    ORDINARY_PAY,
    Bulletin,
    Cover,
    CoverPay,
    Leave,
    LeaveKind,
    Page,
    Priority,
    Swap,
    SwapLeg,
    Urgency,
)
from .rules import crew_of


class HospitalRota(Reading):
    """The whole hospital: looking things up, rostering, leave, and messages."""

    @tool
    def roster_clinician(self, clinician_id: str, duty_id: str) -> dict[str, Any]:
        """Put one more nurse on a duty.

        Nurses work on their own ward alone, never on leave, never above their hours of the week,
        and with at least 11 hours of rest between any two duties.

        Args:
            clinician_id: Id of the nurse.
            duty_id: Id of the duty.
        """
        duty = self.duty(duty_id)
        self.check_fit(clinician_id, duty)
        crew = crew_of((*duty.crew, clinician_id))
        self.check_mix(duty, crew)
        duty.crew = crew
        return self.show_duty(duty)

    @tool
    def withdraw_clinician(self, clinician_id: str, duty_id: str) -> dict[str, Any]:
        """Take a nurse off a duty whose crew is sufficient without.

        Args:
            clinician_id: Id of the nurse.
            duty_id: Id of the duty.
        """
        duty = self.duty(duty_id)
        self.check_on(clinician_id, duty)
        crew = crew_of(set(duty.crew) - {clinician_id})
        self.check_mix(duty, crew)
        duty.crew = crew
        return self.show_duty(duty)

    @tool
    def cover_duty(
        self,
        duty_id: str,
        absent_clinician_id: str,
        covering_clinician_id: str,
        cover_pay: CoverPay = ORDINARY_PAY,
    ) -> dict[str, Any]:
        """Let another nurse do a duty in place of one who is on it.

        The one who steps in must be free to, as for roster_clinician, and the crew must still
        have the grade and the skill that the ward needs.

        Args:
            duty_id: Id of the duty.
            absent_clinician_id: Id of the nurse who is on it and cannot do it.
            covering_clinician_id: Id of the nurse who steps in.
            cover_pay: What the covering nurse is paid; the standard rate without travel money if
                left out.
        """
        duty = self.duty(duty_id)
        self.check_on(absent_clinician_id, duty)
        self.check_fit(covering_clinician_id, duty)
        crew = crew_of({*duty.crew, covering_clinician_id} - {absent_clinician_id})
        self.check_mix(duty, crew)
        duty.crew = crew
        cover = Cover(
            id=self.fresh_id(self.covers, "CV"),
            duty_id=duty_id,
            absent_id=absent_clinician_id,
            covering_id=covering_clinician_id,
            pay_rate=cover_pay.pay_rate,
            travel_cents=cover_pay.travel_cents,
        )
        self.covers[cover.id] = cover
        return {"cover_id": cover.id, "duty": self.show_duty(duty)}

    @tool
    def swap_duties(self, first_leg: SwapLeg, second_leg: SwapLeg) -> dict[str, Any]:
        """Let two nurses exchange a duty of one for a duty of the other.

        Args:
            first_leg: One nurse, and the duty given away.
            second_leg: The other nurse, and the duty given away in return.
        """
        one, other = first_leg.giver_clinician_id, second_leg.giver_clinician_id
        given, returned = self.duty(first_leg.given_duty_id), self.duty(second_leg.given_duty_id)
        self.check_on(one, given)
        self.check_on(other, returned)
        self.check_fit(one, returned, given_up=[given.id])
        self.check_fit(other, given, given_up=[returned.id])
        crews = (
            crew_of({*given.crew, other} - {one}),
            crew_of({*returned.crew, one} - {other}),
        )
        self.check_mix(given, crews[0])
        self.check_mix(returned, crews[1])
        given.crew, returned.crew = crews
        legs = frozenset(((one, given.id), (other, returned.id)))
        swap = Swap(self.fresh_id(self.swaps, "SW"), legs)
        self.swaps[swap.id] = swap
        return {"swap_id": swap.id, "duties": [self.show_duty(given), self.show_duty(returned)]}

    @tool
    def grant_leave(
        self,
        clinician_id: str,
        leave_kind: LeaveKind,
        leave_from: dt.date,
        leave_until: dt.date,
        leave_remark: str = "",
    ) -> dict[str, Any]:
        """Grant leave to a nurse or doctor who has no duty in that time.

        Args:
            clinician_id: Id of the clinician.
            leave_kind: What the leave is for.
            leave_from: First day of it, as YYYY-MM-DD.
            leave_until: Last day of it, as YYYY-MM-DD.
            leave_remark: Remark for the file.
        """
        self.clinician(clinician_id)
        leave = Leave("", clinician_id, leave_kind, leave_from, leave_until, leave_remark)
        self._check_leave(leave)
        leave.id = self.fresh_id(self.leaves, "LV")
        self.leaves[leave.id] = leave
        left = self.annual_days_left(clinician_id)
        return {"leave_id": leave.id, "days": leave.days, "annual_days_left": left}

    @tool
    def withdraw_leave(self, leave_id: str) -> dict[str, Any]:
        """Take granted leave back that is not over yet.

        Args:
            leave_id: Id of the leave.
        """
        if leave_id not in self.leaves:
            raise ToolError(f"There is no leave {leave_id}.")
        if self.leaves[leave_id].last < self.today:
            raise ToolError(f"Leave {leave_id} ended on {self.leaves[leave_id].last}.")
        leave = self.leaves.pop(leave_id)
        left = self.annual_days_left(leave.clinician_id)
        return {"withdrawn_leave_id": leave_id, "annual_days_left": left}

    @tool
    def notify_staff(
        self,
        recipient_clinician_ids: Annotated[list[str], Field(min_length=1, max_length=12)],
        bulletin_text: Annotated[str, Field(min_length=1)],
        bulletin_urgency: Urgency = "for_information",
        acknowledge_by: dt.date | None = None,
        reported_figure: int | None = None,
    ) -> dict[str, Any]:
        """Send one notice to nurses or doctors.

        Args:
            recipient_clinician_ids: Ids of those who receive it.
            bulletin_text: The text.
            bulletin_urgency: How soon it is to be read.
            acknowledge_by: Day by which they must acknowledge it, as YYYY-MM-DD, if they must.
            reported_figure: A number that the notice reports beside its text, if any.
        """
        for clinician_id in recipient_clinician_ids:
            self.clinician(clinician_id)
        if acknowledge_by is not None and acknowledge_by < self.today:
            raise ToolError(f"{acknowledge_by} is past; today is {self.today}.")
        recipients = frozenset(recipient_clinician_ids)
        bulletin = Bulletin(
            self.fresh_id(self.bulletins, "BN"),
            recipients,
            bulletin_text,
            bulletin_urgency,
            acknowledge_by,
            reported_figure,
        )
        self.bulletins[bulletin.id] = bulletin
        return {"bulletin_id": bulletin.id, "recipients": len(recipients)}

    @tool
    def page_doctor(
        self,
        doctor_id: str,
        page_message: Annotated[str, Field(min_length=1, max_length=120)],
        callback_extension: Annotated[str, Field(pattern="^[0-9]{4}$")],
        page_priority: Priority = "routine",
    ) -> dict[str, Any]:
        """Call a doctor who is in today by bleep.

        Args:
            doctor_id: Clinician id of the doctor.
            page_message: What the bleep shows.
            callback_extension: Extension to call back, four digits.
            page_priority: How fast a doctor must answer.
        """
        doctor = self.clinician(doctor_id)
        if doctor.grade in NURSE_GRADES:
            raise ToolError(f"{doctor.name} is a {doctor.grade} and carries no bleep.")
        leave = self.leave_on(doctor_id, self.today)
        if leave is not None:
            raise ToolError(
                f"{doctor.name} is on {leave.kind} leave until {leave.last}; the deputy is "
                f"{doctor.deputy_id}."
            )
        id_ = self.fresh_id(self.pages, "PG")
        self.pages[id_] = Page(id_, doctor_id, page_message, callback_extension, page_priority)
        return {"page_id": id_, "paged": doctor.name}

    def _check_leave(self, leave: Leave) -> None:
        name = self.clinicians[leave.clinician_id].name
        if leave.last < leave.first:
            raise ToolError(f"The last day, {leave.last}, comes before the first, {leave.first}.")
        if leave.first < self.today:
            raise ToolError(f"{leave.first} is past; today is {self.today}.")
        for duty in self.duties_of(leave.clinician_id):
            if leave.includes(duty.day):
                raise ToolError(f"{name} is on duty {duty.id} on {duty.day} ({duty.band}).")
        for other in self.leaves_of(leave.clinician_id):
            if leave.first <= other.last and other.first <= leave.last:
                raise ToolError(f"{name} is on leave {other.id} until {other.last} already.")
        left = self.annual_days_left(leave.clinician_id)
        if leave.kind == "annual" and leave.days > left:
            raise ToolError(f"{name} has {left} days of annual leave left, not {leave.days}.")


SUITE = SuiteInfo(world=HospitalRota, split="held_out", version=1)
