"""The world of the suite ``warehouse``: its refusals and its look-ups."""

from datetime import timedelta
from functools import partial
from typing import Any

from suites import suite_facts
from suites.suite_facts import only_reads, refuse

make_world = partial(suite_facts.make_world, "warehouse")


def first_order(depot: Any, status: str) -> Any:
    """Return the first order with a status."""
    return next(each for each in depot.orders.values() if each.status == status)


def line(sku: str, bin_id: str, quantity: int) -> dict[str, Any]:
    """Write units in a bin the way tools take them."""
    return {"sku": sku, "bin_id": bin_id, "quantity": quantity}


def some_stock(depot: Any) -> tuple[str, str, int]:
    """Return a variant, a bin where none of it is reserved, and how many units are in there."""
    return next(
        (sku, bin_id, quantity)
        for bin_id, each in depot.bins.items()
        for sku, quantity in each.stock.items()
        if not depot.reserved_for(sku, bin_id)
    )


def test_unknown_ids_are_refused() -> None:
    """Every tool that takes an id says what does not exist."""
    world = make_world()
    placed, (sku, bin_id, _) = first_order(world.depot, "placed").id, some_stock(world.depot)
    refuse(world, "no variant X", "get_stock", sku="X")
    refuse(world, "no bin AA-000", "get_stock", bin_id="AA-000")
    refuse(world, "either sku or bin_id", "get_stock")
    refuse(world, "either sku or bin_id", "get_stock", sku=sku, bin_id=bin_id)
    refuse(world, "no order, parcel, delivery or supplier X", "get_warehouse_record", id="X")
    refuse(world, "X is not a cursor", "search_products", cursor="X")
    refuse(world, "X is not a cursor", "list_orders", cursor="X")
    lines = [line(sku, bin_id, 1)]
    refuse(world, "no order X", "reserve_stock", order_id="X", stock=lines)
    refuse(world, "no order X", "release_stock", order_id="X", stock=lines)
    unknown = [line("X", bin_id, 1)]
    refuse(world, "no variant X", "reserve_stock", order_id=placed, stock=unknown)
    refuse(world, "no variant X", "set_price", sku="X", price_cents=1, reason="goodwill")
    refuse(world, "no delivery X", "receive_delivery", delivery_id="X", putaway=lines)
    shipping = {"carrier": "bluefin", "pickup_date": str(world.depot.today)}
    refuse(world, "no parcel X", "ship_parcels", parcel_ids=["X"], **shipping)


def test_reservations_are_guarded() -> None:
    """An order reserves what it needs and what is available, and releases only what it reserved."""
    world = make_world()
    depot = world.depot
    placed = first_order(depot, "placed")
    sku, needed = next(iter(placed.quantities.items()))
    bin_id = next(bin_id for bin_id, each in depot.bins.items() if sku in each.stock)
    stock = depot.bins[bin_id].stock
    stock[sku] = sum(depot.reserved_for(sku, bin_id).values()) + needed
    tool, here = "reserve_stock", {"order_id": placed.id}
    few, many = line(sku, bin_id, needed), line(sku, bin_id, needed + 1)
    refuse(world, f"only needs {needed} more", tool, **here, stock=[many])
    refuse(world, f"only needs {needed} more", tool, **here, stock=[few, line(sku, bin_id, 1)])
    stock[sku] -= 1
    refuse(world, f"has {needed - 1} of {sku} available", tool, **here, stock=[few])
    stock[sku] += 1
    world.call(tool, {**here, "stock": [few]})
    assert depot.available_in(sku, bin_id) == 0
    tool = "release_stock"
    refuse(world, f"has {needed} of {sku} reserved", tool, **here, stock=[many])
    world.call(tool, {**here, "stock": [few]})
    assert (placed.reserved, placed.status) == ((), "placed")
    packed = {"order_id": first_order(depot, "packed").id, "stock": [line(sku, bin_id, 1)]}
    refuse(world, "is packed", "reserve_stock", **packed)
    refuse(world, "is packed; .* placed or reserved", tool, **packed)


def test_a_shortage_names_the_orders_that_reserved_the_rest() -> None:
    """A refusal for want of available units says which orders have the others."""
    world = make_world()
    holder = first_order(world.depot, "reserved")
    held = holder.reserved[0]
    on_hand = world.depot.bins[held.bin_id].stock[held.sku]
    target = next(bin_id for bin_id in world.depot.bins if bin_id != held.bin_id)
    move = {"sku": held.sku, "from_bin_id": held.bin_id, "to_bin_id": target}
    refuse(world, f"reserved for .*{holder.id}", "move_stock", **move, quantity=on_hand)


def test_bins_are_guarded() -> None:
    """Only available units are moved, to another bin with space; deliveries come whole, once."""
    world = make_world()
    depot = world.depot
    sku, bin_id, available = some_stock(depot)
    target = next(each for each in depot.bins.values() if each.id != bin_id)
    tool, move = "move_stock", {"sku": sku, "from_bin_id": bin_id}
    over = {"to_bin_id": target.id, "quantity": available + 1}
    refuse(world, f"has {available} of {sku} available", tool, **move, **over)
    refuse(world, "already in bin", tool, **move, to_bin_id=bin_id, quantity=1)
    target.capacity = sum(target.stock.values())
    refuse(world, "space for 0 more", tool, **move, to_bin_id=target.id, quantity=1)
    delivery = next(iter(depot.deliveries.values()))
    lines = [line(each, bin_id, quantity) for each, quantity in delivery.quantities.items()]
    tool, here = "receive_delivery", {"delivery_id": delivery.id}
    refuse(world, "put exactly that away", tool, **here, putaway=lines[:1])
    crammed = [{**each, "bin_id": target.id} for each in lines]
    refuse(world, "space for 0", tool, **here, putaway=crammed)
    nowhere = [{**each, "bin_id": "AA-000"} for each in lines]
    refuse(world, "no bin AA-000", tool, **here, putaway=nowhere)
    depot.bins[bin_id].capacity += 50
    world.call(tool, {**here, "putaway": lines})
    refuse(world, "already been received", tool, **here, putaway=lines)


def test_packing_and_shipping_are_guarded() -> None:
    """Boxes contain the order and carry its weight; all parcels go on a day the carrier comes."""
    world = make_world()
    depot = world.depot
    reserved = first_order(depot, "reserved")
    items = [{"sku": sku, "quantity": count} for sku, count in reserved.quantities.items()]
    tool, here = "pack_order", {"order_id": reserved.id}
    box = {"size": "large", "items": items}
    refuse(world, "exactly what order", tool, **here, boxes=[{**box, "items": items[:1]}])
    depot.variants[items[0]["sku"]].weight_grams = 2001
    refuse(world, "up to 2000 grams", tool, **here, boxes=[{**box, "size": "small"}])
    placed = {"order_id": first_order(depot, "placed").id}
    refuse(world, "is placed", tool, **placed, boxes=[box])
    parcels = world.call(tool, {**here, "boxes": [{**box, "items": [each]} for each in items]})
    ids = [parcel["id"] for parcel in parcels]
    days = [depot.today + timedelta(days=more) for more in range(7)]
    tuesday = next(day for day in days if day.isoweekday() == 2)
    tool, when = "ship_parcels", {"carrier": "overland", "pickup_date": str(tuesday)}
    refuse(world, "shipped together", tool, parcel_ids=ids[:1], **when)
    wrong = {**when, "carrier": "kestrel"}
    refuse(world, "on Mondays, Wednesdays and Fridays", tool, parcel_ids=ids, **wrong)
    past = {**when, "pickup_date": str(tuesday - timedelta(days=7))}
    refuse(world, "in the past", tool, parcel_ids=ids, **past)
    world.call(tool, {"parcel_ids": ids, **when})
    refuse(world, "is shipped", tool, parcel_ids=ids, **when)


def test_returns_and_prices_are_guarded() -> None:
    """No more comes back than was sent, in time and into a bin; nothing sells below cost."""
    world = make_world()
    depot = world.depot
    sent = first_order(depot, "shipped")
    sku, count = next(iter(sent.quantities.items()))
    roomy = max(depot.bins.values(), key=lambda each: int(each.free_space)).id
    tool, here = "refund_return", {"order_id": sent.id}

    def item(quantity: int, condition: str) -> dict[str, Any]:
        return {"sku": sku, "quantity": quantity, "condition": condition}

    refuse(world, f"At most {count}", tool, **here, item=item(count + 1, "damaged"))
    refuse(world, "Give bin_id", tool, **here, item=item(1, "opened"))
    refuse(world, "Give bin_id", tool, **here, item=item(1, "damaged"), bin_id=roomy)
    placed = {"order_id": first_order(depot, "placed").id}
    refuse(world, "is placed", tool, **placed, item=item(1, "damaged"))
    made = world.call(tool, {**here, "item": item(count, "opened"), "bin_id": roomy})
    assert made["refund_cents"] == sent.unit_prices[sku] * count * 80 // 100
    refuse(world, "At most 0", tool, **here, item=item(1, "damaged"))
    sent.ship_date = depot.today - timedelta(days=31)
    depot.returns.clear()
    refuse(world, "for 30 days", tool, **here, item=item(1, "damaged"))
    variant = depot.variants[sku]
    tool, why = "set_price", {"sku": sku, "reason": "goodwill"}
    refuse(world, "already", tool, **why, price_cents=variant.price_cents)
    refuse(world, "can't be", tool, **why, price_cents=variant.cost_cents - 1)
    world.call(tool, {**why, "price_cents": variant.cost_cents})
    assert (variant.price_cents, variant.price_reason) == (variant.cost_cents, "goodwill")


def test_lists_can_be_read_page_by_page() -> None:
    """The pages of the catalogue and of the orders are all there is, once, in order."""
    world = make_world(2)
    for tool, rows, key in (
        ("search_products", "products", "name"),
        ("list_orders", "orders", "order_date"),
    ):
        page = only_reads(world, tool)
        seen = page[rows]
        while page["next_cursor"]:
            page = only_reads(world, tool, cursor=page["next_cursor"], limit=3)
            seen += page[rows]
        assert {row["id"] for row in seen} == getattr(world.depot, rows).keys()
        assert [row[key] for row in seen] == sorted(row[key] for row in seen)


def test_records_of_each_kind_are_shown() -> None:
    """An order, parcel, delivery and supplier show what belongs to them."""
    world = make_world()
    depot = world.depot
    packed = first_order(depot, "packed")
    shown = only_reads(world, "get_warehouse_record", id=packed.id)
    assert {row["sku"]: row["quantity"] for row in shown["items"]} == packed.quantities
    (parcel_id,) = shown["parcel_ids"]
    parcel = only_reads(world, "get_warehouse_record", id=parcel_id)
    assert (parcel["order_id"], parcel["quantities"]) == (packed.id, packed.quantities)
    delivery = next(iter(depot.deliveries.values()))
    shown = only_reads(world, "get_warehouse_record", id=delivery.id)
    assert {row["sku"]: row["quantity"] for row in shown["items"]} == delivery.quantities
    supplier = only_reads(world, "get_warehouse_record", id=shown["supplier_id"])
    assert delivery.id in supplier["waiting_delivery_ids"]
    delivery.status = "received"
    supplier = only_reads(world, "get_warehouse_record", id=shown["supplier_id"])
    assert delivery.id not in supplier["waiting_delivery_ids"]
