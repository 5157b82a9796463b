"""A biobank: donors' samples, the freezers they are stored in, and the assays done on them."""

import datetime as dt
from dataclasses import asdict
from random import Random
from typing import Annotated, Any, ClassVar

from pydantic import Field

from toolbench_ood import SuiteInfo, ToolError, World, tool
from toolbench_ood.world.kit import cut_page, draw_id, find

from .draw import draw_barcode, draw_lab
from .records import (
    Assay,
    AssayRequest,
    Instrument,
    Location,
    Material,
    NewAliquot,
    Priority,
    Recipient,
    Run,
    Sample,
    SampleIds,
    Status,
)
from .rules import discard, refuse_repeats, summary


class Biobank(World):
    """The biobank's sample management system."""

    name: ClassVar[str] = "biobank"

    def __init__(self, rng: Random) -> None:
        """Draw donors, freezers, instruments, samples, requests and runs."""
        super().__init__(rng)
        self.lab = draw_lab(rng)

    @tool
    def search_samples(  # noqa: PLR0913, PLR0917  # the filters of a sample list
        self,
        text: str = "",
        material: Material | None = None,
        status: Status | None = None,
        expires_before: dt.date | None = None,
        limit: Annotated[int, Field(ge=1, le=10)] = 10,
        cursor: str | None = None,
    ) -> dict[str, Any]:
        """Search for samples that meet all conditions, ordered by id, one page at a time.

        Args:
            text: Part of the label or of the barcode, ignoring case.
            material: Only samples of this material.
            status: Only samples with this status.
            expires_before: Only samples with an expiry date before this day, as YYYY-MM-DD.
            limit: Most samples on a page.
            cursor: The next_cursor of the previous page; omit it for the first page.
        """
        wanted = text.casefold()
        found = [
            sample
            for _, sample in sorted(self.lab.samples.items())
            if (wanted in sample.label.casefold() or wanted in sample.barcode)
            and material in (None, sample.material)
            and status in (None, sample.status)
            and (expires_before is None or sample.expiry_date < expires_before)
        ]
        page = cut_page(found, limit, cursor)
        return {
            "total": len(found),
            "samples": [summary(row) for row in page.rows],
            "next_cursor": page.next_cursor,
        }

    @tool
    def get_sample(self, sample_id: str) -> dict[str, Any]:
        """Show everything about a sample, including its freezer and the assay requests on it.

        Args:
            sample_id: Id of the sample.
        """
        return self.lab.show_sample(self.lab.sample(sample_id))

    @tool
    def get_donor(self, donor_id: str) -> dict[str, Any]:
        """Show a donor's project, consent and samples.

        Args:
            donor_id: Id of the donor.
        """
        donor = self.lab.donor(donor_id)
        return {**asdict(donor), "samples": [*map(summary, self.lab.samples_of(donor_id))]}

    @tool
    def list_freezers(self, max_temperature_celsius: int | None = None) -> list[dict[str, Any]]:
        """List freezers with their temperature, racks and free positions.

        Args:
            max_temperature_celsius: Only freezers at this temperature or colder.
        """
        return [
            self.lab.show_freezer(freezer)
            for freezer in self.lab.freezers.values()
            if max_temperature_celsius is None
            or freezer.temperature_celsius <= max_temperature_celsius
        ]

    @tool
    def list_freezer_alarms(
        self,
        freezer_id: str,
        limit: Annotated[int, Field(ge=1, le=3)] = 3,
        cursor: str | None = None,
    ) -> dict[str, Any]:
        """List a freezer's temperature alarms, the newest first, one page at a time.

        Args:
            freezer_id: Id of the freezer.
            limit: Most alarms on a page.
            cursor: The next_cursor of the previous page; omit it for the first page.
        """
        freezer = find(self.lab.freezers, freezer_id, "freezer")
        page = cut_page(self.lab.alarms_of(freezer.id), limit, cursor)
        return {"alarms": page.rows, "next_cursor": page.next_cursor}

    @tool
    def list_instruments(self, assay: Assay, laboratory: str | None = None) -> list[Instrument]:
        """List the instruments that can do an assay.

        Args:
            assay: The assay.
            laboratory: Only instruments in the laboratory with this name.
        """
        rows = self.lab.instruments.values()
        if laboratory is not None:
            find({row.laboratory: row for row in rows}, laboratory, "laboratory")
        return [
            row
            for row in sorted(rows, key=lambda row: row.id)
            if assay in row.assays and laboratory in (None, row.laboratory)
        ]

    @tool
    def move_sample(self, sample_id: str, location: Location) -> dict[str, Any]:
        """Move a sample to another location.

        Args:
            sample_id: Id of the sample.
            location: Free position to move it to, in a freezer that is cold enough for it.
        """
        sample = self.lab.sample(sample_id)
        if sample.location is None:
            raise ToolError(f"Sample {sample_id} has been discarded and can't be moved.")
        self.lab.refuse_location(sample, location)
        previous, sample.location = sample.location, location
        return {"id": sample_id, "location": location, "previous_location": previous}

    @tool
    def create_aliquots(
        self,
        sample_id: str,
        aliquots: Annotated[list[NewAliquot], Field(min_length=1, max_length=6)],
        discard_rest: bool = False,
    ) -> dict[str, Any]:
        """Transfer parts of a sample into new tubes, which become samples of their own.

        Args:
            sample_id: Id of the sample to take them from.
            aliquots: The new samples.
            discard_rest: Whether to discard what is left of the original sample.
        """
        sample = self.lab.sample(sample_id)
        self.lab.refuse_aliquots(sample, aliquots)
        made = [self._add_aliquot(sample, each) for each in aliquots]
        sample.volume_ul -= sum(each.volume_ul for each in aliquots)
        if discard_rest:
            discard(sample, "")
        left = {"remaining_volume_ul": sample.volume_ul, "original_status": sample.status}
        return {**left, "aliquots": made}

    def _add_aliquot(self, source: Sample, new: NewAliquot) -> Sample:
        id_ = draw_id(self.rng, "SM-", self.lab.samples)
        self.lab.samples[id_] = Sample(
            id=id_,
            barcode=draw_barcode(self.rng, self.lab),
            label=new.label,
            donor_id=source.donor_id,
            material=source.material,
            volume_ul=new.volume_ul,
            max_temperature_celsius=source.max_temperature_celsius,
            expiry_date=source.expiry_date,
            location=new.location,
            purpose=new.purpose,
            parent_id=source.id,
        )
        return self.lab.samples[id_]

    @tool
    def set_sample_status(
        self, sample_ids: SampleIds, status: Status, note: str = ""
    ) -> list[Sample]:
        """Set the status of one or more samples; discarding can't be undone.

        Args:
            sample_ids: Ids of the samples.
            status: The new status of all of them.
            note: Why it is changed; replaces any earlier note.
        """
        refuse_repeats(sample_ids)
        samples = [self.lab.sample(id_) for id_ in sample_ids]
        for sample in samples:
            self.lab.refuse_status(sample, status)
        for sample in samples:
            if status == "discarded":
                discard(sample, note)
            sample.status, sample.note = status, note
        return samples

    @tool
    def request_assay(  # noqa: PLR0913, PLR0917  # what a request form asks for
        self,
        sample_id: str,
        assay: Assay,
        volume_ul: Annotated[float, Field(gt=0, le=500)],
        priority: Priority = "routine",
        instructions: str = "",
        report_to: Recipient | None = None,
    ) -> dict[str, Any]:
        """Request an assay on a sample; the volume is taken from the sample at once.

        Args:
            sample_id: Id of the sample.
            assay: The assay.
            volume_ul: Volume to use, in microlitres.
            priority: How soon it is needed.
            instructions: Instructions for the laboratory.
            report_to: Who else receives the report, besides the requester.
        """
        sample = self.lab.sample(sample_id)
        self.lab.refuse_assay(sample, assay, volume_ul)
        sample.volume_ul -= volume_ul
        id_ = draw_id(self.rng, "RQ-", self.lab.requests)
        self.lab.requests[id_] = AssayRequest(
            id_, sample_id, assay, volume_ul, priority, instructions, report_to
        )
        return {**asdict(self.lab.requests[id_]), "remaining_volume_ul": sample.volume_ul}

    @tool
    def schedule_run(
        self,
        instrument_id: str,
        request_ids: Annotated[list[str], Field(min_length=1, max_length=24)],
        date: dt.date,
        start_time: Annotated[str, Field(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$")],
        operator: str,
    ) -> Run:
        """Schedule a run of pending assay requests on an instrument, at most one run a day.

        Args:
            instrument_id: Id of the instrument.
            request_ids: Ids of the assay requests to run together.
            date: Day of the run, as YYYY-MM-DD.
            start_time: Time of day at which it starts, as HH:MM.
            operator: Full name of the person who operates the instrument.
        """
        refuse_repeats(request_ids)
        instrument = find(self.lab.instruments, instrument_id, "instrument")
        requests = [find(self.lab.requests, id_, "assay request") for id_ in request_ids]
        self.lab.refuse_run(instrument, requests, date)
        id_ = draw_id(self.rng, "RN-", self.lab.runs)
        self.lab.runs[id_] = Run(id_, instrument_id, tuple(request_ids), date, start_time, operator)
        for request in requests:
            request.run_id = id_
        return self.lab.runs[id_]


SUITE = SuiteInfo(world=Biobank, split="held_out", version=1)
