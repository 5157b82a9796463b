"""Deliveries: received as told, or to fill what an order is short of."""

from random import Random

from toolbench_ood import Ask, Caller, Turns, task
from toolbench_ood.world.kit import draw_id

from .records import Delivery, Order
from .rules import Depot
from .situations import (
    bin_without,
    draw_bins,
    draw_skus,
    idle_skus,
    lines_from,
    make_space,
    place,
    plant_order,
    spread,
)
from .solutions import Row, get_record, get_records, get_stocks, line
from .world import Warehouse


def _plant_delivery(depot: Depot, rng: Random, quantities: dict[str, int]) -> Delivery:
    """Add one more delivery at the dock, from the supplier of the first variant."""
    supplier_id = depot.product_of(next(iter(quantities))).supplier_id
    delivery = Delivery(draw_id(rng, "DL-", depot.deliveries), supplier_id, quantities)
    depot.deliveries[delivery.id] = delivery
    return delivery


@task(kind="single")
def receives_a_delivery(world: Warehouse, rng: Random) -> Turns:
    """One call with a list: every unit of a delivery into a bin, one variant over two bins."""
    depot = world.depot
    skus = draw_skus(depot, rng, rng.choice((2, 3)))
    bins = draw_bins(depot, rng, len(skus) + 1)
    pairs = [*zip(bins, skus, strict=False), (bins[-1], skus[0])]
    rows = [(each, sku, rng.randrange(3, 20)) for each, sku in pairs]
    quantities = {sku: sum(count for _, other, count in rows if other == sku) for sku in skus}
    delivery = _plant_delivery(depot, rng, quantities)
    for each in bins:
        make_space(each, 20)
    wanted = [each.stock.get(sku, 0) + count for each, sku, count in rows]

    def solution(call: Caller) -> None:
        putaway = [line(sku, each.id, count) for each, sku, count in rows]
        call("receive_delivery", delivery_id=delivery.id, putaway=putaway)

    said = "\n".join(f"- {count} of {sku} in bin {each.id}" for each, sku, count in rows)
    again = "; ".join(f"bin {each.id} gets {count} of {sku}" for each, sku, count in rows)
    yield Ask(
        f"Please receive delivery {delivery.id} and put it away like this:\n{said}",
        paraphrase=f"{delivery.id} is at the dock and can be taken in. This is where it goes: "
        f"{again}.",
        solution=solution,
    )
    assert delivery.status == "received"
    assert [each.stock[sku] for each, sku, _ in rows] == wanted


@task(kind="several_asks")
def fills_an_order_from_a_delivery(world: Warehouse, rng: Random) -> Turns:
    """Say which product an order is short of; then find its delivery, receive it, and reserve."""
    depot = world.depot
    order, short = _plant_short_order(depot, rng)
    counts = order.quantities
    other = rng.choice([sku for sku in idle_skus(depot) if sku not in counts])
    sent = {short: counts[short] + rng.randrange(4), other: rng.randrange(2, 9)}
    delivery = _plant_delivery(depot, rng, sent)
    target = bin_without(depot, rng, (short, other))
    names = {sku: depot.product_of(sku).name for sku in counts}
    known: dict[str, Row] = {}

    def look(call: Caller) -> str:
        items = get_record(call, order.id)["items"]
        for item, stock in zip(items, get_stocks(call, items), strict=True):
            if stock["available"] < item["quantity"]:
                known.update(item=item, stock=stock)
        return str(known["item"]["product"])

    def fill(call: Caller) -> None:
        item = known["item"]
        found = _find_delivery(call, known["stock"]["supplier_id"], item["sku"])
        putaway = [line(row["sku"], target.id, row["quantity"]) for row in found["items"]]
        call("receive_delivery", delivery_id=found["id"], putaway=putaway)
        mine = line(item["sku"], target.id, item["quantity"])
        call("reserve_stock", order_id=order.id, stock=[mine])

    reply = yield Ask(
        f"Nothing is reserved for order {order.id} yet. For one of its items, we don't "
        "have enough available units in all our bins together. Which one? Reply with just the "
        "product's name.",
        paraphrase=f"Please check order {order.id}, which has no reserved units so far: which of "
        "its items can't be filled from the units available in all our bins? Answer with only the "
        "name of that product.",
        solution=look,
    )
    assert reply.named(names.values()) == {names[short]}

    yield Ask(
        "A delivery from that item's supplier is waiting at the dock and has more of it. "
        f"Receive that delivery and put all of it into bin {target.id}. Then reserve the units of "
        f"the item that the order needs, from bin {target.id}. Don't reserve its other items yet.",
        paraphrase="Among the deliveries that its supplier has waiting at the dock, one contains "
        f"that item. Receive it, with everything in it going into bin {target.id}, and reserve "
        f"in {target.id} as much of the item as the order is for. The other items of the order can "
        "wait.",
        solution=fill,
    )
    assert delivery.status == "received"
    assert (target.stock[short], target.stock[other]) == (sent[short], sent[other])
    reserved = lines_from({short: target}, {short: counts[short]})
    assert (order.reserved, order.status) == (reserved, "placed")


def _plant_short_order(depot: Depot, rng: Random) -> tuple[Order, str]:
    """Add an order of three products, with too few units available of one of them."""
    skus = draw_skus(depot, rng, 3)
    for sku in skus:
        spread(depot, rng, sku)
    quantities = {sku: rng.randrange(4, 6) for sku in skus}
    short, missing = rng.choice(skus), rng.randrange(1, 4)
    place(depot, short, [(draw_bins(depot, rng, 1)[0], quantities[short] - missing)])
    return plant_order(depot, rng, quantities, age_days=rng.randrange(6)), short


def _find_delivery(call: Caller, supplier_id: str, sku: str) -> Row:
    """Look through a supplier's waiting deliveries for the one with a variant."""
    waiting = get_records(call, get_record(call, supplier_id)["waiting_delivery_ids"])
    return next(each for each in waiting if any(row["sku"] == sku for row in each["items"]))
