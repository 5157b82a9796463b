"""What batteries are to do, hour by hour."""

from dataclasses import replace
from random import Random

from toolbench_ood import Ask, Caller, Json, Turns, task
from toolbench_ood.world.kit import read_pages

from .situations import lift_ramp_limits, pick_battery, pick_generators, set_balance
from .solutions import BATTERIES, GENERATORS, charge, discharge, dispatch, id_of, list_rows
from .world import EnergyGrid


@task(kind="chain")
def balances_two_hours_with_a_battery(world: EnergyGrid, rng: Random) -> Turns:
    """Go through the whole forecast for the worst shortage and surplus, and even both out."""
    grid = world.grid
    worst, best = rng.sample(range(5, 24), 2)
    battery = pick_battery(grid, rng)
    for hour in (worst, best):
        battery.schedule_mw.pop(hour, None)
    for hour in grid.coming_hours:
        set_balance(grid, hour, rng.randrange(-20, 21))
    short, over = rng.randrange(36, 50), rng.randrange(32, 44)
    set_balance(grid, worst, -short)
    set_balance(grid, best, over)
    wanted = replace(battery, schedule_mw=battery.schedule_mw | {worst: -short, best: over})

    def solution(call: Caller) -> None:
        id_ = id_of(list_rows(call, BATTERIES), battery.name)
        pages = read_pages(call, "get_balance_forecast")
        rows = sorted((row for page in pages for row in page["hours"]), key=_balance)
        low, high = rows[0], rows[-1]
        call.together(
            discharge(id_, low["hour"], -_balance(low)), charge(id_, high["hour"], _balance(high))
        )

    yield Ask(
        "In the hours left today, find the one with the largest shortage and the one with the "
        f"largest surplus. Bring both to a balance of exactly zero, using only the battery "
        f"{battery.name}. It isn't scheduled to do anything in either hour.",
        paraphrase=f"Have the battery {battery.name} make up the whole of the worst shortage that "
        "is forecast for the rest of the day, and absorb the whole of the biggest surplus. It's "
        "idle in both hours so far. Afterwards, the balance of both has to be 0.",
        solution=solution,
    )
    assert grid.batteries[battery.id] == wanted


def _balance(row: Json) -> int:
    return int(row["balance_mw"])


@task(kind="undo")
def relieves_a_generator_then_undoes_it(world: EnergyGrid, rng: Random) -> Turns:
    """Let a battery relieve a generator in an hour; then restore what both were scheduled for."""
    grid, hour = world.grid, rng.randrange(8, 23)
    lift_ramp_limits(grid)
    (generator,), battery = pick_generators(grid, rng, 1), pick_battery(grid, rng)
    charging, power = rng.randrange(2, 7), rng.randrange(5, 11)
    battery.schedule_mw[hour] = charging
    low = generator.min_mw + rng.randrange(1, 9)
    generator.schedule_mw[hour] = low + power + charging
    set_balance(grid, hour, 0)
    before = [replace(each, schedule_mw={**each.schedule_mw}) for each in (generator, battery)]
    after = [
        replace(generator, schedule_mw=generator.schedule_mw | {hour: low}),
        replace(battery, schedule_mw=battery.schedule_mw | {hour: -power}),
    ]
    old: dict[str, Json] = {}

    def relieve(call: Caller) -> None:
        found = call.together(GENERATORS, BATTERIES)
        rows = [row for page in found for row in page["assets"]]
        old["generator"], old["battery"] = call.together(
            dispatch(id_of(rows, generator.name), hour, low),
            discharge(id_of(rows, battery.name), hour, power),
        )

    def restore(call: Caller) -> None:
        (change,) = old["generator"]["changes"]
        call.together(
            dispatch(old["generator"]["generator_id"], hour, change["previous_mw"]),
            charge(old["battery"]["battery_id"], hour, old["battery"]["previous_mw"]),
        )

    yield Ask(
        f"In hour {hour}, have the battery {battery.name} discharge at {power} MW, and bring "
        f"{generator.name} down to {low} MW.",
        paraphrase=f"Two changes for hour {hour}, please: {generator.name} runs at only {low} MW, "
        f"and the battery {battery.name} discharges {power} MW.",
        solution=relieve,
    )
    assert [grid.generators[generator.id], grid.batteries[battery.id]] == after

    yield Ask(
        "The forecast has changed, so please undo that. Both should do what they were scheduled to "
        "do in that hour before my request.",
        paraphrase="We don't need it after all. Restore what the generator and the battery each "
        "had on their schedule for that hour before you changed it.",
        solution=restore,
    )
    assert [grid.generators[generator.id], grid.batteries[battery.id]] == before
