"""Draw who delivers, stores and spares power, hour by hour.

The day has two peaks; every unit follows them within its ramp, and demand is drawn so that what
is delivered meets it within a few megawatts in every hour.
"""

from random import Random

from .keys import draw_key
from .records import HOURS, TECHNOLOGIES, Battery, Bid, Customer, Substation, Unit
from .wording import BATTERIES, CUSTOMERS, UNITS

_SHAPE = (
    *(22, 18, 15, 15, 18, 26, 38, 52, 60, 58, 54, 52),
    *(52, 50, 48, 50, 56, 66, 74, 76, 68, 56, 42, 30),
)
"""How far up a unit goes in each hour, in percent of its range."""


def draw_units(rng: Random, substations: dict[str, Substation]) -> dict[str, Unit]:
    """Draw seven units, three of them burning gas; their costs all differ."""
    units: dict[str, Unit] = {}
    technologies = ["gas", "gas", *TECHNOLOGIES, rng.choice(("hydro", "biomass"))]
    costs = rng.sample(range(2100, 9800, 50), len(technologies))
    for nth, label in enumerate(rng.sample(UNITS, len(technologies))):
        key = draw_key(rng, "GU", units)
        least = rng.randrange(10, 31)
        most = least + rng.randrange(90, 161)
        setpoints = {hour: least + (most - least) * _SHAPE[hour] // 100 for hour in HOURS}
        steepest = max(abs(setpoints[hour] - setpoints[hour - 1]) for hour in HOURS[1:])
        units[key] = Unit(
            key=key,
            label=label,
            technology=technologies[nth],  # type: ignore[arg-type]  # they come from its values
            substation_key=rng.choice(list(substations)),
            least_megawatts=least,
            most_megawatts=most,
            ramp_megawatts=steepest + rng.randrange(3, 8),
            cost_cents=costs[nth],
            setpoints=setpoints,
        )
    return units


def draw_batteries(rng: Random, substations: dict[str, Substation]) -> dict[str, Battery]:
    """Draw three batteries that store a little early and give it back in the evening."""
    batteries: dict[str, Battery] = {}
    for label in rng.sample(BATTERIES, 3):
        key = draw_key(rng, "BA", batteries)
        capacity = rng.randrange(160, 241)
        plan = dict.fromkeys(HOURS, 0)
        for hour in rng.sample(range(5, 16), 2):
            plan[hour] = rng.randrange(3, 12)
        for hour in rng.sample(range(17, 24), 2):
            plan[hour] = -rng.randrange(3, 12)
        batteries[key] = Battery(
            key=key,
            label=label,
            substation_key=rng.choice(list(substations)),
            capacity_megawatt_hours=capacity,
            charge_megawatt_hours=capacity // 2,
            most_megawatts=rng.randrange(60, 81),
            plan=plan,
        )
    return batteries


def draw_customers(rng: Random, substations: dict[str, Substation]) -> dict[str, Customer]:
    """Draw six customers, each behind a substation of its own."""
    customers: dict[str, Customer] = {}
    places = rng.sample(list(substations)[1:], 6)
    for label, place in zip(rng.sample(CUSTOMERS, 6), places, strict=True):
        key = draw_key(rng, "CU", customers)
        customers[key] = Customer(
            key=key,
            label=label,
            substation_key=place,
            most_megawatts=rng.randrange(12, 31),
            most_hours=rng.randrange(2, 5),
            notice_hours=rng.randrange(1, 4),
        )
    return customers


def draw_bids(rng: Random, units: dict[str, Unit]) -> dict[str, Bid]:
    """Let every unit offer a little in two to four hours of the day."""
    bids: dict[str, Bid] = {}
    for unit in units.values():
        for hour in rng.sample(range(7, 24), rng.randrange(2, 5)):
            key = draw_key(rng, "BD", bids)
            power = rng.randrange(3, 9)
            price = unit.cost_cents + rng.randrange(1, 40) * 25
            bids[key] = Bid(key, unit.key, hour, power, price)
    return bids


def draw_demand(
    rng: Random, units: dict[str, Unit], batteries: dict[str, Battery]
) -> dict[int, int]:
    """Draw a demand that is met within a few megawatts."""
    return {
        hour: sum(unit.setpoints[hour] for unit in units.values())
        - sum(battery.plan[hour] for battery in batteries.values())
        + rng.randrange(-6, 7)
        for hour in HOURS
    }
