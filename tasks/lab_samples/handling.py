"""The tools that relocate, split and mark samples."""

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import Field

from toolbench_ood.world.tool import ToolError, tool

from .inventory import Inventory
from .records import NewTube, Place, Sample, Status


class Handling(Inventory):
    """What is done to the tubes themselves."""

    @tool
    def relocate_sample(self, sample_id: str, place: Place) -> dict[str, Any]:
        """Put a sample at another place.

        Args:
            sample_id: Id of the sample.
            place: Free position in a rack whose freezer is cold enough for the sample.
        """
        sample = self.sample(sample_id)
        if sample.status == "discarded":
            raise ToolError(f"sample {sample_id} has been discarded and stands nowhere")
        self._refuse_place(place, sample.warmest_celsius)
        previous, sample.place = sample.place, place
        return {"sample_id": sample_id, "place": place, "previous_place": previous}

    @tool
    def split_sample(
        self,
        sample_id: str,
        tubes: Annotated[list[NewTube], Field(min_length=1, max_length=6)],
        discard_rest: bool = False,
    ) -> dict[str, Any]:
        """Fill one or more new tubes from a sample.

        Args:
            sample_id: Id of the sample to fill from.
            tubes: The new tubes, in the order in which they are filled.
            discard_rest: Whether the sample itself is discarded afterwards.
        """
        sample = self.usable_sample(sample_id)
        places = [tube.place for tube in tubes]
        for place in places:
            self._refuse_place(place, sample.warmest_celsius)
            if places.count(place) > 1:
                raise ToolError(f"{_spell(place)} is named for more than one new tube")
        self.draw_volume(sample, sum(tube.volume_microliters for tube in tubes))
        made = [self._fill(sample, tube) for tube in tubes]
        if discard_rest:
            _discard(sample, "split")
        return {
            "volume_left_microliters": sample.volume_microliters,
            "tubes": [
                {"sample_id": new.id, "barcode": new.barcode, "label": new.label} for new in made
            ],
        }

    @tool
    def mark_samples(
        self,
        sample_ids: Annotated[list[str], Field(min_length=1, max_length=20)],
        status: Status,
        remark: str = "",
    ) -> dict[str, Any]:
        """Give samples a status; the positions of discarded samples become free.

        Args:
            sample_ids: Ids of the samples.
            status: The status that all of them get.
            remark: Why, for the record.
        """
        refuse_repeats(sample_ids)
        samples = [self.sample(sample_id) for sample_id in sample_ids]
        for sample in samples:
            self._refuse_status(sample, status)
        for sample in samples:
            if status == "discarded":
                _discard(sample, remark)
            sample.status, sample.remark = status, remark
        return {"status": status, "sample_ids": list(sample_ids)}

    def usable_sample(self, sample_id: str) -> Sample:
        """Look up a sample that may be used up, or refuse."""
        sample = self.sample(sample_id)
        if sample.status != "available":
            raise ToolError(f"sample {sample_id} is {sample.status} and may not be used")
        if self.donors[sample.donor_id].consent == "withdrawn":
            raise ToolError(f"donor {sample.donor_id} of sample {sample_id} has withdrawn consent")
        if sample.expires_on < self.today:
            raise ToolError(
                f"sample {sample_id} expired on {sample.expires_on} (today is {self.today})"
            )
        return sample

    def draw_volume(self, sample: Sample, volume_microliters: float) -> None:
        """Take volume from a tube, or refuse."""
        left = sample.volume_microliters
        if volume_microliters > left:
            raise ToolError(
                f"sample {sample.id} holds {left} microlitres, not {volume_microliters}"
            )
        sample.volume_microliters = left - volume_microliters

    def draw_number(self, taken: Sequence[str], prefix: str, digits: int) -> str:
        """Draw an id that is not taken; ids follow no order, so none can be foretold."""
        while True:
            id_ = f"{prefix}{self.rng.randrange(10 ** (digits - 1), 10**digits)}"
            if id_ not in taken:
                return id_

    def _fill(self, source: Sample, tube: NewTube) -> Sample:
        barcodes = [sample.barcode for sample in self.samples.values()]
        new = Sample(
            id=self.draw_number(list(self.samples), "S-", 5),
            barcode=self.draw_number(barcodes, "0", 9),
            label=tube.label,
            donor_id=source.donor_id,
            material=source.material,
            volume_microliters=tube.volume_microliters,
            warmest_celsius=source.warmest_celsius,
            expires_on=source.expires_on,
            place=tube.place,
            purpose=tube.purpose,
            split_from=source.id,
        )
        self.samples[new.id] = new
        return new

    def _refuse_place(self, place: Place, warmest_celsius: int) -> None:
        freezer = self.freezer_of(place.rack_id)
        if freezer.temperature_celsius > warmest_celsius:
            raise ToolError(
                f"freezer {freezer.name} is at {freezer.temperature_celsius} degrees Celsius; "
                f"the sample needs {warmest_celsius} or colder"
            )
        occupant = self.occupant(place)
        if occupant is not None:
            raise ToolError(f"{_spell(place)} is taken by sample {occupant.id}")

    def _refuse_status(self, sample: Sample, status: Status) -> None:
        if sample.status == "discarded":
            raise ToolError(f"sample {sample.id} has been discarded and cannot be brought back")
        if status == "available" and self.donors[sample.donor_id].consent == "withdrawn":
            raise ToolError(
                f"sample {sample.id} cannot become available: donor {sample.donor_id} has "
                "withdrawn consent"
            )


def refuse_repeats(ids: Sequence[str]) -> None:
    """Refuse a list that names something twice."""
    repeated = [id_ for id_ in ids if ids.count(id_) > 1]
    if repeated:
        raise ToolError(f"{repeated[0]} is named more than once")


def _spell(place: Place) -> str:
    return f"position {place.position} of rack {place.rack_id}"


def _discard(sample: Sample, remark: str) -> None:
    sample.status, sample.remark = "discarded", remark
    sample.volume_microliters, sample.place = 0.0, None
