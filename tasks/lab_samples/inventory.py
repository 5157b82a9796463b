"""The laboratory's state, and the tools that read it."""

from dataclasses import asdict
from datetime import date
from random import Random
from typing import Annotated, Any

from pydantic import Field

from toolbench_ood.world.tool import ToolError, tool
from toolbench_ood.world.world import World

from .drawing import draw_stock
from .records import (
    POSITIONS,
    Donor,
    Freezer,
    Instrument,
    Material,
    Order,
    Place,
    Run,
    Sample,
    Status,
)

ALARMS_A_PAGE = 2


class Inventory(World):
    """Donors, tubes, freezers, instruments, orders and runs, and how to look them up."""

    def __init__(self, rng: Random) -> None:
        """Draw the first state."""
        super().__init__(rng)
        stock = draw_stock(rng)
        self.today: date = stock.today
        self.donors: dict[str, Donor] = stock.donors
        self.freezers: dict[str, Freezer] = stock.freezers
        self.samples: dict[str, Sample] = stock.samples
        self.instruments: dict[str, Instrument] = stock.instruments
        self.orders: dict[str, Order] = stock.orders
        self.runs: dict[str, Run] = stock.runs

    @tool
    def query_samples(
        self,
        fragment: str = "",
        material: Material | None = None,
        status: Status | None = None,
        expires_before: date | None = None,
        at_most: Annotated[int, Field(ge=1, le=50)] = 10,
    ) -> dict[str, Any]:
        """List the samples that fit all given conditions, in order of their ids.

        Args:
            fragment: Part of the label or of the barcode, in upper or lower case.
            material: Only samples of this material.
            status: Only samples with this status.
            expires_before: Only samples whose last day of use lies before this day.
            at_most: How many samples to list.
        """
        wanted = fragment.casefold()
        fitting = [
            sample
            for _, sample in sorted(self.samples.items())
            if (wanted in sample.label.casefold() or wanted in sample.barcode)
            and material in (None, sample.material)
            and status in (None, sample.status)
            and (expires_before is None or sample.expires_on < expires_before)
        ]
        return {
            "total": len(fitting),
            "samples": [_summary(sample) for sample in fitting[:at_most]],
        }

    @tool
    def read_sample(self, sample_id: str) -> dict[str, Any]:
        """Show all that is recorded about one sample.

        Args:
            sample_id: Id of the sample.
        """
        sample = self.sample(sample_id)
        freezer = self.freezer_of(sample.place.rack_id) if sample.place else None
        return {
            **_summary(sample),
            "donor_id": sample.donor_id,
            "volume_microliters": sample.volume_microliters,
            "expires_on": sample.expires_on,
            "purpose": sample.purpose,
            "remark": sample.remark,
            "split_from": sample.split_from,
            "storage": {
                "warmest_celsius": sample.warmest_celsius,
                "freezer": freezer and freezer.name,
                "place": sample.place,
            },
        }

    @tool
    def read_donor(self, donor_id: str) -> dict[str, Any]:
        """Show a donor's project, consent and samples.

        Args:
            donor_id: Id of the donor.
        """
        if donor_id not in self.donors:
            raise ToolError(f"there is no donor {donor_id}")
        donor = self.donors[donor_id]
        given = [
            sample for _, sample in sorted(self.samples.items()) if sample.donor_id == donor_id
        ]
        return {**asdict(donor), "samples": [_summary(sample) for sample in given]}

    @tool
    def survey_positions(
        self,
        warmest_celsius: Annotated[int, Field(ge=-196, le=8)] = 8,
        rack_id: str | None = None,
        per_rack: Annotated[int, Field(ge=1, le=12)] = 4,
    ) -> list[dict[str, Any]]:
        """List racks with free positions, and the freezers that they are in.

        Args:
            warmest_celsius: Only freezers that are this warm or colder, in degrees Celsius.
            rack_id: Only this rack.
            per_rack: How many free positions to list of each rack.
        """
        if rack_id is not None:
            self.freezer_of(rack_id)
        return [
            {
                "rack_id": rack,
                "freezer": freezer.name,
                "temperature_celsius": freezer.temperature_celsius,
                "free_positions": free[:per_rack],
            }
            for freezer in self.freezers.values()
            for rack in freezer.rack_ids
            if freezer.temperature_celsius <= warmest_celsius and rack_id in (None, rack)
            if (free := self.free_positions(rack))
        ]

    @tool
    def read_alarms(self, freezer_name: str, from_alarm_id: str | None = None) -> dict[str, Any]:
        """Show two alarms of a freezer that was too warm, newest first, and where the next begin.

        Args:
            freezer_name: Name of the freezer.
            from_alarm_id: Id of the alarm to begin with; the newest when left out.
        """
        alarms = self._freezer_named(freezer_name).alarms
        ids = [alarm.id for alarm in alarms]
        if from_alarm_id is not None and from_alarm_id not in ids:
            raise ToolError(f"freezer {freezer_name} has no alarm {from_alarm_id}")
        begin = 0 if from_alarm_id is None else ids.index(from_alarm_id)
        end = begin + ALARMS_A_PAGE
        return {
            "alarms": [asdict(alarm) for alarm in alarms[begin:end]],
            "next_from_alarm_id": ids[end] if end < len(ids) else None,
        }

    def sample(self, sample_id: str) -> Sample:
        """Look up a sample, or refuse."""
        if sample_id not in self.samples:
            raise ToolError(f"there is no sample {sample_id}")
        return self.samples[sample_id]

    def freezer_of(self, rack_id: str) -> Freezer:
        """Look up the freezer that a rack is in, or refuse."""
        for freezer in self.freezers.values():
            if rack_id in freezer.rack_ids:
                return freezer
        raise ToolError(f"there is no rack {rack_id}")

    def _freezer_named(self, name: str) -> Freezer:
        if name not in self.freezers:
            known = ", ".join(self.freezers)
            raise ToolError(f"there is no freezer named {name}; the freezers are {known}")
        return self.freezers[name]

    def occupant(self, place: Place) -> Sample | None:
        """Return the sample that stands at a place."""
        return next((sample for sample in self.samples.values() if sample.place == place), None)

    def free_positions(self, rack_id: str) -> list[str]:
        """List the free positions of a rack in reading order."""
        return [position for position in POSITIONS if not self.occupant(Place(rack_id, position))]


def _summary(sample: Sample) -> dict[str, Any]:
    return {
        "sample_id": sample.id,
        "barcode": sample.barcode,
        "label": sample.label,
        "material": sample.material,
        "status": sample.status,
    }
