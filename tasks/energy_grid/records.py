"""What the control room keeps: the rows of its tables, and the words with a fixed spelling."""

from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Literal, TypeAlias, get_args

from pydantic import Field
from typing_extensions import TypedDict

Technology: TypeAlias = Literal["hydro", "gas", "biomass", "geothermal"]
AssetClass: TypeAlias = Literal["substation", "line", "unit", "battery", "customer"]
Hour: TypeAlias = Annotated[int, Field(ge=0, le=23)]
Megawatts: TypeAlias = Annotated[int, Field(ge=0, le=500)]

TECHNOLOGIES: tuple[Technology, ...] = get_args(Technology)
HOURS = range(24)
"""The hours of the operating day; hour 18 is the time from 18:00 to 19:00."""
HIGHEST_PRICE_CENTS = 40_000
"""What a megawatt-hour may cost at most in the market."""
GATE_HOURS = 2
"""Bids for an hour are taken until this many hours before it."""


@dataclass(frozen=True, slots=True)
class Substation:
    """A node of the grid; the one without lines into it is the source of all."""

    key: str
    label: str
    district: str
    load_megawatts: int
    """What its own customers draw, without what lies behind it."""


@dataclass(slots=True)
class Line:
    """A line from one substation to the next."""

    key: str
    label: str
    from_key: str
    to_key: str
    rating_megawatts: int
    energised: bool = True


@dataclass(slots=True)
class Permit:
    """Leave for a crew to work on an isolated line."""

    key: str
    line_key: str
    crew: str
    reason: str
    back_by: date
    cleared: bool = False


@dataclass(slots=True)
class Unit:
    """A generating unit and what it is to deliver, hour by hour."""

    key: str
    label: str
    technology: Technology
    substation_key: str
    least_megawatts: int
    most_megawatts: int
    ramp_megawatts: int
    """How far the power of one hour may be from that of the next."""
    cost_cents: int
    """What a further megawatt-hour costs."""
    setpoints: dict[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class Battery:
    """A battery and its plan: what it stores in an hour, below zero what it gives back."""

    key: str
    label: str
    substation_key: str
    capacity_megawatt_hours: int
    charge_megawatt_hours: int
    """What it holds when the present hour ends."""
    most_megawatts: int
    plan: dict[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class Customer:
    """A large customer who has agreed to be curtailed now and then."""

    key: str
    label: str
    substation_key: str
    most_megawatts: int
    most_hours: int
    notice_hours: int
    curtailed: dict[int, int] = field(default_factory=dict)
    notices: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Bid:
    """An offer of energy in the market."""

    key: str
    unit_key: str
    hour: int
    megawatts: int
    price_cents: int
    all_or_nothing: bool = False


class Setpoint(TypedDict):
    """The power of a unit in one hour."""

    hour_of_day: Hour
    power_megawatts: Megawatts


class Offer(TypedDict):
    """What is offered in the market."""

    offered_hour: Hour
    offered_megawatts: Annotated[int, Field(ge=1, le=500)]
    price_cents_per_megawatt_hour: Annotated[int, Field(ge=0)]


class Leave(TypedDict):
    """Who may work on an isolated line, why, and until when."""

    crew_name: str
    reason_of_work: str
    back_by: date
