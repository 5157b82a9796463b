"""The world of the suite ``warehouse`` under random play: what is always true."""

from collections import Counter
from datetime import timedelta
from random import Random
from typing import Any

from suites.test_warehouse_world import line, make_world

from toolbench_ood.types.call import Call
from toolbench_ood.world.state import state_of

WRITES = {
    "reserve_stock",
    "release_stock",
    "move_stock",
    "receive_delivery",
    "pack_order",
    "ship_parcels",
    "refund_return",
    "set_price",
}


def draw_read(depot: Any, rng: Random) -> Call:
    """Draw a call that only looks."""
    return rng.choice(
        [
            Call("search_products", {"category": rng.choice(("garden", "kitchen"))}),
            Call("list_orders", {"status": rng.choice(("placed", "packed"))}),
            Call("get_stock", {"sku": rng.choice(list(depot.variants))}),
            Call("get_stock", {"bin_id": rng.choice(list(depot.bins))}),
            Call("get_warehouse_record", {"id": rng.choice(list(depot.orders))}),
            Call("get_warehouse_record", {"id": rng.choice(list(depot.deliveries))}),
        ]
    )


def draw_step(depot: Any, rng: Random) -> Call:
    """Draw a call that takes an order one step on or back, where it can be taken there."""
    order = rng.choice(list(depot.orders.values()))
    here = {"order_id": order.id}
    if order.status == "placed":
        sku, count = rng.choice(list(order.quantities.items()))
        ids = [bin_id for bin_id, each in depot.bins.items() if sku in each.stock]
        bin_id = rng.choice(ids or list(depot.bins))
        return Call(
            "reserve_stock", {**here, "stock": [line(sku, bin_id, rng.choice((count, 30)))]}
        )
    if order.status == "reserved" and rng.random() < 0.3:
        first = order.reserved[0]
        stock = [line(first.sku, first.bin_id, first.quantity)]
        return Call("release_stock", {**here, "stock": stock})
    if order.status == "reserved":
        items = [{"sku": sku, "quantity": count} for sku, count in order.quantities.items()]
        box = {"size": rng.choice(("small", "large")), "items": items}
        return Call("pack_order", {**here, "boxes": [box]})
    if order.status == "packed":
        ids = [each.id for each in depot.parcels_of(order)]
        day = depot.today + timedelta(days=rng.randrange(9))
        how = {"carrier": rng.choice(("kestrel", "bluefin")), "pickup_date": str(day)}
        return Call("ship_parcels", {"parcel_ids": ids, **how})
    item = {
        "sku": rng.choice(list(order.quantities)),
        "quantity": rng.randrange(1, 3),
        "condition": rng.choice(("opened", "unopened")),
    }
    return Call("refund_return", {**here, "item": item, "bin_id": rng.choice(list(depot.bins))})


def draw_stocking(depot: Any, rng: Random) -> Call:
    """Draw a call that moves, receives or prices."""
    source, target = rng.sample(list(depot.bins.values()), 2)
    sku = rng.choice(list(source.stock or depot.variants))
    delivery = rng.choice(list(depot.deliveries.values()))
    putaway = [line(each, target.id, count) for each, count in delivery.quantities.items()]
    ends = {"from_bin_id": source.id, "to_bin_id": target.id}
    price = {"price_cents": rng.randrange(1, 9000), "reason": "clearance"}
    return rng.choice(
        [
            Call("move_stock", {"sku": sku, **ends, "quantity": rng.randrange(1, 40)}),
            Call("receive_delivery", {"delivery_id": delivery.id, "putaway": putaway}),
            Call("set_price", {"sku": sku, **price}),
        ]
    )


def check_invariants(depot: Any) -> None:
    """Assert what is always true of the warehouse."""
    reserved: Counter[tuple[str, str]] = Counter()
    for order in depot.orders.values():
        by_sku: Counter[str] = Counter()
        for each in order.reserved:
            assert each.quantity > 0
            reserved[each.sku, each.bin_id] += each.quantity
            by_sku[each.sku] += each.quantity
        assert all(count <= order.quantities[sku] for sku, count in by_sku.items())
        assert (by_sku == order.quantities) == (order.status == "reserved")
        assert not order.reserved or order.status in {"placed", "reserved"}
        assert (order.ship_date is None) == (order.status != "shipped")
    for each in depot.bins.values():
        assert all(count > 0 for count in each.stock.values())
        assert each.free_space >= 0
    assert all(count <= depot.bins[id_].stock[sku] for (sku, id_), count in reserved.items())
    assert all(each.price_cents >= each.cost_cents for each in depot.variants.values())


def test_invariants_survive_any_calls() -> None:
    """Whatever is called: stock, reservations and statuses stay sound; refusals change nothing."""
    carried: set[str] = set()
    for seed in range(12):
        world, rng = make_world(seed), Random(seed)
        check_invariants(world.depot)
        for _ in range(80):
            before = state_of(world)
            draw = rng.choice((draw_read, draw_step, draw_step, draw_stocking))
            call = draw(world.depot, rng)
            if world.execute(call).is_error or call.name not in WRITES:
                assert state_of(world) == before
            else:
                carried.add(call.name)
                assert state_of(world) != before
            check_invariants(world.depot)
    assert carried == WRITES


def test_a_first_state_is_sound_whatever_the_seed() -> None:
    """The drawn state keeps all rules from the start."""
    for seed in range(60):
        check_invariants(make_world(seed).depot)
