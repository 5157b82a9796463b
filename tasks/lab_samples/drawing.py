"""Draw the laboratory's first state from a seed.

What the tasks rely on holds for every seed: each donor gave exactly two tubes of one material
with different volumes (the *pair*), and one or two tubes of other materials. The pairs of donors
who consent are available and long from expiry; only other tubes are quarantined, discarded or
expired. Every assay is offered in two of the three laboratories, by one instrument in each.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import get_args

from .records import (
    ASSAYS,
    POSITIONS,
    Alarm,
    Cause,
    Donor,
    Freezer,
    Instrument,
    Material,
    Order,
    Place,
    Purpose,
    Run,
    Sample,
    assays_for,
)
from .wording import FREEZERS, INSTRUMENTS, LABORATORIES, PEOPLE, PROJECTS, draw_labels

MATERIALS: tuple[Material, ...] = get_args(Material)
TEMPERATURES = (-150, -80, -80, -20, 4)
DONORS = 8
MOST_TUBES_A_RACK = 8
"""Leaves four positions free in every rack."""


@dataclass(frozen=True, slots=True)
class Stock:
    """The first state, in tables by id (freezers by name)."""

    today: date
    donors: dict[str, Donor]
    freezers: dict[str, Freezer]
    samples: dict[str, Sample]
    instruments: dict[str, Instrument]
    orders: dict[str, Order]
    runs: dict[str, Run]


def draw_stock(rng: Random) -> Stock:
    """Draw everything that the laboratory holds at first."""
    today = date(2031, 1, 1) + timedelta(days=rng.randrange(700))
    donors = _draw_donors(rng)
    freezers = _draw_freezers(rng, today)
    samples = _draw_samples(rng, today, donors, freezers)
    instruments = _draw_instruments(rng)
    orders = _draw_orders(
        rng,
        [
            sample
            for sample in samples.values()
            if sample.status == "available" and donors[sample.donor_id].consent == "granted"
        ],
    )
    runs = _draw_runs(rng, today, list(instruments.values()), list(orders.values()))
    return Stock(today, donors, freezers, samples, instruments, orders, runs)


def _draw_numbers(rng: Random, count: int, digits: int, start: int) -> list[str]:
    """Draw different numbers from ``start`` upwards, written with leading zeros."""
    return [f"{number:0{digits}d}" for number in rng.sample(range(start, 10**digits), count)]


def _draw_donors(rng: Random) -> dict[str, Donor]:
    ids = [f"DN-{number}" for number in _draw_numbers(rng, DONORS, 4, 1000)]
    donors = {id_: Donor(id_, rng.choice(PROJECTS), "granted") for id_ in ids}
    donors[rng.choice(ids)].consent = "withdrawn"
    return donors


def _draw_freezers(rng: Random, today: date) -> dict[str, Freezer]:
    names = rng.sample(FREEZERS, len(TEMPERATURES))
    racks = [f"RK-{number}" for number in _draw_numbers(rng, 2 * len(names), 3, 100)]
    return {
        name: Freezer(
            name,
            celsius,
            (racks[2 * index], racks[2 * index + 1]),
            draw_alarms(rng, today, celsius, rng.choice((0, 1, 2, 3))),
        )
        for index, (name, celsius) in enumerate(zip(names, TEMPERATURES, strict=True))
    }


def draw_alarms(rng: Random, today: date, celsius: int, count: int) -> tuple[Alarm, ...]:
    """Draw so many alarms of the past year of a freezer that should be this cold, newest first."""
    ids = _draw_numbers(rng, count, 5, 10_000)
    days_ago = sorted(rng.sample(range(1, 360), count))
    return tuple(
        Alarm(
            id=f"AL-{number}",
            day=today - timedelta(days=days),
            minutes=rng.randrange(3, 95),
            peak_celsius=celsius + rng.randrange(4, 30),
            cause=rng.choice(get_args(Cause)),
        )
        for number, days in zip(ids, days_ago, strict=True)
    )


def _draw_samples(
    rng: Random, today: date, donors: dict[str, Donor], freezers: dict[str, Freezer]
) -> dict[str, Sample]:
    given = [
        (donor, material)
        for index, donor in enumerate(donors.values())
        for material in _draw_materials(rng, others=1 + index % 2)
    ]
    ids = _draw_numbers(rng, len(given), 5, 10_000)
    barcodes = _draw_numbers(rng, len(given), 9, 0)
    labels = draw_labels(rng, len(given))
    volumes = rng.sample(range(500, 1801), len(given))
    next_place = _place_drawer(rng, freezers)
    samples: dict[str, Sample] = {}
    for index, (donor, material) in enumerate(given):
        warmest = rng.choice((-80, -20, 4))
        samples[f"S-{ids[index]}"] = Sample(
            id=f"S-{ids[index]}",
            barcode=f"0{barcodes[index]}",
            label=labels[index],
            donor_id=donor.id,
            material=material,
            volume_microliters=volumes[index] / 2,
            warmest_celsius=warmest,
            expires_on=today + timedelta(days=rng.randrange(200, 900)),
            place=next_place(warmest),
            purpose=rng.choice(get_args(Purpose)),
        )
    _spoil_some(rng, today, donors, list(samples.values()))
    return samples


def _draw_materials(rng: Random, others: int) -> list[Material]:
    pair, *rest = rng.sample(MATERIALS, 1 + others)
    return [pair, pair, *rest]


def _place_drawer(rng: Random, freezers: dict[str, Freezer]) -> Callable[[int], Place]:
    """Return a function that draws a place not drawn before, in a freezer that is cold enough."""
    free = {
        rack_id: rng.sample(POSITIONS, MOST_TUBES_A_RACK)
        for freezer in freezers.values()
        for rack_id in freezer.rack_ids
    }

    def draw(warmest_celsius: int) -> Place:
        racks = [
            rack_id
            for freezer in freezers.values()
            if freezer.temperature_celsius <= warmest_celsius
            for rack_id in freezer.rack_ids
            if free[rack_id]
        ]
        rack_id = rng.choice(racks)
        return Place(rack_id, free[rack_id].pop())

    return draw


def _spoil_some(rng: Random, today: date, donors: dict[str, Donor], samples: list[Sample]) -> None:
    """Quarantine, discard or expire five tubes that belong to no pair."""
    materials = [(sample.donor_id, sample.material) for sample in samples]
    single = [
        sample
        for sample, key in zip(samples, materials, strict=True)
        if materials.count(key) == 1 and donors[sample.donor_id].consent == "granted"
    ]
    first, second, third, fourth, fifth = rng.sample(single, 5)
    for sample in (first, second):
        sample.status, sample.remark = "quarantined", rng.choice(("thawed once", "cap cracked"))
    for sample in (third, fourth):
        sample.status, sample.remark = "discarded", "tube broken"
        sample.place, sample.volume_microliters = None, 0.0
    fifth.expires_on = today - timedelta(days=rng.randrange(5, 90))


def _draw_instruments(rng: Random) -> dict[str, Instrument]:
    assays = rng.sample(ASSAYS, len(ASSAYS))
    names = rng.sample(INSTRUMENTS, 9)
    ids = [f"IN-{number}" for number in _draw_numbers(rng, 9, 3, 100)]
    instruments: dict[str, Instrument] = {}
    for nth, laboratory in enumerate(LABORATORIES):
        offered = [assay for index, assay in enumerate(assays) if index % 3 != nth]
        for pair in range(3):
            id_ = ids.pop()
            both = tuple(sorted(offered[2 * pair : 2 * pair + 2]))
            capacity = rng.randrange(4, 25, 4)
            instruments[id_] = Instrument(id_, names.pop(), laboratory, both, capacity)
    return instruments


def _draw_orders(rng: Random, samples: list[Sample]) -> dict[str, Order]:
    orders = {}
    ordered = rng.sample(samples, 6)
    ids = _draw_numbers(rng, len(ordered), 4, 1000)
    for sample, number in zip(ordered, ids, strict=True):
        assay = rng.choice(assays_for(sample.material))
        volume = rng.randrange(10, 61) / 2
        orders[f"AO-{number}"] = Order(f"AO-{number}", sample.id, assay, volume)
    return orders


def _draw_runs(
    rng: Random, today: date, instruments: list[Instrument], orders: list[Order]
) -> dict[str, Run]:
    """Let two of the orders have been done in the past; the others wait."""
    done = orders[:2]
    numbers = _draw_numbers(rng, len(done), 4, 1000)
    days_ago = rng.sample(range(2, 30), len(done))
    runs = {}
    for number, days, order in zip(numbers, days_ago, done, strict=True):
        able = [instrument for instrument in instruments if order.assay in instrument.assays]
        order.run_id = f"RN-{number}"
        runs[order.run_id] = Run(
            id=order.run_id,
            instrument_id=rng.choice(able).id,
            order_ids=[order.id],
            run_on=today - timedelta(days=days),
            loaded_at="08:30",
            operator=rng.choice(PEOPLE).full_name,
        )
    return runs
