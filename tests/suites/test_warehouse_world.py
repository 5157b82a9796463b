"""The world of the suite ``warehouse``: its refusals and its lookups."""

from datetime import timedelta
from functools import partial
from typing import Any

from suites import suite_facts
from suites.suite_facts import refuse

make_world = partial(suite_facts.make_world, "warehouse")


def order(world: Any, stage: str) -> Any:
    """Return the first order in a stage."""
    return next(each for each in world.orders.values() if each.stage == stage)


def hold(sku: str, code: str, units: int) -> dict[str, Any]:
    """Spell units in a bin the way tools take them."""
    return {"held_sku": sku, "held_bin": code, "held_units": units}


def some_stock(world: Any) -> tuple[str, str, int]:
    """Return a variant, a bin that has it, and how many units are free there."""
    for code, one in world.bins.items():
        for sku in one.units:
            if not world.holders(sku, code):
                return sku, code, world.free_in(sku, code)
    raise AssertionError


def test_unknown_ids_are_refused() -> None:
    """Every tool that takes an id says what does not exist."""
    world = make_world()
    placed, (sku, code, _) = order(world, "placed"), some_stock(world)
    refuse(world, "no variant X", "inspect_stock", stocked_sku="X")
    refuse(world, "no bin AA-000", "inspect_stock", stocked_bin="AA-000")
    refuse(world, "either a variant or a bin", "inspect_stock")
    refuse(world, "or supplier X", "inspect_papers", paper_code="X")
    refuse(world, "The mark X", "browse_products", catalogue_mark="X")
    refuse(world, "The mark X", "browse_purchases", orders_mark="X")
    rows = [hold(sku, code, 1)]
    refuse(world, "no order X", "reserve_units", fulfilled_order="X", reservations=rows)
    refuse(world, "no order X", "release_units", fulfilled_order="X", releases=rows)
    unknown = [hold("X", code, 1)]
    refuse(world, "no variant X", "reserve_units", fulfilled_order=placed.id, reservations=unknown)
    refuse(world, "no variant X", "price_variant", priced_sku="X", list_price_cents=1,
           price_reason="goodwill")  # fmt: skip
    lines = [{"putaway_bin": code, "putaway_sku": sku, "putaway_units": 1}]
    refuse(world, "no delivery X", "receive_delivery", delivery_code="X", putaway=lines)
    shipping = {"parcel_carrier": "bluefin", "collected_on": str(world.today)}
    refuse(world, "no parcel X", "ship_parcels", parcel_codes=["X"], **shipping)


def test_holds_are_guarded() -> None:
    """An order holds what it needs and what is free, and lets go only of what it holds."""
    world = make_world()
    placed = order(world, "placed")
    sku, needed = next(iter(placed.units.items()))
    code = next(code for code, one in world.bins.items() if sku in one.units)
    one = world.bins[code]
    one.units[sku] = sum(world.holders(sku, code).values()) + needed
    tool, here = "reserve_units", {"fulfilled_order": placed.id}
    refuse(world, f"still needs {needed}", tool, **here, reservations=[hold(sku, code, needed + 1)])
    both = [hold(sku, code, needed), hold(sku, code, 1)]
    refuse(world, f"still needs {needed}", tool, **here, reservations=both)
    one.units[sku] -= 1
    refuse(world, "free units", tool, **here, reservations=[hold(sku, code, needed)])
    one.units[sku] += 1
    world.call(tool, {**here, "reservations": [hold(sku, code, needed)]})
    assert world.free_in(sku, code) == 0
    tool = "release_units"
    refuse(world, f"holds {needed} units", tool, **here, releases=[hold(sku, code, needed + 1)])
    world.call(tool, {**here, "releases": [hold(sku, code, needed)]})
    assert (placed.held, placed.stage) == ({}, "placed")
    packed = {"fulfilled_order": order(world, "packed").id}
    refuse(world, "is packed", "reserve_units", **packed, reservations=[hold(sku, code, 1)])
    refuse(world, "is packed", tool, **packed, releases=[hold(sku, code, 1)])


def test_bins_are_guarded() -> None:
    """Only free units are carried, to another bin with room; deliveries come in whole, once."""
    world = make_world()
    sku, code, free = some_stock(world)
    target = next(one for one in world.bins.values() if one.code != code)
    tool, move = "restock_bin", {"restocked_sku": sku, "source_bin": code}
    over = {"target_bin": target.code, "restocked_units": free + 1}
    refuse(world, f"has {free} free units", tool, **move, **over)
    refuse(world, "already", tool, **move, target_bin=code, restocked_units=1)
    target.capacity_units = sum(target.units.values())
    full = {"target_bin": target.code, "restocked_units": 1}
    refuse(world, "room for 0 more units", tool, **move, **full)
    delivery = next(iter(world.deliveries.values()))
    lines = [
        {"putaway_bin": code, "putaway_sku": each, "putaway_units": units}
        for each, units in delivery.units.items()
    ]
    tool, here = "receive_delivery", {"delivery_code": delivery.id}
    refuse(world, "put all of that away", tool, **here, putaway=lines[:1])
    crammed = [{**line, "putaway_bin": target.code} for line in lines]
    refuse(world, "room for 0", tool, **here, putaway=crammed)
    world.bins[code].capacity_units += 50
    world.call(tool, {**here, "putaway": lines})
    refuse(world, "received already", tool, **here, putaway=lines)


def test_packing_and_shipping_are_guarded() -> None:
    """Boxes contain the order and carry their weight; all parcels go on a day the carrier comes."""
    world = make_world()
    held = order(world, "reserved")
    contents = [{"boxed_sku": sku, "boxed_units": units} for sku, units in held.units.items()]
    tool, here = "pack_purchase", {"fulfilled_order": held.id}
    box = {"box_size": "large", "box_contents": contents}
    less = {**box, "box_contents": contents[:1]}
    refuse(world, "pack just that", tool, **here, boxes=[less])
    world.variants[contents[0]["boxed_sku"]].weight_grams = 2001
    refuse(world, "carries 2000 grams", tool, **here, boxes=[{**box, "box_size": "small"}])
    placed = {"fulfilled_order": order(world, "placed").id}
    refuse(world, "is placed", tool, **placed, boxes=[box])
    boxes = [{"box_size": "large", "box_contents": [each]} for each in contents]
    made = world.call(tool, {**here, "boxes": boxes})
    codes = [parcel["parcel_code"] for parcel in made]
    days = [world.today + timedelta(days=more) for more in range(7)]
    tuesday = next(day for day in days if day.isoweekday() == 2)
    tool, when = "ship_parcels", {"parcel_carrier": "overland", "collected_on": str(tuesday)}
    refuse(world, "shipped together", tool, parcel_codes=codes[:1], **when)
    wrong = {**when, "parcel_carrier": "kestrel"}
    refuse(world, "collects on Monday, Wednesday, Friday", tool, parcel_codes=codes, **wrong)
    past = {**when, "collected_on": str(tuesday - timedelta(days=7))}
    refuse(world, "in the past", tool, parcel_codes=codes, **past)
    world.call(tool, {"parcel_codes": codes, **when})
    refuse(world, "is shipped", tool, parcel_codes=codes, **when)


def test_returns_and_prices_are_guarded() -> None:
    """No more comes back than was sent, in time and into a bin; nothing sells below cost."""
    world = make_world()
    sent = order(world, "shipped")
    sku, units = next(iter(sent.units.items()))
    roomy = max(world.bins.values(), key=lambda one: int(one.room)).code
    tool, here = "refund_return", {"refunded_order": sent.id}

    def back(count: int, condition: str) -> dict[str, Any]:
        return {
            "returned_sku": sku,
            "returned_units": count,
            "return_condition": condition,
        }

    refuse(world, f"At most {units}", tool, **here, returned_line=back(units + 1, "damaged"))
    refuse(world, "need a bin", tool, **here, returned_line=back(1, "opened"))
    refuse(world, "need a bin", tool, **here, returned_line=back(1, "damaged"), return_bin=roomy)
    placed = {"refunded_order": order(world, "placed").id}
    refuse(world, "is placed", tool, **placed, returned_line=back(1, "damaged"))
    made = world.call(tool, {**here, "returned_line": back(units, "opened"), "return_bin": roomy})
    assert made["refunded_cents"] == sent.prices_cents[sku] * units * 80 // 100
    refuse(world, "At most 0", tool, **here, returned_line=back(1, "damaged"))
    sent.shipped_on = world.today - timedelta(days=31)
    world.returns.clear()
    refuse(world, "for 30 days", tool, **here, returned_line=back(1, "damaged"))
    variant = world.variants[sku]
    tool, why = "price_variant", {"priced_sku": sku, "price_reason": "goodwill"}
    refuse(world, "already", tool, **why, list_price_cents=variant.price_cents)
    refuse(world, "cannot be sold", tool, **why, list_price_cents=variant.cost_cents - 1)
    world.call(tool, {**why, "list_price_cents": variant.cost_cents})
    assert (variant.price_cents, variant.price_reason) == (variant.cost_cents, "goodwill")


def test_lists_can_be_read_page_by_page() -> None:
    """The pages of the catalogue and of the orders are all there is, once, in order."""
    world = make_world(2)
    for tool, rows, mark, key in (
        ("browse_products", "products", "catalogue_mark", "product_name"),
        ("browse_purchases", "orders", "orders_mark", "placed_on"),
    ):
        page = world.call(tool, {})
        seen = page[rows]
        while page["next_mark"]:
            page = world.call(tool, {mark: page["next_mark"]})
            seen += page[rows]
        assert len(seen) == len(getattr(world, rows))
        assert [row[key] for row in seen] == sorted(row[key] for row in seen)
