"""What tasks share to arrange a situation and to check what became of it."""

import datetime as dt
from collections.abc import Collection, Container, Sequence
from dataclasses import replace
from random import Random
from typing import Any, get_args

from toolbench_ood.world.kit import new_row, new_rows, without_id

from .records import AssayRequest, Location, Purpose, Sample, assays_for
from .rules import Lab
from .wording import PURPOSES, draw_labels, in_ul

Spec = dict[str, Any]
"""The label, volume and purpose of an aliquot; its location is said apart."""


def pairs(lab: Lab) -> list[tuple[Sample, Sample]]:
    """List the pairs of consenting donors: two usable samples of one material."""
    return [
        (one, other)
        for one in lab.samples.values()
        for other in lab.samples.values()
        if one.id < other.id
        and (one.donor_id, one.material) == (other.donor_id, other.material)
        and lab.donors[one.donor_id].consent == "granted"
    ]


def usable(lab: Lab) -> list[Sample]:
    """List samples that may be used; there are at least fourteen, of seven donors."""
    return [sample for pair in pairs(lab) for sample in pair]


def others(lab: Lab, sample: Sample) -> list[Sample]:
    """List the donor's samples of other materials; there is at least one."""
    given = lab.samples_of(sample.donor_id)
    return [other for other in given if other.material != sample.material]


def free_locations(lab: Lab, celsius: int) -> list[Location]:
    """List the free locations that are this cold."""
    return [
        Location(rack_id, position)
        for freezer in lab.freezers.values()
        if freezer.temperature_celsius <= celsius
        for rack_id in freezer.rack_ids
        for position in lab.free_positions(rack_id)
    ]


def draw_volume(rng: Random, least: int = 20, most: int = 90) -> float:
    """Draw a volume in steps of half a microlitre; two such fit in every sample of a pair."""
    return rng.randrange(2 * least, 2 * most + 1) / 2


def draw_day(lab: Lab, rng: Random) -> dt.date:
    """Draw a day of the weeks to come."""
    return lab.today + dt.timedelta(days=rng.randrange(5, 60))


def draw_time(rng: Random) -> str:
    """Draw a time of day in the morning, such as 07:35."""
    return f"{rng.randrange(6, 12):02d}:{rng.randrange(0, 60, 5):02d}"


def draw_request(rng: Random, sample: Sample, **more: Any) -> AssayRequest:
    """Draw a request, without an id, for an assay that can be done on a sample."""
    return AssayRequest(
        "", sample.id, rng.choice(assays_for(sample.material)), draw_volume(rng), **more
    )


def draw_specs(lab: Lab, rng: Random) -> tuple[Spec, Spec]:
    """Draw two aliquots with new labels, different volumes and different purposes."""
    labels = draw_labels(rng, 2, unlike=[sample.label for sample in lab.samples.values()])
    volumes = rng.sample((draw_volume(rng, 20, 50), draw_volume(rng, 51, 90)), 2)
    purposes: list[Purpose] = rng.sample(get_args(Purpose), 2)
    one, other = (
        {"label": label, "volume_ul": volume, "purpose": purpose}
        for label, volume, purpose in zip(labels, volumes, purposes, strict=True)
    )
    return one, other


def describe(spec: Spec) -> str:
    """Write an aliquot's volume and purpose for an ask: ``25.5 µL, as a reserve``."""
    return f"{in_ul(spec['volume_ul'])}, {PURPOSES[spec['purpose']]}"


def check_request(
    lab: Lab, before: Container[str], wanted: AssayRequest, held_ul: float
) -> AssayRequest:
    """Assert that just one request is new, and return it.

    Args:
        lab: the tables.
        before: ids of the earlier requests.
        wanted: the request, whose id and run do not count.
        held_ul: what the sample held before.
    """
    made: AssayRequest = new_row(lab.requests, before)
    assert replace(made, id="", run_id=None) == wanted
    assert lab.samples[wanted.sample_id].volume_ul == held_ul - wanted.volume_ul
    return made


def check_aliquots(
    lab: Lab,
    before: Container[str],
    source: Sample,
    wanted: Sequence[tuple[Spec, Collection[Location]]],
) -> list[Sample]:
    """Assert that just these aliquots are new; return them in this order.

    Args:
        lab: the tables.
        before: ids of the earlier samples.
        source: the sample that they are taken from.
        wanted: each aliquot with the locations that are allowed for it.
    """
    new = {sample.label: sample for sample in new_rows(lab.samples, before)}
    assert len(new_rows(lab.samples, before)) == len(wanted)
    made = [new[spec["label"]] for spec, _ in wanted]
    for sample, (spec, allowed) in zip(made, wanted, strict=True):
        assert sample.location in allowed
        copy = replace(
            source,
            barcode=sample.barcode,
            location=sample.location,
            status="available",
            note="",
            parent_id=source.id,
            **spec,
        )
        assert without_id(sample) == without_id(copy)
    return made
