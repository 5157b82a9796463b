"""What generators are to deliver, hour by hour."""

import re
from dataclasses import replace
from random import Random

from toolbench_ood import Ask, Caller, Turns, task

from .records import HOURS, Generator
from .rules import Grid
from .situations import drop_bids, lift_ramp_limits, pick_generators, set_balance
from .solutions import GENERATORS, dispatch, get, headroom, id_of, list_rows, scheduled
from .world import EnergyGrid


@task(kind="recovery")
def ramps_a_generator_to_a_level(world: EnergyGrid, rng: Random) -> Turns:
    """The step is beyond the ramp limit; the ask says that the hour before may change then."""
    grid = world.grid
    (generator,) = pick_generators(grid, rng, 1)
    hour, way = rng.randrange(9, 22), rng.choice((1, -1))
    limit = generator.ramp_limit_mw
    beyond = rng.randrange(3, limit - 2)
    goal = _flatten(grid, generator, hour, way) + way * (limit + beyond)
    set_balance(grid, hour, generator.schedule_mw[hour] - goal)
    set_balance(grid, hour - 1, -way * beyond)
    levels = {hour - 1: goal - way * limit, hour: goal}
    wanted = replace(generator, schedule_mw=generator.schedule_mw | levels)

    def solution(call: Caller) -> None:
        id_ = id_of(list_rows(call, GENERATORS), generator.name)
        last = {"hour": hour, "power_mw": goal}
        refusal = call.failing("dispatch_generator", generator_id=id_, setpoints=[last])
        found = re.search(r"from (\d+) MW in .* to (\d+) MW in .* at most (\d+) MW", refusal)
        assert found is not None
        before, after, most = map(int, found.groups())
        first = {"hour": hour - 1, "power_mw": after - most if after > before else after + most}
        call("dispatch_generator", generator_id=id_, setpoints=[first, last])

    yield Ask(
        f"Schedule {generator.name} for {goal} MW in hour {hour}. If that step is too large for "
        f"its ramp limit, change hour {hour - 1} as well, by as little as possible, and no other "
        "hour.",
        paraphrase=f"In hour {hour}, {generator.name} should run at {goal} MW. Only if it can't "
        f"change that fast, adjust its output in hour {hour - 1} too, by no more than the ramp "
        "limit requires. Leave all other hours alone.",
        solution=solution,
    )
    assert grid.generators[generator.id] == wanted


def _flatten(grid: Grid, generator: Generator, hour: int, way: int) -> int:
    """Let a generator run at one level up to an hour, and a full step further after it."""
    drop_bids(grid, generator)
    generator.max_mw += 20
    level = generator.min_mw + 6 if way == 1 else generator.max_mw - 6
    after = level + way * generator.ramp_limit_mw
    generator.schedule_mw = {each: level if each <= hour else after for each in HOURS}
    for each in HOURS:
        set_balance(grid, each, 0)
    return level


@task(kind="constraint")
def covers_a_shortage_without_gas(world: EnergyGrid, rng: Random) -> Turns:
    """The cheapest generator burns gas, which the ask rules out; the next may lack headroom."""
    grid = world.grid
    hour, short = rng.randrange(9, 23), rng.randrange(24, 36)
    lift_ramp_limits(grid)
    ranked = sorted(grid.generators.values(), key=lambda each: each.cost_cents_per_mwh)
    gas = next(each for each in ranked if each.technology == "gas")
    gas.cost_cents_per_mwh = 1900
    clean = [each for each in ranked if each.technology != "gas"]
    chosen = rng.randrange(3)
    for nth, each in enumerate(clean):
        more = rng.randrange(-9, 0) if nth < chosen else 8
        _leave_headroom(grid, each, hour, short + more)
    _leave_headroom(grid, gas, hour, short + rng.randrange(12))
    set_balance(grid, hour, -short)
    schedule = clean[chosen].schedule_mw
    wanted = replace(clean[chosen], schedule_mw=schedule | {hour: schedule[hour] + short})

    def cover(call: Caller, *, with_gas: bool) -> None:
        rows = list_rows(call, GENERATORS)
        rows = [row for row in rows if with_gas or row["technology"] != "gas"]
        rows.sort(key=lambda row: int(row["cost_cents_per_mwh"]))
        shown = (call("get_asset", asset_id=row["id"]) for row in rows)
        cheapest = next(each for each in shown if headroom(each, hour) >= short)
        call.together(dispatch(cheapest["id"], hour, scheduled(cheapest, hour) + short))

    yield Ask(
        f"We're {short} MW short in hour {hour}. Have a single generator deliver all of that on "
        "top of its schedule: the cheapest one that can do so and still honour its bids. Don't use "
        "one that burns gas.",
        paraphrase=f"Raise the output of one generator by {short} MW in hour {hour}. Gas is not an "
        "option. Of the other generators, consider those whose maximum output, minus what is "
        "scheduled and bid for that hour, is enough, and pick the one with the lowest cost per "
        "megawatt-hour.",
        solution=lambda call: cover(call, with_gas=False),
        tempting=lambda call: cover(call, with_gas=True),
    )
    assert grid.generators[wanted.id] == wanted


def _leave_headroom(grid: Grid, generator: Generator, hour: int, power_mw: int) -> None:
    """Schedule a generator so that it can deliver this much on top of schedule and bids."""
    generator.schedule_mw[hour] += grid.headroom(generator, hour) - power_mw


@task(kind="chain")
def moves_output_between_generators(world: EnergyGrid, rng: Random) -> Turns:
    """Move more power than the tolerance allows at once: part down, all up, the rest down."""
    grid = world.grid
    hour, tolerance = rng.randrange(9, 23), grid.tolerance_mw
    lift_ramp_limits(grid)
    giver, taker = pick_generators(grid, rng, 2)
    power = rng.randrange(tolerance + 6, 2 * tolerance - 4)
    for each in (giver, taker):
        drop_bids(grid, each, (hour,))
    giver.schedule_mw[hour] = giver.min_mw + power + rng.randrange(10)
    taker.schedule_mw[hour] = taker.max_mw - power - rng.randrange(10)
    set_balance(grid, hour, rng.randrange(-2, 3))
    wanted = [
        replace(each, schedule_mw=each.schedule_mw | {hour: each.schedule_mw[hour] + more})
        for each, more in ((giver, -power), (taker, power))
    ]

    def solution(call: Caller) -> None:
        found, forecast = call.together(GENERATORS, ("get_balance_forecast", {}))
        half = power // 2
        assert half < forecast["tolerance_mw"] < power
        ids = [id_of(found["assets"], each.name) for each in (giver, taker)]
        less, more = call.together(*map(get, ids))
        call.together(dispatch(ids[0], hour, scheduled(less, hour) - half))
        call.together(dispatch(ids[1], hour, scheduled(more, hour) + power))
        call.together(dispatch(ids[0], hour, scheduled(less, hour) - power))

    yield Ask(
        f"In hour {hour}, move {power} MW of generation from {giver.name} to {taker.name}, so that "
        "the first delivers that much less than scheduled and the second that much more. The "
        "balance has to stay within the tolerance after every single change.",
        paraphrase=f"The generator {taker.name} is to take over {power} MW from {giver.name} in "
        f"hour {hour}: one schedule goes up by that amount and the other goes down by it. Make "
        "sure that the balance of the hour never leaves the tolerance in between.",
        solution=solution,
    )
    assert [grid.generators[each.id] for each in wanted] == wanted


@task(kind="aggregate")
def adds_up_the_headroom_of_gas(world: EnergyGrid, rng: Random) -> Turns:
    """Add up, over all gas generators, what schedules and bids leave free in one hour."""
    grid = world.grid
    gas = [each for each in grid.generators.values() if each.technology == "gas"]
    hour = rng.choice([bid.hour for each in gas for bid in grid.bids_of(each.id)])
    total = sum(grid.headroom(each, hour) for each in gas)

    def solution(call: Caller) -> str:
        rows = list_rows(call, GENERATORS)
        shown = call.together(*(get(row["id"]) for row in rows if row["technology"] == "gas"))
        return str(sum(headroom(each, hour) for each in shown))

    reply = yield Ask(
        f"How many more megawatts could our gas generators deliver in hour {hour}, all together? "
        "For each of them, take the maximum output minus what is scheduled and what is bid for "
        "that hour, and ignore ramp limits. Reply with just the number.",
        paraphrase="Add up the headroom of all generators that burn gas, which is maximum output "
        f"less schedule less bids, for hour {hour}. Ramp limits don't matter. Answer with a single "
        "number of megawatts and nothing else.",
        solution=solution,
    )
    assert reply.number() == total
