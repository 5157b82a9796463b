"""The world of the suite ``energy_grid``: its refusals, its reads, and what is always true."""

from datetime import timedelta
from typing import Any

from suites.suite_facts import make_world, only_reads, refuse

from toolbench_ood.world.state import state_of

HOUR = 12


def grid(seed: int = 0) -> Any:
    """Draw a grid."""
    return make_world("energy_grid", seed)


def settle(world: Any, wanted: int = 0) -> None:
    """Draw the demand such that the hour of these tests is this much out of balance."""
    world.demand[HOUR] += world.balance(HOUR) - wanted


def at(power: int, hour: int = HOUR) -> dict[str, int]:
    """Write down a setpoint."""
    return {"hour_of_day": hour, "power_megawatts": power}


def test_unknown_keys_are_refused() -> None:
    """Every lookup says what does not exist."""
    world = grid()
    offer = {"offered_hour": 9, "offered_megawatts": 1, "price_cents_per_megawatt_hour": 1}
    leave = {"crew_name": "A", "reason_of_work": "b", "back_by": str(world.operating_day)}
    refuse(world, "no asset XX-1", "monitor_asset", asset_key="XX-1")
    refuse(world, "no unit GU-1", "dispatch_unit", unit_key="GU-1", setpoints=[at(0)])
    refuse(world, "no unit GU-1", "bid_energy", unit_key="GU-1", offer=offer)
    refuse(world, "no bid BD-AA000", "retract_bid", bid_key="BD-AA000")
    refuse(world, "no line LI-1", "isolate_line", line_key="LI-1", permit=leave)
    refuse(world, "no line LI-1", "energise_line", line_key="LI-1")
    refuse(world, "no permit PM-1", "clear_permit", permit_key="PM-1", clearing_crew="A")
    power = {"storing_hour": 9, "storing_megawatts": 1}
    refuse(world, "no battery BA-1", "store_energy", battery_key="BA-1", **power)
    refuse(world, "no part next-0", "forecast_balance", hours_cursor="next-0")
    refuse(world, "no part x", "monitor_region", asset_class="line", region_cursor="x")


def test_units_keep_their_limits() -> None:
    """Power, ramp, bids, balance and the clock each hold a unit back."""
    world = grid()
    unit = next(iter(world.units.values()))
    here, tool = {"unit_key": unit.key}, "dispatch_unit"
    now, level = unit.setpoints[HOUR], world.present_hour
    refuse(world, "has begun", tool, **here, setpoints=[at(now, level)])
    refuse(world, "more than once", tool, **here, setpoints=[at(now), at(now)])
    beyond = unit.most_megawatts + 1
    refuse(world, f"but not {beyond}", tool, **here, setpoints=[at(beyond)])
    unit.ramp_megawatts = 5 + abs(now - unit.setpoints[HOUR - 1])
    steep = unit.setpoints[HOUR - 1] + unit.ramp_megawatts + 1
    words = f"steps of {unit.ramp_megawatts} MW"
    refuse(world, words, tool, **here, setpoints=[at(steep)])
    unit.ramp_megawatts = 500
    settle(world)
    out = now - world.tolerance_megawatts - 1
    words = f"from 0 to -{world.tolerance_megawatts + 1} MW"
    refuse(world, words, tool, **here, setpoints=[at(out)])
    settle(world, -60)
    world.call(tool, {**here, "setpoints": [at(now + 10)]})
    assert (unit.setpoints[HOUR], world.balance(HOUR)) == (now + 10, -50)


def test_the_market_is_guarded() -> None:
    """Nothing is offered twice, above the cap or after the gate, nor delivered if offered."""
    world = grid()
    unit = next(iter(world.units.values()))
    unit.ramp_megawatts = 500
    here, tool = {"unit_key": unit.key}, "bid_energy"
    left = unit.most_megawatts - unit.setpoints[HOUR] - world.offered(unit.key, HOUR)
    offer = {
        "offered_hour": HOUR,
        "offered_megawatts": left,
        "price_cents_per_megawatt_hour": 9000,
    }
    closed = {**offer, "offered_hour": world.present_hour + 1}
    refuse(world, "market is closed", tool, **here, offer=closed)
    dear = {**offer, "price_cents_per_megawatt_hour": 40_001}
    refuse(world, "above the market's cap", tool, **here, offer=dear)
    more = {**offer, "offered_megawatts": left + 1}
    refuse(world, f"has {left} MW left to offer", tool, **here, offer=more)
    made = world.call(tool, {**here, "offer": offer})
    assert made["left_to_offer_megawatts"] == 0
    words = "so that it can go up to"
    setpoint = at(unit.setpoints[HOUR] + 1)
    refuse(world, words, "dispatch_unit", **here, setpoints=[setpoint])
    world.call("retract_bid", {"bid_key": made["bid_key"]})
    assert made["bid_key"] not in world.bids


def test_batteries_and_customers_are_guarded() -> None:
    """A battery keeps to its power and charge, a customer to what has been agreed."""
    world = grid()
    battery = next(iter(world.batteries.values()))
    tool, here = "store_energy", {"battery_key": battery.key, "storing_hour": HOUR}
    settle(world, 150)
    beyond = battery.most_megawatts + 1
    refuse(world, f"not {beyond}", tool, **here, storing_megawatts=beyond)
    battery.charge_megawatt_hours = battery.capacity_megawatt_hours - 25
    refuse(world, "would hold", tool, **here, storing_megawatts=60)
    customer = next(iter(world.customers.values()))
    customer.most_hours = 1
    tool, key = "curtail_customer", {"customer_key": customer.key}
    settle(world, -10)
    much = customer.most_megawatts + 1
    refuse(world, "has agreed to", tool, **key, curtailed_hour=HOUR, curtailed_megawatts=much)
    customer.notice_hours = 3
    soon = world.present_hour + 1
    refuse(world, "too soon", tool, **key, curtailed_hour=soon, curtailed_megawatts=1)
    before = state_of(world)
    world.call(tool, {**key, "curtailed_hour": HOUR, "curtailed_megawatts": 5})
    refuse(world, "used up", tool, **key, curtailed_hour=HOUR + 1, curtailed_megawatts=1)
    world.call(tool, {**key, "curtailed_hour": HOUR, "curtailed_megawatts": 0})
    assert state_of(world) == before


def test_switching_is_interlocked() -> None:
    """No line goes off that is needed, and none comes on while a crew is out."""
    world = grid()
    place = list(world.substations)[1]
    line, second, *_ = world.lines_into(place)
    day = str(world.operating_day)
    leave = {"crew_name": "Crew X", "reason_of_work": "b", "back_by": day}
    here = {"line_key": line.key}
    over = {**leave, "back_by": str(world.operating_day - timedelta(days=1))}
    refuse(world, "is over", "isolate_line", **here, permit=over)
    busy = next(permit for permit in world.permits.values() if not permit.cleared)
    taken = {**leave, "crew_name": busy.crew}
    refuse(world, f"holds permit {busy.key}", "isolate_line", **here, permit=taken)
    refuse(world, "energised already", "energise_line", **here)
    made = world.call("isolate_line", {**here, "permit": leave})
    refuse(world, "isolated already", "isolate_line", **here, permit=leave)
    other = {"line_key": second.key, "permit": {**leave, "crew_name": "Crew Y"}}
    refuse(world, "its lines carry only 0 MW", "isolate_line", **other)
    refuse(world, "Crew X still has leave", "energise_line", **here)
    permit = {"permit_key": made["permit_key"]}
    refuse(world, "Crew Y cannot clear it", "clear_permit", **permit, clearing_crew="Crew Y")
    world.call("clear_permit", {**permit, "clearing_crew": "Crew X"})
    refuse(world, "cleared already", "clear_permit", **permit, clearing_crew="Crew X")
    assert world.call("energise_line", here)["supplied"]


def test_no_line_picks_up_too_much() -> None:
    """Energising is refused when the load behind it is more than the lines carry."""
    world = grid()
    place = list(world.substations)[1]
    lines = world.lines_into(place)
    world.permits.clear()
    for line in lines:
        line.energised, line.rating_megawatts = False, 1
    refuse(world, "would be overloaded", "energise_line", line_key=lines[0].key)


def test_lists_are_whole_and_reads_leave_no_trace() -> None:
    """Following the cursors shows each asset and each hour once."""
    for seed in range(5):
        world = grid(seed)
        for asset_class in ("substation", "line", "unit", "battery", "customer"):
            page = only_reads(world, "monitor_region", asset_class=asset_class)
            rows = list(page["assets"])
            while page["following_cursor"] is not None:
                cursor = page["following_cursor"]
                page = only_reads(
                    world, "monitor_region", asset_class=asset_class, region_cursor=cursor
                )
                rows += page["assets"]
            keys = [row["asset_key"] for row in rows]
            assert sorted(keys) == sorted(world.assets(asset_class))
            for key in keys:
                assert only_reads(world, "monitor_asset", asset_key=key)["asset_key"] == key
        page, hours = only_reads(world, "forecast_balance"), []
        while page["following_cursor"] is not None:
            hours += [row["hour_of_day"] for row in page["hours"]]
            page = only_reads(world, "forecast_balance", hours_cursor=page["following_cursor"])
        hours += [row["hour_of_day"] for row in page["hours"]]
        assert hours == list(range(world.present_hour + 1, 24))
