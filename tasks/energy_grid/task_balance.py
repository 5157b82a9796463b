"""Keeping the hours in balance: units, batteries and customers."""

import re
from collections.abc import Generator
from dataclasses import replace
from random import Random

from toolbench_ood.task.ask import Ask, Reply
from toolbench_ood.task.solution import Caller
from toolbench_ood.task.task import task

from .records import HOURS, Unit
from .situations import (
    drop_bids,
    make_agile,
    pick_units,
    room,
    set_balance,
    spell_hour,
)
from .steps import asset, key_of, planned, region, room_of, to_come
from .world import EnergyGrid


@task(kind="chain")
def evens_out_the_day(world: EnergyGrid, rng: Random) -> Generator[Ask, Reply, None]:
    """Go through the whole forecast for the worst and the best hour, and even both out."""
    worst, best = rng.sample(range(5, 24), 2)
    battery = rng.choice(list(world.batteries.values()))
    battery.plan[worst] = battery.plan[best] = 0
    for hour in HOURS[world.present_hour + 1 :]:
        set_balance(world, hour, rng.randrange(-20, 21))
    short, over = rng.randrange(36, 50), rng.randrange(32, 44)
    set_balance(world, worst, -short)
    set_balance(world, best, over)
    wanted = replace(battery, plan=battery.plan | {worst: -short, best: over})

    def solution(call: Caller) -> None:
        batteries, first = call.together(region("battery"), ("forecast_balance", {}))
        key = key_of(batteries, battery.label)
        ranked = sorted(to_come(call, first), key=lambda row: row["balance_megawatts"])
        low, high = ranked[0], ranked[-1]
        call.together(
            (
                "discharge_battery",
                {
                    "battery_key": key,
                    "discharge_hour": low["hour_of_day"],
                    "discharge_megawatts": -low["balance_megawatts"],
                },
            ),
            (
                "store_energy",
                {
                    "battery_key": key,
                    "storing_hour": high["hour_of_day"],
                    "storing_megawatts": high["balance_megawatts"],
                },
            ),
        )

    yield Ask(
        "Look at the rest of the day. The hour that lacks the most power and the one that has the "
        f"most left over must both be brought to a balance of zero, by the battery "
        f"{battery.label} alone; it is idle in both so far.",
        paraphrase=f"Let the battery {battery.label} take up the whole of the greatest surplus of "
        "all hours that are still to come, and give back in the hour of the greatest shortage all "
        "that is missing there. It has no plan for either of the two yet.",
        solution=solution,
    )
    assert world.batteries[battery.key] == wanted


@task(kind="recovery")
def starts_an_hour_earlier(world: EnergyGrid, rng: Random) -> Generator[Ask, Reply, None]:
    """The step is beyond the unit's ramp; the ask says that the hour before has to help."""
    (unit,) = pick_units(world, rng, 1)
    hour, way = rng.randrange(9, 22), rng.choice((1, -1))
    beyond = rng.randrange(3, unit.ramp_megawatts - 2)
    goal = _flatten(world, unit, hour, way) + way * (unit.ramp_megawatts + beyond)
    set_balance(world, hour, unit.setpoints[hour] - goal)
    set_balance(world, hour - 1, -way * beyond)
    start = goal - way * unit.ramp_megawatts
    wanted = replace(unit, setpoints=unit.setpoints | {hour - 1: start, hour: goal})

    def solution(call: Caller) -> None:
        key = key_of(call.together(region("unit"))[0], unit.label)
        last = {"hour_of_day": hour, "power_megawatts": goal}
        words = call.failing("dispatch_unit", unit_key=key, setpoints=[last])
        found = re.search(r"from (\d+) MW .* to (\d+) MW .* steps of (\d+) MW", words)
        assert found is not None
        low, high, ramp = map(int, found.groups())
        helping = high - ramp if high > low else high + ramp
        first = {"hour_of_day": hour - 1, "power_megawatts": helping}
        call("dispatch_unit", unit_key=key, setpoints=[first, last])

    yield Ask(
        f"{unit.label} has to be at {goal} MW in {spell_hour(hour)}. If that is too steep for its "
        "ramp, change the hour before as well, by no more than is needed, and no other hour.",
        paraphrase=f"Set {unit.label} to {goal} MW for {spell_hour(hour)}. Should the step be "
        f"larger than the unit can manage, hour {hour - 1} may come to its aid with the smallest "
        "change that makes it possible; everything before and after stays.",
        solution=solution,
    )
    assert world.units[unit.key] == wanted


def _flatten(world: EnergyGrid, unit: Unit, hour: int, way: int) -> int:
    """Let a unit stand still up to an hour and a full step further on after it."""
    drop_bids(world, unit)
    unit.most_megawatts += 20
    level = unit.least_megawatts + 6 if way == 1 else unit.most_megawatts - 6
    after = level + way * unit.ramp_megawatts
    unit.setpoints = {each: level if each <= hour else after for each in HOURS}
    for each in HOURS:
        set_balance(world, each, 0)
    return level


@task(kind="constraint")
def covers_it_without_gas(world: EnergyGrid, rng: Random) -> Generator[Ask, Reply, None]:
    """The cheapest unit burns gas, which the ask forbids, and the next ones may lack the room."""
    hour, short = rng.randrange(9, 23), rng.randrange(24, 36)
    make_agile(world)
    ranked = sorted(world.units.values(), key=lambda unit: unit.cost_cents)
    gas = next(unit for unit in ranked if unit.technology == "gas")
    gas.cost_cents = 1900
    clean = [unit for unit in ranked if unit.technology != "gas"]
    chosen = rng.randrange(3)
    for nth, unit in enumerate(clean):
        _leave_room(world, unit, hour, short + rng.randrange(-9, 0) if nth < chosen else short + 8)
    _leave_room(world, gas, hour, short + rng.randrange(12))
    set_balance(world, hour, -short)
    unit = clean[chosen]
    goal = unit.setpoints[hour] + short
    wanted = replace(unit, setpoints=unit.setpoints | {hour: goal})

    def cover(call: Caller, *, with_gas: bool) -> None:
        rows = call.together(region("unit"))[0]["assets"]
        able = [row for row in rows if with_gas or row["technology"] != "gas"]
        able.sort(key=lambda row: int(row["cost_cents_per_megawatt_hour"]))
        shown = (call.together(asset(row["asset_key"]))[0] for row in able)
        cheapest = next(each for each in shown if room_of(each, hour) >= short)
        power = planned(cheapest, hour) + short
        setpoint = {"hour_of_day": hour, "power_megawatts": power}
        call("dispatch_unit", unit_key=cheapest["asset_key"], setpoints=[setpoint])

    yield Ask(
        f"We lack {short} MW in {spell_hour(hour)}. Have one single unit deliver all of it on top "
        "of its plan: the cheapest that can do so without touching what it has bid in the market, "
        "but none that burns gas.",
        paraphrase=f"Raise one unit by {short} MW in {spell_hour(hour)}. Gas is out of the "
        "question. Of the others, those count whose maximum, less plan and bids for that hour, "
        "leaves enough; of these, take the one with the lowest cost per megawatt-hour.",
        solution=lambda call: cover(call, with_gas=False),
        tempting=lambda call: cover(call, with_gas=True),
    )
    assert world.units[unit.key] == wanted


def _leave_room(world: EnergyGrid, unit: Unit, hour: int, megawatts: int) -> None:
    """Plan a unit such that this much can be had on top of its plan and bids."""
    unit.setpoints[hour] += room(world, unit, hour) - megawatts


@task(kind="chain")
def hands_over_in_steps(world: EnergyGrid, rng: Random) -> Generator[Ask, Reply, None]:
    """Move more power between two units than the tolerance allows at once: there and back."""
    hour, tolerance = rng.randrange(9, 23), world.tolerance_megawatts
    make_agile(world)
    giver, taker = pick_units(world, rng, 2)
    power = rng.randrange(tolerance + 6, 2 * tolerance - 4)
    for unit in (giver, taker):
        drop_bids(world, unit, (hour,))
    giver.setpoints[hour] = giver.least_megawatts + power + rng.randrange(10)
    taker.setpoints[hour] = taker.most_megawatts - power - rng.randrange(10)
    set_balance(world, hour, rng.randrange(-2, 3))
    wanted = [
        replace(unit, setpoints=unit.setpoints | {hour: unit.setpoints[hour] + more})
        for unit, more in ((giver, -power), (taker, power))
    ]

    def solution(call: Caller) -> None:
        units, forecast = call.together(region("unit"), ("forecast_balance", {}))
        half = power // 2
        assert half < forecast["tolerance_megawatts"] < power
        keys = [key_of(units, unit.label) for unit in (giver, taker)]
        less, more = call.together(*(asset(key) for key in keys))
        steps = [
            (keys[0], planned(less, hour) - half),
            (keys[1], planned(more, hour) + power),
            (keys[0], planned(less, hour) - power),
        ]
        for key, level in steps:
            setpoint = {"hour_of_day": hour, "power_megawatts": level}
            call("dispatch_unit", unit_key=key, setpoints=[setpoint])

    yield Ask(
        f"Move {power} MW from {giver.label} to {taker.label} in {spell_hour(hour)}: the former "
        "then delivers that much less than planned, the latter that much more. The balance has to "
        "stay within the tolerance after every single change.",
        paraphrase=f"In {spell_hour(hour)}, {taker.label} relieves {giver.label} of {power} MW. "
        "Go about it in such a way that the grid is never further out of balance than is "
        "tolerated; in the end each of the two plans has changed by just that amount.",
        solution=solution,
    )
    assert [world.units[unit.key] for unit in wanted] == wanted


@task(kind="aggregate")
def adds_up_what_gas_has_left(world: EnergyGrid, rng: Random) -> Generator[Ask, Reply, None]:
    """Add up, over all gas units, what plan and bids leave free in one hour."""
    gas = [unit for unit in world.units.values() if unit.technology == "gas"]
    hours = [bid.hour for bid in world.bids.values() if bid.unit_key in {unit.key for unit in gas}]
    hour = rng.choice(hours)
    total = sum(room(world, unit, hour) for unit in gas)

    def solution(call: Caller) -> str:
        rows = call.together(region("unit"))[0]["assets"]
        keys = [row["asset_key"] for row in rows if row["technology"] == "gas"]
        shown = call.together(*(asset(key) for key in keys))
        return f"{sum(room_of(each, hour) for each in shown)} MW"

    reply = yield Ask(
        f"How many megawatts do our gas units have left in {spell_hour(hour)}, all together, when "
        "you take what is planned and what is bid for that hour off the maximum that each "
        "can deliver? Leave the ramps aside and tell me the number alone.",
        paraphrase=f"I need one number: the sum, over all units that burn gas, of their maximum "
        f"in megawatts less plan and less bids for {spell_hour(hour)}. Ramps don't matter here, "
        "and please say nothing but the sum.",
        solution=solution,
    )
    assert reply.number() == total
