"""What the laboratory keeps records of, and the words that its records use."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal, TypeAlias, get_args

from pydantic import Field

Material: TypeAlias = Literal["plasma", "serum", "whole_blood", "urine", "dna", "rna"]
Status: TypeAlias = Literal["available", "quarantined", "discarded"]
Consent: TypeAlias = Literal["granted", "withdrawn"]
Purpose: TypeAlias = Literal["analysis", "reserve"]
Urgency: TypeAlias = Literal["routine", "urgent", "immediate"]
Cause: TypeAlias = Literal["door_open", "power_cut", "compressor_fault"]
Assay: TypeAlias = Literal[
    "il6_elisa",
    "crp_turbidimetry",
    "creatinine_panel",
    "hba1c_hplc",
    "lead_icp_ms",
    "cfdna_qpcr",
    "snp_array",
    "rna_integrity",
    "rnaseq_library",
]

ASSAYS: tuple[Assay, ...] = get_args(Assay)

SUITABLE: dict[Assay, tuple[Material, ...]] = {
    "il6_elisa": ("plasma", "serum"),
    "crp_turbidimetry": ("plasma", "serum"),
    "creatinine_panel": ("serum", "urine"),
    "hba1c_hplc": ("whole_blood",),
    "lead_icp_ms": ("whole_blood", "urine"),
    "cfdna_qpcr": ("plasma", "dna"),
    "snp_array": ("dna",),
    "rna_integrity": ("rna",),
    "rnaseq_library": ("rna",),
}
"""The materials that each assay can be done on; every material suits at least two assays."""


def assays_for(material: Material) -> list[Assay]:
    """List the assays that can be done on a material."""
    return [assay for assay in ASSAYS if material in SUITABLE[assay]]


POSITIONS = tuple(f"{row}{column}" for row in "ABC" for column in range(1, 5))
"""The positions of every rack, in reading order."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a tube stands."""

    rack_id: Annotated[str, Field(description="Id of the rack.")]
    position: Annotated[
        str,
        Field(
            pattern="^[ABC][1-4]$", description="Position in the rack: row A to C, column 1 to 4."
        ),
    ]


@dataclass(frozen=True, slots=True)
class NewTube:
    """One tube to be filled."""

    label: Annotated[str, Field(min_length=1, description="Text to print on the new tube.")]
    volume_microliters: Annotated[
        float, Field(gt=0, le=2000, description="Volume to fill in, in microlitres.")
    ]
    place: Annotated[Place, Field(description="Free position for the new tube.")]
    purpose: Annotated[Purpose, Field(description="What the new tube is kept for.")] = "reserve"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who receives a report."""

    full_name: Annotated[str, Field(min_length=1, description="First and last name.")]
    email: Annotated[str, Field(pattern=r"^\S+@\S+$", description="E-mail address.")]


@dataclass(slots=True)
class Donor:
    """Who gave samples; known by id alone."""

    id: str
    project: str
    consent: Consent


@dataclass(slots=True)
class Sample:
    """One tube."""

    id: str
    barcode: str
    label: str
    donor_id: str
    material: Material
    volume_microliters: float
    warmest_celsius: int
    """The tube must stand no warmer than this."""
    expires_on: date
    """The last day of use."""
    place: Place | None
    """None once discarded."""
    purpose: Purpose = "reserve"
    status: Status = "available"
    remark: str = ""
    """Why the status was last changed."""
    split_from: str | None = None
    """Id of the tube that it was filled from."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """A time during which a freezer was too warm."""

    id: str
    day: date
    minutes: int
    peak_celsius: int
    cause: Cause


@dataclass(frozen=True, slots=True)
class Freezer:
    """A freezer with its racks."""

    name: str
    temperature_celsius: int
    rack_ids: tuple[str, ...]
    alarms: tuple[Alarm, ...] = ()
    """Newest first, at most one a day."""


@dataclass(frozen=True, slots=True)
class Instrument:
    """A device that carries out runs, at most one a day."""

    id: str
    name: str
    laboratory: str
    assays: tuple[Assay, ...]
    capacity: int
    """Most orders in one run."""


@dataclass(slots=True)
class Order:
    """An assay asked for on one sample; its volume has been drawn from the tube."""

    id: str
    sample_id: str
    assay: Assay
    volume_microliters: float
    urgency: Urgency = "routine"
    instruction: str = ""
    report_to: Recipient | None = None
    run_id: str | None = None
    """None while the order waits."""


@dataclass(slots=True)
class Run:
    """Orders that an instrument does together."""

    id: str
    instrument_id: str
    order_ids: list[str]
    run_on: date
    loaded_at: str
    """Time of day, ``HH:MM``."""
    operator: str
