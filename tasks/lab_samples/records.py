"""What the biobank keeps: its rows, as tools return them, and the arguments that have parts."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal, TypeAlias, get_args

from pydantic import Field

Material: TypeAlias = Literal["plasma", "serum", "whole_blood", "urine", "dna", "rna"]
Status: TypeAlias = Literal["available", "quarantined", "discarded"]
Purpose: TypeAlias = Literal["analysis", "reserve"]
Priority: TypeAlias = Literal["routine", "urgent", "stat"]
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
SampleIds: TypeAlias = Annotated[list[str], Field(min_length=1, max_length=20)]

ASSAYS: tuple[Assay, ...] = get_args(Assay)
SUITABLE: Mapping[Assay, tuple[Material, ...]] = {
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
"""The materials that each assay can be done on."""
POSITIONS = tuple(f"{row}{column}" for row in "ABC" for column in range(1, 5))
"""The positions of every rack, in reading order."""


def assays_for(material: Material) -> list[Assay]:
    """List the assays that can be done on a material."""
    return [assay for assay in ASSAYS if material in SUITABLE[assay]]


@dataclass(frozen=True, slots=True)
class Location:
    """Where a sample is stored."""

    rack_id: Annotated[str, Field(description="Id of the rack.")]
    position: Annotated[
        str,
        Field(
            pattern="^[ABC][1-4]$", description="Position in the rack: row A to C, column 1 to 4."
        ),
    ]


@dataclass(frozen=True, slots=True)
class NewAliquot:
    """An aliquot to be made."""

    label: Annotated[str, Field(min_length=1, description="Label of the new sample.")]
    volume_ul: Annotated[
        float, Field(gt=0, le=2000, description="Volume to transfer, in microlitres.")
    ]
    location: Annotated[Location, Field(description="Free position to store it in.")]
    purpose: Annotated[
        Purpose, Field(description="Whether it is for analysis or kept as a reserve for later.")
    ] = "reserve"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who receives a report."""

    name: Annotated[str, Field(min_length=1, description="Full name.")]
    email: Annotated[str, Field(pattern=r"^\S+@\S+$", description="Email address.")]


@dataclass(slots=True)
class Donor:
    """Someone who gave samples; known by id alone."""

    id: str
    project: str
    consent: Literal["granted", "withdrawn"] = "granted"


@dataclass(slots=True)
class Sample:
    """One tube."""

    id: str
    barcode: str
    label: str
    donor_id: str
    material: Material
    volume_ul: float
    max_temperature_celsius: int
    """The warmest temperature that it can be stored at."""
    expiry_date: dt.date
    """The last day on which it can be used."""
    location: Location | None
    """None once discarded."""
    purpose: Purpose = "reserve"
    status: Status = "available"
    note: str = ""
    """Why the status was last changed."""
    parent_id: str | None = None
    """Id of the sample that it is an aliquot of."""


@dataclass(frozen=True, slots=True)
class Freezer:
    """A freezer with its racks."""

    id: str
    name: str
    temperature_celsius: int
    rack_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Alarm:
    """A period in which a freezer was too warm."""

    id: str
    freezer_id: str
    date: dt.date
    minutes: int
    peak_celsius: int
    cause: Cause


@dataclass(frozen=True, slots=True)
class Instrument:
    """A device that carries out at most one run a day."""

    id: str
    name: str
    laboratory: str
    assays: tuple[Assay, ...]
    max_requests: int
    """The most requests in one run."""


@dataclass(slots=True)
class AssayRequest:
    """A request for an assay on a sample, whose volume has been taken from it."""

    id: str
    sample_id: str
    assay: Assay
    volume_ul: float
    priority: Priority = "routine"
    instructions: str = ""
    report_to: Recipient | None = None
    run_id: str | None = None
    """None while the request is pending."""


@dataclass(frozen=True, slots=True)
class Run:
    """Requests that an instrument processes together."""

    id: str
    instrument_id: str
    request_ids: tuple[str, ...]
    date: dt.date
    start_time: str
    """Time of day, ``HH:MM``."""
    operator: str
