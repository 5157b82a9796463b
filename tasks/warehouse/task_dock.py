"""Tasks that take deliveries in."""

from collections.abc import Generator
from random import Random

from toolbench_ood.tasks.ask import Ask, Reply
from toolbench_ood.tasks.solution import Caller
from toolbench_ood.tasks.task import task

from .drawing import draw_code
from .floor import place
from .records import Delivery, Order
from .situations import (
    draw_bins,
    draw_idle_skus,
    empty_of,
    idle_skus,
    make_room,
    plant_order,
    spread,
    stow,
)
from .steps import Row, all_papers, all_stocks, hold, papers
from .world import Warehouse


def _plant_delivery(world: Warehouse, rng: Random, units: dict[str, int]) -> Delivery:
    """Let one more delivery stand at the dock, from the supplier of the first variant."""
    supplier_id = world.product_of(next(iter(units))).supplier_id
    delivery_id = draw_code(rng, "DL-", world.deliveries)
    delivery = Delivery(delivery_id, supplier_id, units)
    world.deliveries[delivery_id] = delivery
    return delivery


def _putaway(code: str, sku: str, units: int) -> Row:
    return {"putaway_bin": code, "putaway_sku": sku, "putaway_units": units}


@task(kind="single")
def takes_a_delivery_in(world: Warehouse, rng: Random) -> Generator[Ask, Reply, None]:
    """One call with a list: every unit of a delivery into a bin, one product over two bins."""
    skus = draw_idle_skus(world, rng, rng.choice((2, 3)))
    bins = draw_bins(world, rng, len(skus) + 1)
    shelves = [*zip(bins, skus, strict=False), (bins[-1], skus[0])]
    lines = [(one, sku, rng.randrange(3, 20)) for one, sku in shelves]
    units = {sku: sum(n for _, other, n in lines if other == sku) for sku in skus}
    delivery = _plant_delivery(world, rng, units)
    for one in bins:
        make_room(one, 20)
    wanted = {(one.code, sku): one.units.get(sku, 0) + n for one, sku, n in lines}

    def solution(call: Caller) -> None:
        putaway = [_putaway(one.code, sku, n) for one, sku, n in lines]
        call("receive_delivery", delivery_code=delivery.id, putaway=putaway)

    said = "\n".join(f"- bin {one.code}: {n} of {sku}" for one, sku, n in lines)
    again = "; ".join(f"{n} of {sku} into {one.code}" for one, sku, n in lines)
    yield Ask(
        f"Delivery {delivery.id} can come in. Put it away like this:\n{said}",
        solution=solution,
        paraphrase=f"Please receive {delivery.id}, distributed as follows: {again}.",
    )

    assert delivery.received
    assert {(code, sku): world.bins[code].units[sku] for code, sku in wanted} == wanted


@task(kind="several_asks")
def fills_the_gap_from_the_dock(world: Warehouse, rng: Random) -> Generator[Ask, Reply, None]:
    """Say which product an order lacks; then find its delivery, take it in, and hold the units."""
    order, short = _plant_short_order(world, rng)
    units = order.units
    other = rng.choice([sku for sku in idle_skus(world) if sku not in units])
    brought = {short: units[short] + rng.randrange(4), other: rng.randrange(2, 9)}
    delivery = _plant_delivery(world, rng, brought)
    target = empty_of(world, rng, (short, other))
    names = {sku: world.product_of(sku).name for sku in units}
    known: dict[str, Row] = {}

    def look(call: Caller) -> str:
        rows = papers(call, order.id)["lines"]
        stocks = all_stocks(call, (row["variant_sku"] for row in rows))
        for row, stock in zip(rows, stocks, strict=True):
            if stock["free_units"] < row["ordered_units"]:
                known["line"], known["stock"] = row, stock
        return str(known["line"]["product_name"])

    def fill(call: Caller) -> None:
        line = known["line"]
        found = _find_delivery(call, known["stock"]["supplier_code"], line["variant_sku"])
        _take_in(call, found, target.code)
        mine = hold(line["variant_sku"], target.code, line["ordered_units"])
        call("reserve_units", fulfilled_order=order.id, reservations=[mine])

    reply = yield Ask(
        f"Nothing is held yet for order {order.id}. Of which of its products do we have too few "
        "free units, all bins counted? Just the name of the product.",
        solution=look,
        paraphrase=f"Check order {order.id}, for which nothing has been set aside: one of its "
        "products can't be filled from all the free units that we have. Answer with that product's "
        "name only.",
    )
    assert reply.named(names.values()) == {names[short]}

    yield Ask(
        "A delivery from the supplier of that product stands at the dock and brings more of it. "
        f"Take that delivery in, all of it into bin {target.code}, and hold there what the order "
        "needs of the product. Leave the order's other products for later.",
        solution=fill,
        paraphrase="Its supplier has sent more; among their deliveries waiting at the dock one has "
        f"that product. Put everything in that one away into bin {target.code}. Then set aside "
        f"in {target.code} all the units of the product that the order wants, and nothing else.",
    )
    assert delivery.received
    assert (target.units[short], target.units[other]) == (brought[short], brought[other])
    assert (order.held, order.stage) == ({place(short, target.code): units[short]}, "placed")


def _plant_short_order(world: Warehouse, rng: Random) -> tuple[Order, str]:
    """Put an order of three products among the others, of one of which too little is free."""
    skus = draw_idle_skus(world, rng, 3)
    for sku in skus:
        spread(world, rng, sku)
    order = plant_order(
        world, rng, {sku: rng.randrange(4, 6) for sku in skus}, age_days=rng.randrange(6)
    )
    short = rng.choice(skus)
    stow(world, short, [(draw_bins(world, rng, 1)[0], order.units[short] - rng.randrange(1, 4))])
    return order, short


def _take_in(call: Caller, delivery: Row, code: str) -> None:
    """Receive a delivery, all of it into one bin."""
    putaway = [
        _putaway(code, row["variant_sku"], row["delivered_units"]) for row in delivery["lines"]
    ]
    call("receive_delivery", delivery_code=delivery["delivery_code"], putaway=putaway)


def _find_delivery(call: Caller, supplier_code: str, sku: str) -> Row:
    """Look through a supplier's waiting deliveries for the one with a variant."""
    waiting = all_papers(call, papers(call, supplier_code)["waiting_delivery_codes"])
    return next(each for each in waiting if any(row["variant_sku"] == sku for row in each["lines"]))
