"""Customers who draw less, and plans that are taken back."""

from collections.abc import Generator
from dataclasses import replace
from random import Random

from toolbench_ood.task.ask import Ask, Reply
from toolbench_ood.task.solution import Caller
from toolbench_ood.task.task import task
from toolbench_ood.types.value import Json

from .records import Customer
from .situations import make_agile, pick_units, set_balance, spell_hour
from .steps import asset, key_of, region
from .wording import DISTRICTS, NOTICES
from .world import EnergyGrid


@task
def curtails_a_customer(world: EnergyGrid, rng: Random) -> Generator[Ask, Reply, None]:
    """One call with an hour, a power, and words full of marks."""
    customer = rng.choice(list(world.customers.values()))
    hour, power = rng.randrange(8, 24), rng.randrange(5, customer.most_megawatts + 1)
    text = rng.choice(NOTICES)
    set_balance(world, hour, -power)
    wanted = _curtailed(customer, hour, power, text)

    def solution(call: Caller) -> None:
        call(
            "curtail_customer",
            customer_key=customer.key,
            curtailed_hour=hour,
            curtailed_megawatts=power,
            notice_text=text,
        )

    yield Ask(
        f"Customer {customer.key} is to draw {power} MW less in {spell_hour(hour)}. Give them "
        f"notice with these words, letter by letter:\n{text}",
        paraphrase=f"In {spell_hour(hour)} we are short, so curtail {customer.key} by {power} MW. "
        f"The notice is on the next line; don't change a letter.\n{text}",
        solution=solution,
    )
    assert world.customers[customer.key] == wanted


def _curtailed(customer: Customer, hour: int, power: int, text: str) -> Customer:
    return replace(
        customer,
        curtailed=customer.curtailed | {hour: power},
        notices=customer.notices | {hour: text},
    )


@task(kind="look_alike")
def curtails_the_right_namesake(world: EnergyGrid, rng: Random) -> Generator[Ask, Reply, None]:
    """Two customers have one name; only the district of their substations tells them apart."""
    meant, other = rng.sample(list(world.customers.values()), 2)
    other.label = meant.label
    district, elsewhere = rng.sample(DISTRICTS, 2)
    for customer, place in ((meant, district), (other, elsewhere)):
        key = customer.substation_key
        world.substations[key] = replace(world.substations[key], district=place)
    hour = rng.randrange(8, 24)
    power = rng.randrange(4, min(meant.most_megawatts, other.most_megawatts) + 1)
    text = rng.choice(NOTICES)
    set_balance(world, hour, -power)
    wanted = _curtailed(meant, hour, power, text)

    def curtail(call: Caller, key: str) -> None:
        call(
            "curtail_customer",
            customer_key=key,
            curtailed_hour=hour,
            curtailed_megawatts=power,
            notice_text=text,
        )

    def solution(call: Caller) -> None:
        rows = _namesakes(call, meant.label)
        places = call.together(*(asset(row["substation_key"]) for row in rows))
        key = next(
            row["asset_key"]
            for row, place in zip(rows, places, strict=True)
            if place["district"] == district
        )
        curtail(call, key)

    def tempting(call: Caller) -> None:
        rows = _namesakes(call, meant.label)
        curtail(call, next(row["asset_key"] for row in rows if row["asset_key"] != meant.key))

    yield Ask(
        f"Curtail {meant.label} by {power} MW in {spell_hour(hour)}. I mean the one in the "
        f"district {district}, not its namesake. They get this notice, letter by letter:\n{text}",
        paraphrase=f"There are two customers called {meant.label}. The one whose substation lies "
        f"in {district} is to draw {power} MW less in {spell_hour(hour)}, and is told so with "
        f"exactly the words of the last line.\n{text}",
        solution=solution,
        tempting=tempting,
    )
    assert world.customers[meant.key] == wanted


def _namesakes(call: Caller, label: str) -> list[dict[str, str]]:
    rows = call.together(region("customer"))[0]["assets"]
    return [row for row in rows if row["label"] == label]


@task(kind="undo")
def takes_back_the_relief(world: EnergyGrid, rng: Random) -> Generator[Ask, Reply, None]:
    """Let a battery relieve a unit in an hour; then bring back what both had been planned for."""
    hour = rng.randrange(8, 23)
    make_agile(world)
    (unit,) = pick_units(world, rng, 1)
    battery = rng.choice(list(world.batteries.values()))
    battery.plan[hour] = rng.randrange(2, 7)
    power = rng.randrange(5, 11)
    relief = power + battery.plan[hour]
    unit.setpoints[hour] = unit.least_megawatts + relief + rng.randrange(1, 9)
    low = unit.setpoints[hour] - relief
    set_balance(world, hour, 0)
    old = replace(unit, setpoints=dict(unit.setpoints)), replace(battery, plan=dict(battery.plan))
    relieved = replace(unit, setpoints=unit.setpoints | {hour: low})
    relieving = replace(battery, plan=battery.plan | {hour: -power})
    seen: dict[str, Json] = {}

    def relieve(call: Caller) -> None:
        units, batteries = call.together(region("unit"), region("battery"))
        setpoint = {"hour_of_day": hour, "power_megawatts": low}
        seen["unit"], seen["battery"] = call.together(
            (
                "dispatch_unit",
                {"unit_key": key_of(units, unit.label), "setpoints": [setpoint]},
            ),
            (
                "discharge_battery",
                {
                    "battery_key": key_of(batteries, battery.label),
                    "discharge_hour": hour,
                    "discharge_megawatts": power,
                },
            ),
        )

    def restore(call: Caller) -> None:
        power_before = seen["unit"]["hours"][0]["power_before_megawatts"]
        setpoint = {"hour_of_day": hour, "power_megawatts": power_before}
        call.together(
            ("dispatch_unit", {"unit_key": seen["unit"]["unit_key"], "setpoints": [setpoint]}),
            (
                "store_energy",
                {
                    "battery_key": seen["battery"]["battery_key"],
                    "storing_hour": hour,
                    "storing_megawatts": seen["battery"]["before"]["power_megawatts"],
                },
            ),
        )

    yield Ask(
        f"In {spell_hour(hour)}, have the battery {battery.label} give back {power} MW, and take "
        f"{unit.label} down to {low} MW.",
        paraphrase=f"Two things for {spell_hour(hour)}: {unit.label} runs at {low} MW only, and "
        f"{battery.label}, the battery, discharges with {power} MW.",
        solution=relieve,
    )
    assert world.units[unit.key] == relieved
    assert world.batteries[battery.key] == relieving

    yield Ask(
        "The weather has changed. Put both plans for that hour back to what they were before my "
        "last message.",
        paraphrase="It isn't needed after all: unit and battery are to do in that hour what they "
        "would have done if I had not asked.",
        solution=restore,
    )
    assert (world.units[unit.key], world.batteries[battery.key]) == old
