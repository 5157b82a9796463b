"""The biobank's tables, and the rules that hold over them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from toolbench_ood import ToolError
from toolbench_ood.world.kit import find

from .records import (
    POSITIONS,
    SUITABLE,
    Alarm,
    Assay,
    AssayRequest,
    Donor,
    Freezer,
    Instrument,
    Location,
    NewAliquot,
    Run,
    Sample,
    Status,
)

_SUMMARY = ("id", "barcode", "label", "material", "status")


@dataclass(slots=True)
class Lab:
    """Everything that the biobank knows, in tables by id."""

    today: dt.date
    donors: dict[str, Donor]
    freezers: dict[str, Freezer]
    instruments: dict[str, Instrument]
    samples: dict[str, Sample] = field(default_factory=dict)
    alarms: dict[str, Alarm] = field(default_factory=dict)
    requests: dict[str, AssayRequest] = field(default_factory=dict)
    runs: dict[str, Run] = field(default_factory=dict)

    def sample(self, id_: str) -> Sample:
        """Look a sample up (ToolError)."""
        return find(self.samples, id_, "sample")

    def donor(self, id_: str) -> Donor:
        """Look a donor up (ToolError)."""
        return find(self.donors, id_, "donor")

    def freezer_of(self, rack_id: str) -> Freezer:
        """Look up the freezer that a rack is in (ToolError)."""
        racks = {rack: freezer for freezer in self.freezers.values() for rack in freezer.rack_ids}
        return find(racks, rack_id, "rack")

    def alarms_of(self, freezer_id: str) -> list[Alarm]:
        """List a freezer's alarms, the newest first."""
        rows = [alarm for alarm in self.alarms.values() if alarm.freezer_id == freezer_id]
        return sorted(rows, key=lambda alarm: (alarm.date, alarm.id), reverse=True)

    def samples_of(self, donor_id: str) -> list[Sample]:
        """List a donor's samples, by id."""
        rows = [sample for sample in self.samples.values() if sample.donor_id == donor_id]
        return sorted(rows, key=lambda sample: sample.id)

    def free_positions(self, rack_id: str) -> list[str]:
        """List the free positions of a rack in reading order."""
        taken = {sample.location for sample in self.samples.values()}
        return [position for position in POSITIONS if Location(rack_id, position) not in taken]

    def show_sample(self, sample: Sample) -> dict[str, Any]:
        """Return a sample with the freezer that it is in and the assay requests on it."""
        rows = [each for each in self.requests.values() if each.sample_id == sample.id]
        freezer = self.freezer_of(sample.location.rack_id).id if sample.location else None
        return {**asdict(sample), "freezer_id": freezer, "requests": rows}

    def show_freezer(self, freezer: Freezer) -> dict[str, Any]:
        """Return a freezer with the free positions of its racks."""
        racks = [
            {"id": id_, "free_positions": self.free_positions(id_)} for id_ in freezer.rack_ids
        ]
        row = asdict(freezer)
        del row["rack_ids"]
        return {**row, "racks": racks}

    def refuse_location(self, sample: Sample, location: Location) -> None:
        """Refuse a position that is occupied, or too warm for a sample."""
        freezer = self.freezer_of(location.rack_id)
        if freezer.temperature_celsius > sample.max_temperature_celsius:
            raise ToolError(
                f"Freezer {freezer.name} is at {freezer.temperature_celsius} °C, but sample "
                f"{sample.id} needs {sample.max_temperature_celsius} °C or colder."
            )
        for other in self.samples.values():
            if other.location == location:
                raise ToolError(f"{_place(location)} is occupied by sample {other.id}.")

    def refuse_unusable(self, sample: Sample) -> None:
        """Refuse to use up a sample that is set aside, expired or no longer consented to."""
        if sample.status != "available":
            raise ToolError(f"Sample {sample.id} is {sample.status} and can't be used.")
        self._refuse_withdrawn(sample)
        if sample.expiry_date < self.today:
            raise ToolError(
                f"Sample {sample.id} expired on {sample.expiry_date} (today is {self.today})."
            )

    def refuse_status(self, sample: Sample, status: Status) -> None:
        """Refuse to bring a discarded sample back, or to release one without consent."""
        if sample.status == "discarded":
            raise ToolError(f"Sample {sample.id} has been discarded, which can't be undone.")
        if status == "available":
            self._refuse_withdrawn(sample)

    def _refuse_withdrawn(self, sample: Sample) -> None:
        if self.donors[sample.donor_id].consent == "withdrawn":
            raise ToolError(f"Donor {sample.donor_id} of sample {sample.id} has withdrawn consent.")

    def refuse_aliquots(self, sample: Sample, aliquots: Sequence[NewAliquot]) -> None:
        """Refuse aliquots without a position of their own, or of more than there is."""
        self.refuse_unusable(sample)
        places = [each.location for each in aliquots]
        for place in places:
            self.refuse_location(sample, place)
            if places.count(place) > 1:
                raise ToolError(f"{_place(place)} is given for more than one aliquot.")
        refuse_volume(sample, sum(each.volume_ul for each in aliquots))

    def refuse_assay(self, sample: Sample, assay: Assay, volume_ul: float) -> None:
        """Refuse an assay on an unusable or unsuitable sample, or with more than there is."""
        self.refuse_unusable(sample)
        if sample.material not in SUITABLE[assay]:
            suitable = " or ".join(SUITABLE[assay])
            raise ToolError(f"{assay} can't be done on {sample.material}, only on {suitable}.")
        refuse_volume(sample, volume_ul)

    def refuse_run(
        self, instrument: Instrument, requests: Sequence[AssayRequest], day: dt.date
    ) -> None:
        """Refuse requests that aren't pending or suitable, and days that are past or booked."""
        if len(requests) > instrument.max_requests:
            raise ToolError(
                f"Instrument {instrument.id} takes {instrument.max_requests} requests per run, "
                f"not {len(requests)}."
            )
        for each in requests:
            if each.run_id is not None:
                raise ToolError(f"Request {each.id} is already in run {each.run_id}.")
            if each.assay not in instrument.assays:
                raise ToolError(f"Instrument {instrument.id} can't do {each.assay}.")
        if day < self.today:
            raise ToolError(f"{day} is in the past (today is {self.today}).")
        if (instrument.id, day) in {(run.instrument_id, run.date) for run in self.runs.values()}:
            raise ToolError(f"Instrument {instrument.id} already has a run on {day}.")


def summary(sample: Sample) -> dict[str, Any]:
    """Return what lists show of a sample."""
    return {key: getattr(sample, key) for key in _SUMMARY}


def discard(sample: Sample, note: str) -> None:
    """Discard a sample, which frees its position."""
    sample.status, sample.note, sample.volume_ul, sample.location = "discarded", note, 0.0, None


def refuse_volume(sample: Sample, volume_ul: float) -> None:
    """Refuse to take more from a sample than it holds."""
    if volume_ul > sample.volume_ul:
        raise ToolError(f"Sample {sample.id} holds {sample.volume_ul} µL, not {volume_ul}.")


def refuse_repeats(ids: Sequence[str]) -> None:
    """Refuse a list with an id in it twice."""
    for id_ in ids:
        if ids.count(id_) > 1:
            raise ToolError(f"{id_} is listed more than once.")


def _place(location: Location) -> str:
    return f"Position {location.position} of rack {location.rack_id}"
