"""Whatever is called in the suite ``energy_grid``, its rules hold."""

from random import Random
from typing import Any

from suites.suite_facts import make_world

from toolbench_ood.types.call import Call
from toolbench_ood.world.state import state_of


def draw_call(world: Any, rng: Random) -> Call:
    """Draw a call that the schemas allow; the world may refuse it."""
    grid = world.grid
    hour, power = rng.randrange(24), rng.randrange(1, 16)
    generator = rng.choice(list(grid.generators.values()))
    line, permit = rng.choice(list(grid.lines)), rng.choice(list(grid.permits.values()))
    level = max(generator.schedule_mw[hour] + rng.choice((-power, power)), 0)
    slot = {"hour": hour, "power_mw": power}
    battery = {"battery_id": rng.choice(list(grid.batteries)), **slot}
    request = {"crew": f"Crew {power}", "reason": "r", "end_date": str(grid.date)}
    given: dict[str, dict[str, Any]] = {
        "dispatch_generator": {
            "generator_id": generator.id,
            "setpoints": [{"hour": hour, "power_mw": level}],
        },
        "submit_bid": {
            "generator_id": generator.id,
            "bid": {**slot, "price_cents_per_mwh": 100 * power},
        },
        "withdraw_bid": {"bid_id": rng.choice([*grid.bids, "BD-XXXXXX"])},
        "isolate_line": {"line_id": line, "permit": request},
        "energise_line": {"line_id": permit.line_id},
        "clear_permit": {"permit_id": permit.id, "crew": permit.crew},
        "charge_battery": battery,
        "discharge_battery": battery,
        "curtail_consumer": {
            "consumer_id": rng.choice(list(grid.consumers)),
            "hour": hour,
            "reduction_mw": rng.choice((0, power)),
        },
    }
    name = rng.choice(list(given))
    return Call(name, given[name])


def check_rules(world: Any) -> None:
    """Assert what is always true of the grid."""
    grid = world.grid
    assert not grid.overloaded()
    for hour in grid.coming_hours:
        assert abs(grid.balance(hour)) <= grid.tolerance_mw
    for generator in grid.generators.values():
        levels = [generator.schedule_mw[hour] for hour in range(24)]
        for hour, level in enumerate(levels):
            assert level == 0 or level >= generator.min_mw
            assert grid.headroom(generator, hour) >= 0
            assert hour == 0 or abs(level - levels[hour - 1]) <= generator.ramp_limit_mw
    for battery in grid.batteries.values():
        held = grid.charge_after(battery).values()
        assert 0 <= min(held) <= max(held) <= battery.capacity_mwh
        assert all(battery.schedule_mw.values())
    for consumer in grid.consumers.values():
        assert len(consumer.curtailments) <= consumer.max_hours
    for permit in grid.permits.values():
        assert permit.status == "cleared" or not grid.lines[permit.line_id].is_live


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
