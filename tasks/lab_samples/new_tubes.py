"""What a task asks to be filled into new tubes, and the check of what was made."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from .checks import new_rows
from .records import Place, Purpose, Sample
from .situations import spell_volume
from .world import LabSamples


@dataclass(frozen=True, slots=True)
class Wanted:
    """A new tube as a user asks for it; where it is to stand is said apart."""

    label: str
    volume_microliters: float
    purpose: Purpose

    def at(self, rack_id: str, position: str) -> dict[str, Any]:
        """Write the tube as an argument of a call."""
        return {**asdict(self), "place": {"rack_id": rack_id, "position": position}}

    def spell(self) -> str:
        """Write the tube as a line of an ask; the label ends the line."""
        kept = {"analysis": "for analysis", "reserve": "as a reserve"}[self.purpose]
        return f"{spell_volume(self.volume_microliters)}, {kept}, label: {self.label}"

    def fits(self, made: Sample, source: Sample, places: Collection[Place]) -> bool:
        """Whether a tube is what a split of ``source`` makes of this, in one of the places."""
        expected = replace(
            source,
            **asdict(self),
            id=made.id,
            barcode=made.barcode,
            place=made.place,
            status="available",
            remark="",
            split_from=source.id,
        )
        return made == expected and made.place in places


def check_new_tubes(
    world: LabSamples,
    known: Collection[str],
    source: Sample,
    wanted: Sequence[Wanted],
    places: Sequence[Collection[Place]],
) -> list[Sample]:
    """Assert that just the wanted tubes are new, each in one of its places; return them.

    ``places`` and the tubes are in the order of ``wanted``, whatever was filled first.
    """
    new = {sample.label: sample for sample in new_rows(world.samples, known)}
    made = [new.pop(tube.label) for tube in wanted]
    assert not new
    for sample, tube, allowed in zip(made, wanted, places, strict=True):
        assert tube.fits(sample, source, allowed)
    return made
