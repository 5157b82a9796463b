"""What the airline keeps: its rows, as tools return them, and the arguments that have parts."""

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

Fare: TypeAlias = Literal["light", "classic", "flex"]
Tier: TypeAlias = Literal["basic", "silver", "gold"]
FlightStatus: TypeAlias = Literal["on_time", "delayed", "cancelled"]
BagType: TypeAlias = Literal["suitcase", "sports_gear", "instrument"]
WaiverReason: TypeAlias = Literal["disruption", "bereavement", "staff_error"]

AirportCode: TypeAlias = Annotated[str, Field(pattern="^[A-Z]{3}$")]
TimeOfDay: TypeAlias = Annotated[str, Field(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$")]
FlightIds: TypeAlias = Annotated[list[str], Field(min_length=1, max_length=6)]
PassengerIds: TypeAlias = Annotated[list[str], Field(min_length=1, max_length=6)]

SEAT_LETTERS = "ABCD"
"""Seats of every row; A and D are at the window, B and C on the aisle."""


@dataclass(frozen=True, slots=True)
class Bag:
    """One checked bag."""

    weight_kg: Annotated[int, Field(ge=1, le=50, description="Weight in whole kilograms.")]
    type: Annotated[BagType, Field(description="What kind of bag it is.")] = "suitcase"


@dataclass(frozen=True, slots=True)
class SeatAssignment:
    """A passenger and the seat that they get."""

    passenger_id: Annotated[str, Field(description="Id of the passenger.")]
    seat: Annotated[
        str,
        Field(
            pattern="^[1-9][A-D]$",
            description="Row and letter, such as 3C; A and B are left of the aisle, C and D right.",
        ),
    ]


@dataclass(frozen=True, slots=True)
class Contact:
    """Where the airline sends messages about a booking."""

    email: Annotated[str, Field(pattern=r"^\S+@\S+$", description="Email address.")]
    phone: Annotated[
        str, Field(pattern=r"^(\+[0-9 ]{6,18})?$", description="Phone number with country code.")
    ] = ""


@dataclass(frozen=True, slots=True)
class WaitlistEntry:
    """A booking whose passengers are waiting for seats on a full flight."""

    booking_id: str
    may_split: bool = False


@dataclass(frozen=True, slots=True)
class Airport:
    """Where flights start and end."""

    code: str
    city: str
    minimum_connection_minutes: int


@dataclass(slots=True)
class Flight:
    """One departure."""

    id: str
    number: str
    origin: str
    destination: str
    departs_at: dt.datetime
    arrives_at: dt.datetime
    rows: int
    fares_cents: dict[Fare, int]
    """Price of each fare for one passenger."""
    status: FlightStatus = "on_time"
    waitlist: tuple[WaitlistEntry, ...] = ()

    @property
    def disrupted(self) -> bool:
        """Whether it is delayed or cancelled."""
        return self.status != "on_time"

    @property
    def seats(self) -> list[str]:
        """All seats, front to back."""
        return [f"{row}{letter}" for row in range(1, self.rows + 1) for letter in SEAT_LETTERS]


@dataclass(slots=True)
class Passenger:
    """Somebody who flies."""

    id: str
    name: str
    home_city: str
    tier: Tier


@dataclass(slots=True)
class Booking:
    """Who flies together, on which flights, and on which fare."""

    id: str
    fare: Fare
    passenger_ids: tuple[str, ...]
    flight_ids: tuple[str, ...]
    """In the order in which they are flown."""
    contact: Contact
    refunded_cents: int = 0


@dataclass(slots=True)
class Ticket:
    """One passenger's place on one flight of a booking."""

    booking_id: str
    flight_id: str
    passenger_id: str
    price_cents: int
    seat: str | None = None
    bags: tuple[Bag, ...] = ()


@dataclass(slots=True)
class Fee:
    """What a booking was charged for changing a flight."""

    id: str
    booking_id: str
    old_flight_id: str
    amount_cents: int
    waiver_reason: WaiverReason | None = None
    waiver_note: str = ""


def ticket_key(booking_id: str, flight_id: str, passenger_id: str) -> str:
    """Return the key under which a ticket is kept."""
    return f"{booking_id}|{flight_id}|{passenger_id}"
