"""Draw the particulars of a task from the world and the task's own generator."""

from datetime import date, timedelta
from random import Random

from .records import Material, Place, Sample
from .world import LabSamples


def pairs(world: LabSamples) -> list[tuple[Sample, Sample]]:
    """List the pairs of consenting donors: two usable tubes of one material, different volumes."""
    return [
        (one, other)
        for one in world.samples.values()
        for other in world.samples.values()
        if one.id < other.id
        and (one.donor_id, one.material) == (other.donor_id, other.material)
        and world.donors[one.donor_id].consent == "granted"
    ]


def usable(world: LabSamples) -> list[Sample]:
    """List tubes that may be used; there are at least fourteen, of seven donors."""
    return [sample for pair in pairs(world) for sample in pair]


def others(world: LabSamples, sample: Sample) -> list[Sample]:
    """List the donor's tubes of other materials; there is at least one."""
    return [
        other
        for other in world.samples.values()
        if other.donor_id == sample.donor_id and other.material != sample.material
    ]


def free_places(world: LabSamples, warmest_celsius: int) -> list[Place]:
    """List the free places that are cold enough; every rack has at least four."""
    return [
        Place(rack_id, position)
        for freezer in world.freezers.values()
        if freezer.temperature_celsius <= warmest_celsius
        for rack_id in freezer.rack_ids
        for position in world.free_positions(rack_id)
    ]


def draw_volume(rng: Random, least: int = 20, most: int = 90) -> float:
    """Draw a volume in microlitres, in steps of a half; two such fit in every tube of a pair."""
    return rng.randrange(2 * least, 2 * most + 1) / 2


def draw_day(world: LabSamples, rng: Random) -> date:
    """Draw a day of the weeks to come."""
    return world.today + timedelta(days=rng.randrange(5, 60))


def draw_time(rng: Random) -> str:
    """Draw a time of day in the morning, such as 07:35."""
    return f"{rng.randrange(6, 12):02d}:{rng.randrange(0, 60, 5):02d}"


def spell_volume(volume_microliters: float) -> str:
    """Write a volume for an ask."""
    return f"{volume_microliters:g} microlitres"


def spell_material(material: Material) -> str:
    """Write a material for an ask."""
    return {"dna": "DNA", "rna": "RNA"}.get(material, material.replace("_", " "))
