"""Whatever is called in the suite ``energy_grid``, its rules hold."""

from random import Random
from typing import Any

from suites.suite_facts import make_world

from toolbench_ood.types.call import Call
from toolbench_ood.world.state import state_of


def draw_call(world: Any, rng: Random) -> Call:
    """Draw a call that the schemas allow; the world may refuse it."""
    hour, power = rng.randrange(24), rng.randrange(1, 16)
    unit = rng.choice(list(world.units.values()))
    battery, customer = rng.choice(list(world.batteries)), rng.choice(list(world.customers))
    line, permit = rng.choice(list(world.lines)), rng.choice(list(world.permits.values()))
    level = max(unit.setpoints[hour] + rng.choice((-power, power)), 0)
    offer = {
        "offered_hour": hour,
        "offered_megawatts": power,
        "price_cents_per_megawatt_hour": 100 * power,
    }
    leave = {
        "crew_name": f"Crew {power}",
        "reason_of_work": "r",
        "back_by": str(world.operating_day),
    }
    given: dict[str, dict[str, Any]] = {
        "dispatch_unit": {
            "unit_key": unit.key,
            "setpoints": [{"hour_of_day": hour, "power_megawatts": level}],
        },
        "bid_energy": {"unit_key": unit.key, "offer": offer},
        "retract_bid": {"bid_key": rng.choice([*world.bids, "BD-AA000"])},
        "isolate_line": {"line_key": line, "permit": leave},
        "energise_line": {"line_key": permit.line_key},
        "clear_permit": {"permit_key": permit.key, "clearing_crew": permit.crew},
        "store_energy": {
            "battery_key": battery,
            "storing_hour": hour,
            "storing_megawatts": power,
        },
        "discharge_battery": {
            "battery_key": battery,
            "discharge_hour": hour,
            "discharge_megawatts": power,
        },
        "curtail_customer": {
            "customer_key": customer,
            "curtailed_hour": hour,
            "curtailed_megawatts": rng.choice((0, power)),
        },
    }
    name = rng.choice(list(given))
    return Call(name, given[name])


def check_rules(world: Any) -> None:
    """Assert what is always true of the grid."""
    assert not world.overloaded()
    for hour in range(world.present_hour + 1, 24):
        assert abs(world.balance(hour)) <= world.tolerance_megawatts
    for unit in world.units.values():
        levels = [unit.setpoints[hour] for hour in range(24)]
        for hour, level in enumerate(levels):
            assert level == 0 or level >= unit.least_megawatts
            assert level + world.offered(unit.key, hour) <= unit.most_megawatts
            assert hour == 0 or abs(level - levels[hour - 1]) <= unit.ramp_megawatts
    for battery in world.batteries.values():
        held = world.charge_after(battery).values()
        assert 0 <= min(held) <= max(held) <= battery.capacity_megawatt_hours
    for customer in world.customers.values():
        assert len(customer.curtailed) <= customer.most_hours
        assert customer.curtailed.keys() == customer.notices.keys()
    for permit in world.permits.values():
        assert permit.cleared or not world.lines[permit.line_key].energised


def test_rules_survive_any_calls() -> None:
    """Balance, ramps, bids, charges, lines and permits stay sound; refusals leave no trace."""
    carried: set[str] = set()
    for seed in range(6):
        world, rng = make_world("energy_grid", seed), Random(seed)
        check_rules(world)
        for _ in range(150):
            before, call = state_of(world), draw_call(world, rng)
            if world.execute(call).is_error:
                assert state_of(world) == before
            else:
                carried.add(call.name)
        check_rules(world)
    assert len(carried) == 9
