"""Orders on their way out, and what comes back of them."""

from dataclasses import replace
from random import Random
from typing import get_args

from toolbench_ood import Ask, Caller, Turns, task
from toolbench_ood.world.kit import new_row, new_rows, without_id

from .records import REFUND_PERCENT, Condition, Parcel, Return
from .situations import bin_without, draw_pickup, draw_skus, plant_order, spread, variant_name
from .solutions import find_orders, get_record, reserve_items
from .wording import units
from .world import Warehouse


@task(kind="chain")
def packs_and_ships_an_order(world: Warehouse, rng: Random) -> Turns:
    """Nine steps: find the order, reserve its units where there are most, pack, and ship."""
    depot = world.depot
    skus = draw_skus(depot, rng, rng.choice((2, 3)))
    bins = {sku: spread(depot, rng, sku) for sku in skus}
    counts = {sku: rng.randrange(1, 5) for sku in skus}
    order = plant_order(depot, rng, counts)
    carrier, day = draw_pickup(depot, rng)
    left = {sku: bins[sku].stock[sku] - count for sku, count in counts.items()}
    shipped = replace(order, status="shipped", ship_date=day)
    parcels = [
        Parcel(
            "", order.id, "medium", {sku: count}, depot.variants[sku].weight_grams * count, carrier
        )
        for sku, count in counts.items()
    ]
    before = set(depot.parcels)

    def solution(call: Caller) -> None:
        (id_,) = find_orders(call, "placed", order.customer)
        lines = reserve_items(call, id_, get_record(call, id_)["items"])
        items = [{"sku": row["sku"], "quantity": row["quantity"]} for row in lines]
        boxes = [{"size": "medium", "items": [each]} for each in items]
        ids = [each["id"] for each in call("pack_order", order_id=id_, boxes=boxes)]
        call("ship_parcels", parcel_ids=ids, carrier=carrier, pickup_date=day)

    yield Ask(
        f"Please send out the order that {order.customer} has placed. Reserve each item from "
        "just one bin, the one with the most available units of it. Pack each item into a "
        f"medium box of its own, and have {carrier.title()} collect the parcels on {day}.",
        paraphrase=f"{order.customer} has placed an order, and nothing has been done about it yet. "
        f"{carrier.title()} should pick it up on {day}. Take every item from a single bin, "
        "namely the one with the most available units of that item, and give it one medium box "
        "to itself.",
        solution=solution,
    )
    assert order == shipped
    made = [without_id(each) for each in new_rows(depot.parcels, before)]
    assert len(made) == len(parcels)
    assert all(each in made for each in parcels)
    assert {sku: bins[sku].stock.get(sku, 0) for sku in skus} == left


@task(kind="missing_tool", withhold=("ship_parcels",))
def ships_a_packed_order(world: Warehouse, rng: Random) -> Turns:
    """Nothing can be shipped at first; then the packed order is found and all its parcels go."""
    depot = world.depot
    order = rng.choice([each for each in depot.orders.values() if each.status == "packed"])
    carrier, day = draw_pickup(depot, rng)
    before, after = replace(order), replace(order, status="shipped", ship_date=day)

    def solution(call: Caller) -> None:
        (id_,) = find_orders(call, "packed", order.customer)
        parcels = get_record(call, id_)["parcel_ids"]
        call("ship_parcels", parcel_ids=parcels, carrier=carrier, pickup_date=day)

    reply = yield Ask(
        f"{order.customer}'s order is packed. Hand it over to {carrier.title()} for "
        f"collection on {day}. If you can't hand parcels over to a carrier, don't do anything and "
        "reply with exactly: STILL IN THE WAREHOUSE",
        paraphrase=f"{carrier.title()} is supposed to collect {order.customer}'s packed order on "
        f"{day}, so please arrange that. If there's no way for you to ship parcels, change nothing "
        "and just answer with these words: STILL IN THE WAREHOUSE",
        solution=lambda _: "STILL IN THE WAREHOUSE",
    )
    assert reply.says("STILL IN THE WAREHOUSE")
    assert order == before

    yield Ask(
        "You can ship parcels now. Please go ahead with that order.",
        paraphrase="The tool for shipping is available now, so please do what I asked for.",
        solution=solution,
        hand_over=("ship_parcels",),
    )
    assert order == after
    assert {parcel.carrier for parcel in depot.parcels_of(order)} == {carrier}


@task(kind="missing_parameter")
def refunds_a_return(world: Warehouse, rng: Random) -> Turns:
    """Only the user knows in which condition the units came back; the refund depends on it."""
    depot = world.depot
    order = rng.choice([each for each in depot.orders.values() if each.status == "shipped"])
    sku, condition = rng.choice(list(order.quantities)), rng.choice(get_args(Condition))
    order.quantities[sku] += 1
    depot.parcels_of(order)[0].quantities[sku] += 1
    count, target = rng.randrange(1, order.quantities[sku]), bin_without(depot, rng, (sku,))
    kept = condition != "damaged"
    product, colour = depot.product_of(sku).name, depot.variants[sku].colour

    def solution(call: Caller) -> None:
        (id_,) = find_orders(call, "shipped", order.customer)
        items = get_record(call, id_)["items"]
        key = (product, colour)
        found = next(row["sku"] for row in items if (row["product"], row["colour"]) == key)
        item = {"sku": found, "quantity": count, "condition": condition}
        where = {"bin_id": target.id} if kept else {}
        call("refund_return", order_id=id_, item=item, **where)

    words = ("customer", "product", "quantity", "condition", "bin")
    them = "it" if count == 1 else "them"
    reply = yield Ask(
        f"{order.customer} has sent back {units(count)} of {variant_name(depot, sku)}. Please "
        f"refund {them} and, unless damaged, put {them} into bin {target.id}. If you need to know "
        "anything else first, don't do anything yet and reply with one word for what's missing, "
        "namely customer, product, quantity, condition or bin.",
        paraphrase=f"We've got {units(count)} of {variant_name(depot, sku)} back from "
        f"{order.customer}, to be refunded. Bin {target.id} is the place for anything that isn't "
        "damaged. Did I leave something out? Then wait, and answer only with which of these it is: "
        "customer, product, quantity, condition or bin.",
        solution=lambda _: "condition",
    )
    assert reply.named(words) == {"condition"}
    assert not depot.returns

    yield Ask(
        f"Sorry, I forgot: {'it' if count == 1 else 'they'} came back {condition}.",
        paraphrase=f"The condition is {condition}. Please go ahead.",
        solution=solution,
    )
    cents = order.unit_prices[sku] * count * REFUND_PERCENT[condition] // 100
    bin_id = target.id if kept else None
    assert without_id(new_row(depot.returns, ())) == Return(
        "", order.id, sku, count, condition, cents, bin_id
    )
    assert target.stock.get(sku, 0) == (count if kept else 0)
