"""A task whose first ask leaves open in which condition goods came back."""

from collections.abc import Generator
from random import Random
from typing import get_args

from toolbench_ood.tasks.ask import Ask, Reply
from toolbench_ood.tasks.solution import Caller
from toolbench_ood.tasks.task import task

from .records import REFUNDED_PERCENT, Condition, Order, Parcel
from .situations import empty_of, spell_variant
from .steps import find_orders, papers
from .world import Warehouse


@task(kind="missing_parameter")
def asks_in_which_condition(world: Warehouse, rng: Random) -> Generator[Ask, Reply, None]:
    """Only the user knows in which condition the units came back; the refund depends on it."""
    order = rng.choice([each for each in world.orders.values() if each.stage == "shipped"])
    sku = rng.choice(list(order.units))
    order.units[sku] += 1
    _parcel_of(world, order).units[sku] += 1
    units = rng.randrange(1, order.units[sku])
    condition = rng.choice(get_args(Condition))
    target = None if condition == "damaged" else empty_of(world, rng, (sku,))
    code = "" if target is None else target.code
    into = {"return_bin": code} if code else {}
    product, colour = world.product_of(sku).name, world.variants[sku].colour

    def solution(call: Caller) -> None:
        (row,) = find_orders(call, "shipped", order.customer)
        paper = papers(call, row["order_code"])
        found = next(
            line["variant_sku"]
            for line in paper["lines"]
            if (line["product_name"], line["colour"]) == (product, colour)
        )
        line = {"returned_sku": found, "returned_units": units, "return_condition": condition}
        given = {"refunded_order": paper["order_code"], "returned_line": line, **into}
        call("refund_return", **given)

    goods, what, them = ("1 unit", "It", "it") if units == 1 else (f"{units} units", "They", "them")
    reply = yield Ask(
        f"{order.customer} has sent back {goods} of {spell_variant(world, sku)}. Please refund "
        "that as our rules say.",
        solution=lambda _: "In which condition did it come back: unopened, opened or damaged?",
        paraphrase=f"We got {goods} of {spell_variant(world, sku)} back from {order.customer}; "
        "the money is to be refunded by our usual rules.",
    )
    assert reply.text
    assert not world.returns

    yield Ask(
        f"{what} came back {condition}." + (code and f" Put {them} into bin {code}."),
        solution=solution,
        paraphrase=f"Condition: {condition}." + (code and f" Bin {code} is the place for {them}."),
    )
    (made,) = world.returns.values()
    assert (made.order_id, made.sku, made.units) == (order.id, sku, units)
    cents = order.prices_cents[sku] * units * REFUNDED_PERCENT[condition] // 100
    assert (made.condition, made.refunded_cents) == (condition, cents)
    assert made.bin_code == (code or None)
    assert target is None or target.units[sku] == units


def _parcel_of(world: Warehouse, order: Order) -> Parcel:
    return next(parcel for parcel in world.parcels.values() if parcel.order_id == order.id)
