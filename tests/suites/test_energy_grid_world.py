"""The world of the suite ``energy_grid``: its refusals, its reads, and what is always true."""

from datetime import timedelta
from typing import Any

from suites.suite_facts import make_world, only_reads, refuse

from toolbench_ood.world.kit import read_pages
from toolbench_ood.world.state import state_of

HOUR = 12
TYPES = ("substation", "line", "generator", "battery", "consumer")


def draw(seed: int = 0) -> tuple[Any, Any]:
    """Draw a world; return it and its grid."""
    world = make_world("energy_grid", seed)
    return world, world.grid


def settle(grid: Any, wanted: int = 0) -> None:
    """Set the demand so that the hour of these tests is this much out of balance."""
    grid.demand_mw[HOUR] += grid.balance(HOUR) - wanted


def at(power: int, hour: int = HOUR) -> dict[str, int]:
    """Write a setpoint."""
    return {"hour": hour, "power_mw": power}


def request(grid: Any, crew: str = "Crew X", days: int = 0) -> dict[str, str]:
    """Write what a permit is to say."""
    return {"crew": crew, "reason": "b", "end_date": str(grid.date + timedelta(days=days))}


def test_unknown_ids_are_refused() -> None:
    """Every lookup says what does not exist."""
    world, grid = draw()
    bid = {**at(1), "price_cents_per_mwh": 1}
    words = "no substation, line, generator, battery or consumer XX-1"
    refuse(world, words, "get_asset", asset_id="XX-1")
    gone = "no generator GN-1"
    refuse(world, gone, "dispatch_generator", generator_id="GN-1", setpoints=[at(0)])
    refuse(world, gone, "submit_bid", generator_id="GN-1", bid=bid)
    refuse(world, "no bid BD-XXXXXX", "withdraw_bid", bid_id="BD-XXXXXX")
    refuse(world, "no line LI-1", "isolate_line", line_id="LI-1", permit=request(grid))
    refuse(world, "no line LI-1", "energise_line", line_id="LI-1")
    refuse(world, "no permit PM-1", "clear_permit", permit_id="PM-1", crew="A")
    refuse(world, "no battery BA-1", "charge_battery", battery_id="BA-1", **at(1))
    refuse(world, "no battery BA-1", "discharge_battery", battery_id="BA-1", **at(1))
    given = {"consumer_id": "CN-1", "hour": HOUR, "reduction_mw": 1}
    refuse(world, "no consumer CN-1", "curtail_consumer", **given)
    refuse(world, "not a cursor", "get_balance_forecast", cursor="next-0")
    refuse(world, "not a cursor", "list_assets", type="line", cursor="x")


def test_generators_keep_their_limits() -> None:
    """Power, ramp, bids, balance and the clock each hold a generator back."""
    world, grid = draw()
    generator = next(iter(grid.generators.values()))
    here, tool = {"generator_id": generator.id}, "dispatch_generator"
    now = generator.schedule_mw[HOUR]
    refuse(world, "already begun", tool, **here, setpoints=[at(now, grid.current_hour)])
    refuse(world, "only once", tool, **here, setpoints=[at(now), at(now)])
    beyond = generator.max_mw + 1
    refuse(world, f"can't run at {beyond} MW", tool, **here, setpoints=[at(beyond)])
    before = generator.schedule_mw[HOUR - 1]
    generator.ramp_limit_mw = 5 + abs(now - before)
    words = f"at most {generator.ramp_limit_mw} MW from one hour"
    refuse(world, words, tool, **here, setpoints=[at(before + generator.ramp_limit_mw + 1)])
    generator.ramp_limit_mw = 500
    settle(grid)
    out = now - grid.tolerance_mw - 1
    words = f"from 0 to -{grid.tolerance_mw + 1} MW"
    refuse(world, words, tool, **here, setpoints=[at(out)])
    settle(grid, -60)
    made = world.call(tool, {**here, "setpoints": [at(now + 10)]})
    change = {**at(now + 10), "previous_mw": now, "balance_mw": -50}
    assert made == {"generator_id": generator.id, "changes": [change]}
    assert (generator.schedule_mw[HOUR], grid.balance(HOUR)) == (now + 10, -50)


def test_the_market_is_guarded() -> None:
    """Nothing is offered twice or after the gate, nor delivered if it is offered."""
    world, grid = draw()
    generator = next(iter(grid.generators.values()))
    generator.ramp_limit_mw = 500
    here, tool = {"generator_id": generator.id}, "submit_bid"
    left = grid.headroom(generator, HOUR)
    bid = {**at(left), "price_cents_per_mwh": 9000}
    closed = {**bid, "hour": grid.current_hour + 1}
    refuse(world, "market is closed", tool, **here, bid=closed)
    more = {**bid, "power_mw": left + 1}
    refuse(world, f"only {left} MW left to bid", tool, **here, bid=more)
    made = world.call(tool, {**here, "bid": bid})
    assert grid.headroom(generator, HOUR) == 0
    setpoint = at(generator.schedule_mw[HOUR] + 1)
    words = "can be scheduled for at most"
    refuse(world, words, "dispatch_generator", **here, setpoints=[setpoint])
    assert world.call("withdraw_bid", {"bid_id": made["id"]}) == made
    assert made["id"] not in grid.bids


def test_batteries_are_guarded() -> None:
    """A battery keeps to its power and charge, and forgets the hours in which it is idle."""
    world, grid = draw()
    battery = next(iter(grid.batteries.values()))
    here = {"battery_id": battery.id}
    settle(grid, 150)
    beyond = battery.max_mw + 1
    refuse(world, f"not {beyond}", "charge_battery", **here, **at(beyond))
    battery.charge_mwh = battery.capacity_mwh - 25
    refuse(world, "would hold", "charge_battery", **here, **at(60))
    battery.charge_mwh = 25
    settle(grid, -150)
    refuse(world, "would hold -", "discharge_battery", **here, **at(60))
    battery.charge_mwh = battery.capacity_mwh // 2
    battery.schedule_mw.pop(HOUR, None)
    settle(grid)
    before = state_of(world)
    made = world.call("discharge_battery", {**here, **at(5)})
    assert (made["previous_mw"], made["power_mw"], made["balance_mw"]) == (0, -5, 5)
    made = world.call("charge_battery", {**here, **at(0)})
    assert (made["previous_mw"], made["power_mw"], made["balance_mw"]) == (-5, 0, 0)
    assert state_of(world) == before


def test_consumers_are_guarded() -> None:
    """A consumer is curtailed as agreed, and a curtailment can be cancelled."""
    world, grid = draw()
    consumer = next(iter(grid.consumers.values()))
    consumer.max_hours = 1
    tool, here = "curtail_consumer", {"consumer_id": consumer.id}
    settle(grid, -10)
    much = consumer.max_reduction_mw + 1
    refuse(world, "by at most", tool, **here, hour=HOUR, reduction_mw=much)
    consumer.notice_hours = 3
    refuse(
        world, "required notice is 3 h", tool, **here, hour=grid.current_hour + 1, reduction_mw=1
    )
    refuse(world, "already begun", tool, **here, hour=grid.current_hour, reduction_mw=1)
    before = state_of(world)
    world.call(tool, {**here, "hour": HOUR, "reduction_mw": 5, "message": "m"})
    refuse(world, "all of them are used", tool, **here, hour=HOUR + 1, reduction_mw=1)
    world.call(tool, {**here, "hour": HOUR, "reduction_mw": 0})
    assert state_of(world) == before


def test_switching_is_interlocked() -> None:
    """No line goes off that is needed, and none comes on while a crew is out."""
    world, grid = draw()
    line, second, *_ = grid.lines_into(list(grid.substations)[1])
    here = {"line_id": line.id}
    over = request(grid, days=-1)
    refuse(world, "in the past", "isolate_line", **here, permit=over)
    busy = next(permit for permit in grid.permits.values() if permit.status == "open")
    taken = request(grid, busy.crew)
    refuse(world, f"open permit {busy.id}", "isolate_line", **here, permit=taken)
    refuse(world, "already energised", "energise_line", **here)
    made = world.call("isolate_line", {**here, "permit": request(grid)})
    refuse(world, "already isolated", "isolate_line", **here, permit=request(grid))
    other = {"line_id": second.id, "permit": request(grid, "Crew Y")}
    refuse(world, "can carry only 0 MW", "isolate_line", **other)
    refuse(world, "Crew X still has the open permit", "energise_line", **here)
    permit = {"permit_id": made["id"]}
    refuse(world, "by Crew X, not by Crew Y", "clear_permit", **permit, crew="Crew Y")
    world.call("clear_permit", {**permit, "crew": "Crew X"})
    refuse(world, "already cleared", "clear_permit", **permit, crew="Crew X")
    assert world.call("energise_line", here)["is_supplied"]


def test_no_line_picks_up_too_much() -> None:
    """Energising is refused when the load behind it is more than the lines carry."""
    world, grid = draw()
    lines = grid.lines_into(list(grid.substations)[1])
    grid.permits.clear()
    for line in lines:
        line.status, line.rating_mw = "isolated", 1
    refuse(world, "would be overloaded", "energise_line", line_id=lines[0].id)


def test_lists_are_whole_and_reads_leave_no_trace() -> None:
    """Following the cursors shows each asset and each hour once."""

    def read(tool: str, **given: Any) -> Any:
        return only_reads(world, tool, **given)

    for seed in range(5):
        world, grid = draw(seed)
        for type_ in TYPES:
            pages = read_pages(read, "list_assets", type=type_)
            ids = [row["id"] for page in pages for row in page["assets"]]
            assert sorted(ids) == sorted(grid.assets[type_])
            for id_ in ids:
                shown = read("get_asset", asset_id=id_)
                assert (shown["id"], shown["type"]) == (id_, type_)
        pages = read_pages(read, "get_balance_forecast")
        hours = [row["hour"] for page in pages for row in page["hours"]]
        assert hours == list(range(grid.current_hour + 1, 24))
