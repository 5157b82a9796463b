"""Arrange the situations that the tasks are about."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from random import Random
from typing import Any, TypeVar

from .records import HOURS, Line, Permit, Unit
from .wording import CREWS
from .world import EnergyGrid

Row = TypeVar("Row")


def spell_hour(hour: int) -> str:
    """Say an hour of the day."""
    return f"hour {hour} (from {hour:02}:00)"


def set_balance(world: EnergyGrid, hour: int, wanted: int) -> None:
    """Draw the demand of an hour such that its balance is this."""
    world.demand[hour] += world.balance(hour) - wanted


def make_agile(world: EnergyGrid) -> None:
    """Let no unit's ramp be in the way."""
    for unit in world.units.values():
        unit.ramp_megawatts = unit.most_megawatts


def drop_bids(world: EnergyGrid, unit: Unit, hours: Iterable[int] = HOURS) -> None:
    """Take a unit's bids for some hours out of the market."""
    for key in [key for key, bid in world.bids.items() if bid.unit_key == unit.key]:
        if world.bids[key].hour in set(hours):
            del world.bids[key]


def room(world: EnergyGrid, unit: Unit, hour: int) -> int:
    """Say what a unit can deliver in an hour beyond its plan and its bids."""
    return unit.most_megawatts - unit.setpoints[hour] - world.offered(unit.key, hour)


def pick_units(world: EnergyGrid, rng: Random, count: int) -> list[Unit]:
    """Draw different units."""
    return rng.sample(list(world.units.values()), count)


def draw_price(rng: Random) -> int:
    """Draw a price in cents."""
    return rng.randrange(3000, 20_000, 10)


def draw_day(world: EnergyGrid, rng: Random) -> date:
    """Draw a day of the next weeks."""
    return world.operating_day + timedelta(days=rng.randrange(1, 20))


def free_crew(world: EnergyGrid, rng: Random) -> str:
    """Draw a crew that works nowhere."""
    busy = {permit.crew for permit in world.permits.values() if not permit.cleared}
    return rng.choice([crew for crew in CREWS if crew not in busy])


def drop_line(world: EnergyGrid, line: Line) -> None:
    """Take a line and its permits off the records."""
    del world.lines[line.key]
    for key in [key for key, permit in world.permits.items() if permit.line_key == line.key]:
        del world.permits[key]


def open_permits(world: EnergyGrid, line: Line) -> list[Permit]:
    """List the permits on a line that are not cleared."""
    return [
        permit
        for permit in world.permits.values()
        if permit.line_key == line.key and not permit.cleared
    ]


def new_rows(before: Iterable[str], table: Mapping[str, Row]) -> list[Row]:
    """Return the rows of a table whose keys were not there before."""
    known = set(before)
    return [row for key, row in table.items() if key not in known]


def said(row: Any) -> tuple[Any, ...]:
    """Return the values of a row but its key, which no ask can name."""
    return tuple(getattr(row, name) for name in row.__slots__ if name != "key")
