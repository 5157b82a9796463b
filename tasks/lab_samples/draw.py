"""Draw the biobank's first state from a seed.

What the tasks rely on holds for every seed: each donor gave exactly two samples of one material
with different volumes (the *pair*), and one or two of other materials. The pairs of donors who
consent are available and far from expiry; only other samples are quarantined, discarded or
expired. Every assay is offered in two of the three laboratories, by one instrument in each. Every
rack has at least four free positions, and three freezers are cold enough for any sample.
"""

import datetime as dt
from random import Random
from typing import get_args

from toolbench_ood.world.kit import draw_id

from .records import (
    ASSAYS,
    Alarm,
    AssayRequest,
    Cause,
    Donor,
    Freezer,
    Instrument,
    Location,
    Material,
    Purpose,
    Run,
    Sample,
    assays_for,
)
from .rules import Lab, discard
from .wording import FREEZERS, INSTRUMENTS, LABORATORIES, PEOPLE, PROJECTS, draw_labels

_TEMPERATURES = (-150, -80, -80, -20, -20)
_DONORS = 8
_FREE_PER_RACK = 4


def draw_lab(rng: Random) -> Lab:
    """Draw everything that the biobank holds at first."""
    today = dt.date(2031, 1, 1) + dt.timedelta(days=rng.randrange(700))
    lab = Lab(today, _draw_donors(rng), _draw_freezers(rng), _draw_instruments(rng))
    for freezer in lab.freezers.values():
        draw_alarms(rng, lab, freezer, rng.randrange(4))
    _draw_samples(rng, lab)
    _spoil_some(rng, lab)
    _draw_requests(rng, lab)
    _draw_runs(rng, lab)
    return lab


def draw_barcode(rng: Random, lab: Lab) -> str:
    """Draw ten digits, the first of them a zero, that no sample has."""
    taken = {sample.barcode for sample in lab.samples.values()}
    return draw_id(rng, "0", taken, 9, "0123456789")


def _draw_donors(rng: Random) -> dict[str, Donor]:
    donors: dict[str, Donor] = {}
    for _ in range(_DONORS):
        id_ = draw_id(rng, "DN-", donors)
        donors[id_] = Donor(id_, rng.choice(PROJECTS))
    rng.choice(list(donors.values())).consent = "withdrawn"
    return donors


def _draw_freezers(rng: Random) -> dict[str, Freezer]:
    freezers: dict[str, Freezer] = {}
    racks: list[str] = []
    for name, celsius in zip(rng.sample(FREEZERS, 5), _TEMPERATURES, strict=True):
        id_ = draw_id(rng, "FZ-", freezers)
        racks += [draw_id(rng, "RK-", racks) for _ in range(2)]
        freezers[id_] = Freezer(id_, name, celsius, tuple(racks[-2:]))
    return freezers


def draw_alarms(rng: Random, lab: Lab, freezer: Freezer, count: int) -> None:
    """Let a freezer have had so many alarms in the past year, at most one a day."""
    for days in rng.sample(range(1, 360), count):
        id_ = draw_id(rng, "AL-", lab.alarms)
        lab.alarms[id_] = Alarm(
            id=id_,
            freezer_id=freezer.id,
            date=lab.today - dt.timedelta(days=days),
            minutes=rng.randrange(3, 95),
            peak_celsius=freezer.temperature_celsius + rng.randrange(4, 30),
            cause=rng.choice(get_args(Cause)),
        )


def _draw_samples(rng: Random, lab: Lab) -> None:
    given = [
        (donor_id, material)
        for nth, donor_id in enumerate(lab.donors)
        for material in _draw_materials(rng, others=1 + nth % 2)
    ]
    labels = draw_labels(rng, len(given))
    volumes = rng.sample(range(500, 1801), len(given))
    for (donor_id, material), label, volume in zip(given, labels, volumes, strict=True):
        id_ = draw_id(rng, "SM-", lab.samples)
        celsius = rng.choice((-80, -80, -20))
        lab.samples[id_] = Sample(
            id=id_,
            barcode=draw_barcode(rng, lab),
            label=label,
            donor_id=donor_id,
            material=material,
            volume_ul=volume / 2,
            max_temperature_celsius=celsius,
            expiry_date=lab.today + dt.timedelta(days=rng.randrange(200, 900)),
            location=_draw_location(rng, lab, celsius),
            purpose=rng.choice(get_args(Purpose)),
        )


def _draw_materials(rng: Random, others: int) -> list[Material]:
    pair, *rest = rng.sample(get_args(Material), 1 + others)
    return [pair, pair, *rest]


def _draw_location(rng: Random, lab: Lab, celsius: int) -> Location:
    """Draw a free position that is cold enough, in a rack that keeps some free ones."""
    free = {
        rack_id: lab.free_positions(rack_id)
        for freezer in lab.freezers.values()
        if freezer.temperature_celsius <= celsius
        for rack_id in freezer.rack_ids
    }
    rack_id = rng.choice([id_ for id_ in free if len(free[id_]) > _FREE_PER_RACK])
    return Location(rack_id, rng.choice(free[rack_id]))


def _spoil_some(rng: Random, lab: Lab) -> None:
    """Quarantine, discard or expire five samples that belong to no pair."""
    samples = list(lab.samples.values())
    materials = [(sample.donor_id, sample.material) for sample in samples]
    single = [
        sample
        for sample, key in zip(samples, materials, strict=True)
        if materials.count(key) == 1 and lab.donors[sample.donor_id].consent == "granted"
    ]
    *held, third, fourth, expired = rng.sample(single, 5)
    for sample in held:
        sample.status, sample.note = "quarantined", rng.choice(("thawed once", "cap cracked"))
    for sample in (third, fourth):
        discard(sample, "tube broken")
    expired.expiry_date = lab.today - dt.timedelta(days=rng.randrange(5, 90))


def _draw_instruments(rng: Random) -> dict[str, Instrument]:
    assays = rng.sample(ASSAYS, len(ASSAYS))
    names = rng.sample(INSTRUMENTS, 9)
    instruments: dict[str, Instrument] = {}
    for nth, laboratory in enumerate(LABORATORIES):
        offered = [assay for index, assay in enumerate(assays) if index % 3 != nth]
        for pair in range(3):
            id_ = draw_id(rng, "IN-", instruments)
            both = tuple(sorted(offered[2 * pair : 2 * pair + 2]))
            most = rng.randrange(4, 25, 4)
            instruments[id_] = Instrument(id_, names.pop(), laboratory, both, most)
    return instruments


def _draw_requests(rng: Random, lab: Lab) -> None:
    """Draw requests on six different samples, none of which is set aside or withdrawn."""
    samples = [
        sample
        for sample in lab.samples.values()
        if sample.status == "available" and lab.donors[sample.donor_id].consent == "granted"
    ]
    for sample in rng.sample(samples, 6):
        id_ = draw_id(rng, "RQ-", lab.requests)
        assay, volume = rng.choice(assays_for(sample.material)), rng.randrange(10, 61) / 2
        lab.requests[id_] = AssayRequest(id_, sample.id, assay, volume)


def _draw_runs(rng: Random, lab: Lab) -> None:
    """Let two of the requests have been processed in the past; the others are pending."""
    done = list(lab.requests.values())[:2]
    for request, days in zip(done, rng.sample(range(2, 30), 2), strict=True):
        able = [one.id for one in lab.instruments.values() if request.assay in one.assays]
        request.run_id = id_ = draw_id(rng, "RN-", lab.runs)
        day, operator = lab.today - dt.timedelta(days=days), rng.choice(PEOPLE).name
        lab.runs[id_] = Run(id_, rng.choice(able), (request.id,), day, "08:30", operator)
