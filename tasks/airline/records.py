"""What the airline keeps records of, and the words that its records use."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

FareBrand: TypeAlias = Literal["light", "classic", "flex"]
Tier: TypeAlias = Literal["basic", "silver", "gold"]
Disruption: TypeAlias = Literal["none", "delayed", "cancelled"]
BagKind: TypeAlias = Literal["suitcase", "sports_gear", "instrument"]
WaiverReason: TypeAlias = Literal["disruption", "bereavement", "staff_error"]

AirportCode: TypeAlias = Annotated[str, Field(pattern="^[A-Z]{3}$")]

SEAT_LETTERS = "ABCD"
"""Seats of every row; A and D are at the window, B and C at the aisle."""


@dataclass(frozen=True, slots=True)
class HoldBag:
    """One piece of baggage for the hold."""

    bag_kilograms: Annotated[int, Field(ge=1, le=50, description="Weight in whole kilograms.")]
    bag_kind: Annotated[BagKind, Field(description="What it is.")] = "suitcase"


@dataclass(frozen=True, slots=True)
class SeatChoice:
    """A flyer and the seat that is wanted."""

    flyer_id: Annotated[str, Field(description="Id of the flyer.")]
    seat_code: Annotated[
        str, Field(pattern="^[1-9][A-D]$", description="Row and letter, such as 3C.")
    ]


@dataclass(frozen=True, slots=True)
class TripContact:
    """Whom the airline writes to about a trip."""

    contact_email: Annotated[str, Field(pattern=r"^\S+@\S+$", description="E-mail address.")]
    contact_phone: Annotated[
        str,
        Field(pattern=r"^(\+[0-9 ]{6,18})?$", description="Telephone number with country code."),
    ] = ""


@dataclass(frozen=True, slots=True)
class Fares:
    """Prices of one flight for one flyer."""

    light: int
    classic: int
    flex: int


@dataclass(frozen=True, slots=True)
class WaitingParty:
    """A trip record that waits for seats on a full flight."""

    locator: str
    split_allowed: bool = False


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
    departs_at: datetime
    arrives_at: datetime
    seat_rows: int
    fares: Fares
    """In cents."""
    disruption: Disruption = "none"
    waiting: tuple[WaitingParty, ...] = ()

    @property
    def capacity(self) -> int:
        """Seats in all."""
        return self.seat_rows * len(SEAT_LETTERS)

    @property
    def seat_codes(self) -> list[str]:
        """All seats, front to back."""
        return [f"{row}{letter}" for row in range(1, self.seat_rows + 1) for letter in SEAT_LETTERS]


@dataclass(slots=True)
class Flyer:
    """Somebody who flies."""

    id: str
    name: str
    home_city: str
    tier: Tier


@dataclass(slots=True)
class TripRecord:
    """A trip that was booked: who flies, on which flights, and at which conditions."""

    locator: str
    brand: FareBrand
    flyer_ids: tuple[str, ...]
    flight_ids: tuple[str, ...]
    contact: TripContact
    refunded_cents: int = 0


@dataclass(slots=True)
class Coupon:
    """One flyer's right to fly on one flight of a trip."""

    locator: str
    flight_id: str
    flyer_id: str
    fare_cents: int
    seat_code: str | None = None
    hold_bags: tuple[HoldBag, ...] = ()


@dataclass(slots=True)
class Charge:
    """A fee for having given up a flight for another."""

    id: str
    locator: str
    given_up_flight_id: str
    cents: int
    waived_because: WaiverReason | None = None
    waiver_note: str = ""


@dataclass(slots=True)
class Network:
    """Everything that the airline knows at first."""

    airports: dict[str, Airport] = field(default_factory=dict)
    flights: dict[str, Flight] = field(default_factory=dict)
    flyers: dict[str, Flyer] = field(default_factory=dict)
    records: dict[str, TripRecord] = field(default_factory=dict)
    coupons: dict[str, Coupon] = field(default_factory=dict)
    charges: dict[str, Charge] = field(default_factory=dict)


def coupon_key(locator: str, flight_id: str, flyer_id: str) -> str:
    """Return the key under which a coupon is kept."""
    return f"{locator}|{flight_id}|{flyer_id}"
