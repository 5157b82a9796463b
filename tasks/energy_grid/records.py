"""What the grid keeps: its rows, as tools return them, and the arguments that have parts."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

AssetType: TypeAlias = Literal["substation", "line", "generator", "battery", "consumer"]
Technology: TypeAlias = Literal["hydro", "gas", "biomass", "geothermal"]
Hour: TypeAlias = Annotated[int, Field(ge=0, le=23)]
Power: TypeAlias = Annotated[int, Field(ge=0, le=500)]

HOURS = range(24)
"""The hours of the operating day; hour 18 is from 18:00 to 19:00."""


@dataclass(slots=True)
class Substation:
    """A node of the grid; the one without incoming lines is the source of all power."""

    id: str
    name: str
    district: str
    local_load_mw: int
    """What its own customers draw, without the substations that it feeds."""


@dataclass(slots=True)
class Line:
    """A line from one substation to the next."""

    id: str
    name: str
    from_substation_id: str
    to_substation_id: str
    rating_mw: int
    status: Literal["energised", "isolated"] = "energised"

    @property
    def is_live(self) -> bool:
        """Whether it carries power."""
        return self.status == "energised"


@dataclass(slots=True)
class Permit:
    """Permission for a crew to work on an isolated line."""

    id: str
    line_id: str
    crew: str
    reason: str
    end_date: dt.date
    status: Literal["open", "cleared"] = "open"


@dataclass(slots=True)
class Generator:
    """A generator and its schedule."""

    id: str
    name: str
    technology: Technology
    substation_id: str
    min_mw: int
    max_mw: int
    ramp_limit_mw: int
    """Largest change from one hour to the next."""
    cost_cents_per_mwh: int
    schedule_mw: dict[int, int] = field(default_factory=dict)
    """Output by hour, for every hour of the day."""


@dataclass(slots=True)
class Battery:
    """A battery and its schedule."""

    id: str
    name: str
    substation_id: str
    capacity_mwh: int
    charge_mwh: int
    """What it will hold at the end of the current hour."""
    max_mw: int
    schedule_mw: dict[int, int] = field(default_factory=dict)
    """Power by hour: positive while it charges, negative while it discharges; idle otherwise."""


@dataclass(slots=True)
class Curtailment:
    """How much less a consumer draws in one hour, and what they were told."""

    reduction_mw: int
    message: str


@dataclass(slots=True)
class Consumer:
    """A large consumer who has agreed to draw less power on request."""

    id: str
    name: str
    substation_id: str
    max_reduction_mw: int
    max_hours: int
    """Most hours of one day with a curtailment."""
    notice_hours: int
    curtailments: dict[int, Curtailment] = field(default_factory=dict)
    """By hour."""


@dataclass(slots=True)
class Bid:
    """Energy offered in the market."""

    id: str
    generator_id: str
    hour: int
    power_mw: int
    price_cents_per_mwh: int
    all_or_nothing: bool = False


@dataclass(frozen=True, slots=True)
class Setpoint:
    """The output of a generator in one hour."""

    hour: Annotated[Hour, Field(description="Hour of the day.")]
    power_mw: Annotated[Power, Field(description="Output in megawatts.")]


@dataclass(frozen=True, slots=True)
class Offer:
    """What is offered in the market."""

    hour: Annotated[Hour, Field(description="Hour of delivery.")]
    power_mw: Annotated[int, Field(ge=1, le=500, description="Power in megawatts.")]
    price_cents_per_mwh: Annotated[
        int, Field(ge=0, le=40_000, description="Price in cents per megawatt-hour.")
    ]


@dataclass(frozen=True, slots=True)
class PermitRequest:
    """Who is going to work on a line, why, and until when."""

    crew: Annotated[str, Field(description="Name of the crew, such as Crew Smith.")]
    reason: Annotated[str, Field(description="What the work is.")]
    end_date: Annotated[dt.date, Field(description="Last day of the work, as YYYY-MM-DD.")]
