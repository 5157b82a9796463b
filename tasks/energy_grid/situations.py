"""What tasks share to arrange a situation."""

import datetime as dt
from collections.abc import Container
from random import Random

from toolbench_ood.world.kit import draw_id

from .records import HOURS, Battery, Generator, Line, Permit, PermitRequest
from .rules import Grid
from .wording import CREWS, REASONS
from .world import EnergyGrid


def set_balance(grid: Grid, hour: int, balance_mw: int) -> None:
    """Set the demand of an hour so that its balance is this."""
    grid.demand_mw[hour] += grid.balance(hour) - balance_mw


def lift_ramp_limits(grid: Grid) -> None:
    """Let no generator's ramp limit be in the way."""
    for generator in grid.generators.values():
        generator.ramp_limit_mw = generator.max_mw


def pick_generators(grid: Grid, rng: Random, count: int) -> list[Generator]:
    """Draw different generators."""
    return rng.sample(list(grid.generators.values()), count)


def pick_battery(grid: Grid, rng: Random) -> Battery:
    """Draw a battery."""
    return rng.choice(list(grid.batteries.values()))


def drop_bids(grid: Grid, generator: Generator, hours: Container[int] = HOURS) -> None:
    """Let a generator have no bids for some hours."""
    for bid in grid.bids_of(generator.id):
        if bid.hour in hours:
            del grid.bids[bid.id]


def draw_price(rng: Random) -> int:
    """Draw a price in cents per megawatt-hour."""
    return rng.randrange(3000, 20_000, 10)


def draw_request(grid: Grid, rng: Random) -> PermitRequest:
    """Draw what a new permit is to say, for a crew that is free."""
    end_date = grid.date + dt.timedelta(days=rng.randrange(1, 20))
    return PermitRequest(free_crew(grid, rng), rng.choice(REASONS), end_date)


def free_crew(grid: Grid, rng: Random) -> str:
    """Draw a crew that holds no open permit."""
    busy = {permit.crew for permit in grid.permits.values() if permit.status == "open"}
    return rng.choice([crew for crew in CREWS if crew not in busy])


def open_permits(grid: Grid, line: Line) -> list[Permit]:
    """List the open permits on a line."""
    return [permit for permit in grid.permits_on(line) if permit.status == "open"]


def add_permit(world: EnergyGrid, line: Line) -> Permit:
    """Let a crew hold an open permit on a line."""
    grid, rng = world.grid, world.rng
    id_ = draw_id(rng, "PM-", grid.permits)
    crew, reason = free_crew(grid, rng), rng.choice(REASONS)
    grid.permits[id_] = Permit(id_, line.id, crew, reason, grid.date)
    return grid.permits[id_]


def drop_permits(grid: Grid, line: Line) -> None:
    """Remove all permits on a line from the records."""
    for permit in grid.permits_on(line):
        del grid.permits[permit.id]
