"""What a task asks to be filled into new tubes, and the check of what was made."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from .records import Place, Purpose, Sample
from .situations import spell_volume
from .snapshot import Row, Snapshot, added, without


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

    def row(self, source: Sample) -> dict[str, Any]:
        """Return the record that a split of ``source`` leaves, less what no ask can name."""
        return {
            **asdict(self),
            "donor_id": source.donor_id,
            "material": source.material,
            "warmest_celsius": source.warmest_celsius,
            "expires_on": source.expires_on,
            "status": "available",
            "remark": "",
            "split_from": source.id,
        }


def check_new_tubes(
    before: Snapshot,
    after: Snapshot,
    source: Sample,
    wanted: Sequence[Wanted],
    places: Sequence[Collection[Place]],
) -> list[Row]:
    """Assert that just the wanted tubes are new, each in one of its places; return their rows.

    ``places`` and the rows are in the order of ``wanted``, whatever was filled first.
    """
    new = added(before, after)
    assert list(new) == ["samples"]
    rows = new["samples"]
    labels = [tube.label for tube in wanted]
    assert sorted(row["label"] for row in rows) == sorted(labels)
    rows = sorted(rows, key=lambda row: labels.index(row["label"]))
    for row, tube, allowed in zip(rows, wanted, places, strict=True):
        assert without(row, "id", "barcode", "place") == tube.row(source)
        assert Place(**row["place"]) in allowed
    return rows
