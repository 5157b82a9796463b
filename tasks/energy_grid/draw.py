"""Draw the grid's first state from a seed.

What the tasks rely on holds for every seed: a chain of five substations begins at the source, and
three more branch off it; each but the source is fed by two lines of which either can carry the
whole load, and some by a third, which is isolated. Generators follow the two peaks of the day
within their ramp limits, and supply meets demand within a few megawatts in every hour.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from random import Random
from typing import get_args

from toolbench_ood.world.kit import draw_id

from .records import (
    HOURS,
    Battery,
    Bid,
    Consumer,
    Generator,
    Line,
    Permit,
    Substation,
    Technology,
)
from .rules import Grid
from .wording import BATTERIES, CONSUMERS, CREWS, DISTRICTS, GENERATORS, REASONS, SUBSTATIONS

_CHAIN = 5
_BRANCHES = 3
_PROFILE = (
    *(22, 18, 15, 15, 18, 26, 38, 52, 60, 58, 54, 52),
    *(52, 50, 48, 50, 56, 66, 74, 76, 68, 56, 42, 30),
)
"""How far up a generator runs in each hour, in percent of its range."""


def draw_grid(rng: Random) -> Grid:
    """Draw everything that the control room knows at first."""
    date = dt.date(2033, 2, 1) + dt.timedelta(days=rng.randrange(600))
    substations = _draw_substations(rng)
    lines = _draw_lines(rng, substations)
    generators = _draw_generators(rng, list(substations))
    batteries = _draw_batteries(rng, list(substations))
    return Grid(
        date=date,
        current_hour=rng.randrange(2, 4),
        tolerance_mw=rng.randrange(22, 31),
        substations=substations,
        lines=lines,
        permits=_draw_permits(rng, date, lines),
        generators=generators,
        batteries=batteries,
        consumers=_draw_consumers(rng, list(substations)),
        bids=_draw_bids(rng, generators),
        demand_mw=_draw_demand(rng, generators, batteries),
    )


def _draw_substations(rng: Random) -> dict[str, Substation]:
    """Draw the substations: the source, the rest of the chain, and the branches."""
    substations: dict[str, Substation] = {}
    for name in rng.sample(SUBSTATIONS, _CHAIN + _BRANCHES):
        id_ = draw_id(rng, "SU-", substations)
        substations[id_] = Substation(id_, name, rng.choice(DISTRICTS), rng.randrange(20, 61))
    return substations


def _draw_lines(rng: Random, substations: dict[str, Substation]) -> dict[str, Line]:
    """Feed every substation but the source from another."""
    ids = list(substations)
    sources = {id_: ids[nth] for nth, id_ in enumerate(ids[1:_CHAIN])}
    sources |= {id_: rng.choice(ids[: _CHAIN - 1]) for id_ in ids[_CHAIN:]}
    lines: dict[str, Line] = {}
    for to_id, from_id in sources.items():
        load = _load(to_id, sources, substations)
        for circuit in "AB" if rng.random() < 0.6 else "ABC":
            id_ = draw_id(rng, "LI-", lines)
            name = f"{substations[from_id].name} to {substations[to_id].name} {circuit}"
            lines[id_] = Line(id_, name, from_id, to_id, load + rng.randrange(5, 60))
            if circuit == "C":
                lines[id_].status = "isolated"
    return lines


def _load(id_: str, sources: Mapping[str, str], substations: Mapping[str, Substation]) -> int:
    """Add up the load of a substation and of all that it feeds."""
    fed = [other for other, source in sources.items() if source == id_]
    return substations[id_].local_load_mw + sum(_load(each, sources, substations) for each in fed)


def _draw_permits(rng: Random, date: dt.date, lines: Mapping[str, Line]) -> dict[str, Permit]:
    """Let a crew work on most isolated lines, and let one have finished on some other."""
    permits: dict[str, Permit] = {}
    crews = iter(rng.sample(CREWS, len(CREWS)))
    isolated = [line for line in lines.values() if not line.is_live]
    finished = rng.choice([line for line in lines.values() if line.is_live])
    for line in (*isolated[:4], finished):
        id_ = draw_id(rng, "PM-", permits)
        end_date = date + dt.timedelta(days=rng.randrange(1, 9))
        permits[id_] = Permit(id_, line.id, next(crews), rng.choice(REASONS), end_date)
    permits[id_] = replace(permits[id_], status="cleared")
    return permits


def _draw_generators(rng: Random, substation_ids: list[str]) -> dict[str, Generator]:
    """Draw seven generators, three of which burn gas; their costs all differ."""
    generators: dict[str, Generator] = {}
    extra: Technology = rng.choice(("hydro", "biomass"))
    technologies: list[Technology] = ["gas", "gas", *get_args(Technology), extra]
    costs = rng.sample(range(2100, 9800, 50), len(technologies))
    for nth, name in enumerate(rng.sample(GENERATORS, len(technologies))):
        id_ = draw_id(rng, "GN-", generators)
        low = rng.randrange(10, 31)
        high = low + rng.randrange(90, 161)
        schedule = {hour: low + (high - low) * _PROFILE[hour] // 100 for hour in HOURS}
        steepest = max(abs(schedule[hour] - schedule[hour - 1]) for hour in HOURS[1:])
        generators[id_] = Generator(
            id=id_,
            name=name,
            technology=technologies[nth],
            substation_id=rng.choice(substation_ids),
            min_mw=low,
            max_mw=high,
            ramp_limit_mw=steepest + rng.randrange(3, 8),
            cost_cents_per_mwh=costs[nth],
            schedule_mw=schedule,
        )
    return generators


def _draw_batteries(rng: Random, substation_ids: list[str]) -> dict[str, Battery]:
    """Draw three batteries that charge a little early and discharge in the evening."""
    batteries: dict[str, Battery] = {}
    for name in rng.sample(BATTERIES, 3):
        id_ = draw_id(rng, "BA-", batteries)
        capacity = rng.randrange(160, 241)
        schedule = {hour: rng.randrange(3, 12) for hour in sorted(rng.sample(range(5, 16), 2))}
        schedule |= {hour: -rng.randrange(3, 12) for hour in sorted(rng.sample(range(17, 24), 2))}
        batteries[id_] = Battery(
            id=id_,
            name=name,
            substation_id=rng.choice(substation_ids),
            capacity_mwh=capacity,
            charge_mwh=capacity // 2,
            max_mw=rng.randrange(60, 81),
            schedule_mw=schedule,
        )
    return batteries


def _draw_consumers(rng: Random, substation_ids: list[str]) -> dict[str, Consumer]:
    """Draw six consumers, each at a substation of its own."""
    consumers: dict[str, Consumer] = {}
    places = rng.sample(substation_ids[1:], 6)
    for name, place in zip(rng.sample(CONSUMERS, 6), places, strict=True):
        id_ = draw_id(rng, "CN-", consumers)
        consumers[id_] = Consumer(
            id=id_,
            name=name,
            substation_id=place,
            max_reduction_mw=rng.randrange(12, 31),
            max_hours=rng.randrange(2, 5),
            notice_hours=rng.randrange(1, 4),
        )
    return consumers


def _draw_bids(rng: Random, generators: Mapping[str, Generator]) -> dict[str, Bid]:
    """Let every generator have small bids for two to four hours of the day."""
    bids: dict[str, Bid] = {}
    for generator in generators.values():
        for hour in rng.sample(range(7, 24), rng.randrange(2, 5)):
            id_ = draw_id(rng, "BD-", bids)
            price = generator.cost_cents_per_mwh + rng.randrange(1, 40) * 25
            bids[id_] = Bid(id_, generator.id, hour, rng.randrange(3, 9), price)
    return bids


def _draw_demand(
    rng: Random, generators: Mapping[str, Generator], batteries: Mapping[str, Battery]
) -> dict[int, int]:
    """Draw a demand that is met within a few megawatts."""
    return {
        hour: sum(each.schedule_mw[hour] for each in generators.values())
        - sum(each.schedule_mw.get(hour, 0) for each in batteries.values())
        + rng.randrange(-6, 7)
        for hour in HOURS
    }
