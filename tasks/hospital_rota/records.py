"""What the hospital keeps on record, and the values that its tools take."""

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

Grade: TypeAlias = Literal["charge_nurse", "staff_nurse", "consultant", "registrar", "resident"]
Skill: TypeAlias = Literal[
    "airway", "cardiac_monitoring", "chemotherapy", "dialysis", "paediatrics", "wound_care"
]
Band: TypeAlias = Literal["early", "late", "night"]
LeaveKind: TypeAlias = Literal["annual", "study", "sick", "parental", "compassionate"]
PayRate: TypeAlias = Literal["standard", "overtime", "double"]
Urgency: TypeAlias = Literal["for_information", "today", "at_once"]
Priority: TypeAlias = Literal["routine", "urgent", "crash"]

NURSE_GRADES: tuple[Grade, ...] = ("charge_nurse", "staff_nurse")
HOURS: dict[Band, tuple[int, int]] = {"early": (7, 15), "late": (13, 21), "night": (21, 31)}
"""Hours of the day at which a band begins and ends; nights end at 07:00 on the day after."""
REST_HOURS = 11
"""Least rest between two duties of one person."""
CREW_MINIMUM = 2
CREW_MAXIMUM = 4


@dataclass(slots=True)
class Ward:
    """A ward, what its duties need, and the doctor who leads it."""

    id: str
    name: str
    site: str
    key_skill: Skill
    lead_doctor_id: str


@dataclass(slots=True)
class Clinician:
    """A nurse, who is rostered on one ward, or a doctor, who is paged."""

    id: str
    name: str
    grade: Grade
    skills: tuple[Skill, ...]
    ward_id: str | None
    joined_on: dt.date
    weekly_hours: int
    annual_days: int
    deputy_id: str | None = None


@dataclass(slots=True)
class Duty:
    """One band of one day on one ward, with the ids of its crew in order."""

    id: str
    ward_id: str
    day: dt.date
    band: Band
    crew: tuple[str, ...]

    @property
    def hours(self) -> int:
        """Length in hours."""
        begin, end = HOURS[self.band]
        return end - begin

    @property
    def begins(self) -> int:
        """Hours from a fixed moment to the beginning."""
        return self.day.toordinal() * 24 + HOURS[self.band][0]

    def rest_to(self, other: "Duty") -> int:
        """Hours between this duty and another; negative when they overlap."""
        first, second = sorted((self, other), key=lambda duty: duty.begins)
        return second.begins - first.begins - first.hours


@dataclass(slots=True)
class Leave:
    """Days on which a clinician does not work, the last one included."""

    id: str
    clinician_id: str
    kind: LeaveKind
    first: dt.date
    last: dt.date
    remark: str = ""

    @property
    def days(self) -> int:
        """How many days it lasts."""
        return (self.last - self.first).days + 1

    def includes(self, day: dt.date) -> bool:
        """Whether a day belongs to it."""
        return self.first <= day <= self.last


@dataclass(slots=True)
class Cover:
    """A record of one nurse doing a duty in place of another."""

    id: str
    duty_id: str
    absent_id: str
    covering_id: str
    pay_rate: PayRate
    travel_cents: int


@dataclass(slots=True)
class Swap:
    """A record of two nurses who exchanged duties, each with the duty that was given away."""

    id: str
    legs: frozenset[tuple[str, str]]


@dataclass(slots=True)
class Bulletin:
    """A notice that was sent to clinicians."""

    id: str
    recipients: frozenset[str]
    text: str
    urgency: Urgency
    acknowledge_by: dt.date | None
    figure: int | None = None


@dataclass(slots=True)
class Page:
    """A page that was sent to a doctor's bleep."""

    id: str
    doctor_id: str
    message: str
    extension: str
    priority: Priority


@dataclass(frozen=True, slots=True)
class SwapLeg:
    """A nurse and the duty that is given away, as ``swap_duties`` takes them."""

    giver_clinician_id: Annotated[str, Field(description="Id of the nurse who gives a duty away.")]
    given_duty_id: Annotated[str, Field(description="Id of the duty that is given away.")]


@dataclass(frozen=True, slots=True)
class CoverPay:
    """What the covering nurse is paid, as ``cover_duty`` takes it."""

    pay_rate: Annotated[PayRate, Field(description="Rate of pay.")] = "standard"
    travel_cents: Annotated[int, Field(ge=0, le=9900, description="Travel money, in cents.")] = 0


ORDINARY_PAY = CoverPay()
