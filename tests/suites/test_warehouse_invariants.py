"""The world of the suite ``warehouse`` under random play: what is always true."""

from collections import Counter
from datetime import timedelta
from random import Random
from typing import Any

from suites.test_warehouse_world import hold, make_world

from toolbench_ood.types.call import Call
from toolbench_ood.world.state import state_of

WRITES = {
    "reserve_units",
    "release_units",
    "restock_bin",
    "receive_delivery",
    "pack_order",
    "ship_parcels",
    "refund_return",
    "price_variant",
}


def draw_read(world: Any, rng: Random) -> Call:
    """Draw a call that only looks."""
    return rng.choice(
        [
            Call("browse_catalogue", {"catalogue_category": rng.choice(("garden", "kitchen"))}),
            Call("browse_orders", {"order_stage": rng.choice(("placed", "packed"))}),
            Call("inspect_stock", {"stocked_sku": rng.choice(list(world.variants))}),
            Call("inspect_stock", {"stocked_bin": rng.choice(list(world.bins))}),
            Call("inspect_papers", {"paper_code": rng.choice(list(world.orders))}),
            Call("inspect_papers", {"paper_code": rng.choice(list(world.deliveries))}),
        ]
    )


def draw_step(world: Any, rng: Random) -> Call:
    """Draw a call that takes an order one step on or back, where it can be taken there."""
    order = rng.choice(list(world.orders.values()))
    here = {"fulfilled_order": order.id}
    if order.stage == "placed":
        sku, units = rng.choice(list(order.units.items()))
        codes = [code for code, one in world.bins.items() if sku in one.units]
        code = rng.choice(codes or list(world.bins))
        rows = [hold(sku, code, rng.choice((units, 30)))]
        return Call("reserve_units", {**here, "reservations": rows})
    if order.stage == "reserved" and rng.random() < 0.3:
        held = [hold(*key.split("@"), units) for key, units in order.held.items()]
        return Call("release_units", {**here, "releases": held[:1]})
    if order.stage == "reserved":
        contents = [{"boxed_sku": sku, "boxed_units": n} for sku, n in order.units.items()]
        box = {"box_size": rng.choice(("small", "large")), "box_contents": contents}
        return Call("pack_order", {**here, "boxes": [box]})
    if order.stage == "packed":
        codes = [each.id for each in world.parcels.values() if each.order_id == order.id]
        day = world.today + timedelta(days=rng.randrange(9))
        shipped = {"parcel_carrier": rng.choice(("kestrel", "bluefin")), "collected_on": str(day)}
        return Call("ship_parcels", {"parcel_codes": codes, **shipped})
    line = {
        "returned_sku": rng.choice(list(order.units)),
        "returned_units": rng.randrange(1, 3),
        "return_condition": rng.choice(("opened", "unopened")),
    }
    where = {"return_bin": rng.choice(list(world.bins))}
    return Call("refund_return", {"refunded_order": order.id, "returned_line": line, **where})


def draw_stocking(world: Any, rng: Random) -> Call:
    """Draw a call that carries, takes in or prices."""
    source, target = rng.sample(list(world.bins.values()), 2)
    sku = rng.choice(list(source.units or world.variants))
    delivery = rng.choice(list(world.deliveries.values()))
    lines = [
        {"putaway_bin": target.code, "putaway_sku": each, "putaway_units": units}
        for each, units in delivery.units.items()
    ]
    moved = {"restocked_sku": sku, "source_bin": source.code, "target_bin": target.code}
    price = {"priced_sku": sku, "list_price_cents": rng.randrange(1, 9000)}
    return rng.choice(
        [
            Call("restock_bin", {**moved, "restocked_units": rng.randrange(1, 40)}),
            Call("receive_delivery", {"delivery_code": delivery.id, "putaway": lines}),
            Call("price_variant", {**price, "price_reason": "clearance"}),
        ]
    )


def check_invariants(world: Any) -> None:
    """Assert what is always true of the warehouse."""
    held: Counter[tuple[str, str]] = Counter()
    for order in world.orders.values():
        for key, units in order.held.items():
            sku, code = key.split("@")
            held[sku, code] += units
            assert units > 0
        by_sku: Counter[str] = Counter()
        for key, units in order.held.items():
            by_sku[key.split("@")[0]] += units
        assert all(units <= order.units[sku] for sku, units in by_sku.items())
        assert (by_sku == order.units) == (order.stage == "reserved")
        assert not order.held or order.stage in {"placed", "reserved"}
        assert (order.shipped_on is None) == (order.stage != "shipped")
    for one in world.bins.values():
        assert all(units > 0 for units in one.units.values())
        assert one.room >= 0
    assert all(units <= world.bins[code].units[sku] for (sku, code), units in held.items())
    assert all(v.price_cents >= v.cost_cents for v in world.variants.values())


def test_invariants_survive_any_calls() -> None:
    """Whatever is called: stock, holds and stages stay sound; refusals and reads change none."""
    carried: set[str] = set()
    for seed in range(12):
        world, rng = make_world(seed), Random(seed)
        check_invariants(world)
        for _ in range(80):
            before = state_of(world)
            call = rng.choice((draw_read, draw_step, draw_step, draw_stocking))(world, rng)
            if world.execute(call).is_error or call.name not in WRITES:
                assert state_of(world) == before
            else:
                carried.add(call.name)
                assert state_of(world) != before
            check_invariants(world)
    assert carried == WRITES


def test_a_first_state_is_sound_whatever_the_seed() -> None:
    """The drawn state keeps all rules from the start."""
    for seed in range(60):
        check_invariants(make_world(seed))
