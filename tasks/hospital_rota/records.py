"""What the hospital keeps: its rows, as tools return them, and the arguments that have parts."""

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

Grade: TypeAlias = Literal["charge_nurse", "staff_nurse", "consultant", "registrar", "resident"]
Skill: TypeAlias = Literal[
    "airway_management",
    "cardiac_monitoring",
    "chemotherapy",
    "dialysis",
    "paediatrics",
    "wound_care",
]
ShiftType: TypeAlias = Literal["early", "late", "night"]
LeaveType: TypeAlias = Literal["annual", "study", "sick", "parental", "compassionate"]
PayRate: TypeAlias = Literal["standard", "overtime", "double"]
Urgency: TypeAlias = Literal["fyi", "today", "immediate"]
Priority: TypeAlias = Literal["routine", "urgent", "crash"]

NURSES: tuple[Grade, ...] = ("charge_nurse", "staff_nurse")
DOCTORS: tuple[Grade, ...] = ("consultant", "registrar", "resident")
HOURS: dict[ShiftType, tuple[int, int]] = {"early": (7, 15), "late": (13, 21), "night": (21, 31)}
"""Hours of the day at which a shift starts and ends; nights end at 07:00 on the next day."""


@dataclass(slots=True)
class Ward:
    """A ward, the skill that someone on each of its shifts must have, and its lead doctor."""

    id: str
    name: str
    site: str
    required_skill: Skill
    lead_doctor_id: str


@dataclass(slots=True)
class Clinician:
    """A nurse, who works shifts on one ward, or a doctor, who is paged."""

    id: str
    name: str
    grade: Grade
    skills: tuple[Skill, ...]
    ward_id: str | None
    date_joined: dt.date
    max_weekly_hours: int
    annual_leave_days: int
    deputy_id: str | None = None


@dataclass(slots=True)
class Shift:
    """One shift on one ward, with the ids of its nurses in order."""

    id: str
    ward_id: str
    date: dt.date
    type: ShiftType
    nurse_ids: tuple[str, ...]

    @property
    def hours(self) -> int:
        """Length in hours."""
        start, end = HOURS[self.type]
        return end - start

    @property
    def start(self) -> int:
        """Hours from a fixed moment to the start."""
        return self.date.toordinal() * 24 + HOURS[self.type][0]

    def rest_to(self, other: "Shift") -> int:
        """Hours between this shift and another; negative when they overlap."""
        first, second = sorted((self, other), key=lambda shift: shift.start)
        return second.start - first.start - first.hours


@dataclass(slots=True)
class Leave:
    """Days on which a clinician doesn't work, the last one included."""

    id: str
    clinician_id: str
    type: LeaveType
    start_date: dt.date
    end_date: dt.date
    note: str = ""

    @property
    def days(self) -> int:
        """How many days it lasts."""
        return (self.end_date - self.start_date).days + 1

    def includes(self, day: dt.date) -> bool:
        """Whether a day belongs to it."""
        return self.start_date <= day <= self.end_date


@dataclass(frozen=True, slots=True)
class Cover:
    """A record of one nurse working a shift in place of another."""

    id: str
    shift_id: str
    absent_nurse_id: str
    covering_nurse_id: str
    rate: PayRate
    travel_cents: int


@dataclass(frozen=True, slots=True, order=True)
class Offer:
    """A nurse and a shift that the nurse gives up."""

    nurse_id: Annotated[str, Field(description="Clinician id of this one of the two nurses.")]
    shift_id: Annotated[
        str, Field(description="Id of the shift that this nurse gives up to the other one.")
    ]


@dataclass(frozen=True, slots=True)
class Swap:
    """A record of two nurses trading shifts: what each gave up, sorted."""

    id: str
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice that was sent to clinicians, whose ids are sorted."""

    id: str
    clinician_ids: tuple[str, ...]
    text: str
    urgency: Urgency
    acknowledge_by: dt.date | None = None
    figure: int | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A message that was sent to a doctor's pager."""

    id: str
    doctor_id: str
    message: str
    extension: str
    priority: Priority


@dataclass(frozen=True, slots=True)
class Pay:
    """What a nurse is paid for covering a shift."""

    rate: Annotated[PayRate, Field(description="Rate of pay.")] = "standard"
    travel_cents: Annotated[
        int, Field(ge=0, le=9900, description="Travel allowance, in cents.")
    ] = 0
