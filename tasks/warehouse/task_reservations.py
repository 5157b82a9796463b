"""Reservations: what is reserved for whom, from which bins, and what is released again."""

import re
from dataclasses import replace
from random import Random

from toolbench_ood import Ask, Caller, Turns, task

from .records import BinStock, Order
from .rules import Depot, merge, total_by_sku
from .situations import (
    draw_bins,
    draw_skus,
    lines_from,
    new_customer,
    place,
    plant_order,
    spread,
)
from .solutions import Row, find_orders, get_record, get_records, get_stocks, line, reserve_items
from .wording import CITIES
from .world import Warehouse


@task(kind="constraint")
def reserves_without_the_display_zone(world: Warehouse, rng: Random) -> Turns:
    """Only a display bin has enough; the fullest of the others first, the rest from the next."""
    depot = world.depot
    skus = draw_skus(depot, rng, rng.choice((2, 3)))
    lines = merge(each for sku in skus for each in _stock_display(depot, rng, sku))
    order = plant_order(depot, rng, total_by_sku(lines), age_days=rng.randrange(5))
    wanted = replace(order, reserved=lines, status="reserved")

    def reserve(call: Caller, *, display_too: bool) -> None:
        items, stock = get_record(call, order.id)["items"], []
        for item, found in zip(items, get_stocks(call, items), strict=True):
            bins = [row for row in found["bins"] if display_too or row["zone"] != "display"]
            stock += _fullest_first(item, bins)
        call("reserve_stock", order_id=order.id, stock=stock)

    yield Ask(
        f"Reserve everything that order {order.id} needs, but nothing from the display zone. For "
        "each item, start with the bin that has the most available units of it. If those aren't "
        "enough, reserve all of them and go on to the bin with the next most, until the order has "
        "what it needs.",
        paraphrase=f"Order {order.id} needs all its units reserved, and none of them may come from "
        "the display zone. Empty an item's fullest bin, counting available units, before you use "
        "its second fullest, and that one before its third. Stop as soon as nothing is missing.",
        solution=lambda call: reserve(call, display_too=False),
        tempting=lambda call: reserve(call, display_too=True),
    )
    assert order == wanted


def _stock_display(depot: Depot, rng: Random, sku: str) -> list[BinStock]:
    """Let a display bin have enough of a variant, and two or three others only together.

    Returns what has to be reserved in each of the others.
    """
    bins = draw_bins(depot, rng, 3, "ambient", "cool", "secure")
    (display,) = draw_bins(depot, rng, 1, "display")
    most, middle, least = sorted(rng.sample(range(2, 9), 3), reverse=True)
    needed = most + rng.randrange(1, middle + least)
    stock = [*zip(bins, (most, middle, least), strict=True), (display, needed + rng.randrange(6))]
    place(depot, sku, rng.sample(stock, len(stock)))
    second = min(middle, needed - most)
    counts = (most, second, needed - most - second)
    return [BinStock(sku, each.id, count) for each, count in zip(bins, counts, strict=True)]


def _fullest_first(item: Row, bins: list[Row]) -> list[Row]:
    """Return what to reserve for an item, from the bin with the most available units first."""
    missing, lines = int(item["quantity"]), []
    for row in sorted(bins, key=lambda row: int(row["available"]), reverse=True):
        quantity = min(missing, int(row["available"]))
        if quantity:
            lines.append(line(item["sku"], row["bin_id"], quantity))
        missing -= quantity
    return lines


@task(kind="recovery")
def reserves_an_urgent_order(world: Warehouse, rng: Random) -> Turns:
    """Other orders have reserved the units; the refusal names them, and the newest is released."""
    depot = world.depot
    sku, extra = draw_skus(depot, rng, 2)
    (target,) = draw_bins(depot, rng, 1)
    spread(depot, rng, extra)
    counts, available = [rng.randrange(3, 7) for _ in range(2)], rng.randrange(3)
    place(depot, sku, [(target, available + sum(counts))])
    rivals = [
        plant_order(depot, rng, {sku: count, extra: 1}, age_days=age,
                    reserved=[BinStock(sku, target.id, count)])
        for count, age in zip(counts, rng.sample(range(1, 15), 2), strict=True)
    ]  # fmt: skip
    newest, other = sorted(rivals, key=lambda rival: rival.order_date, reverse=True)
    needed = available + rng.randrange(1, newest.quantities[sku] + 1)
    order = plant_order(depot, rng, {sku: needed})
    reserved = (BinStock(sku, target.id, needed),)
    wanted = [
        replace(order, reserved=reserved, status="reserved"),
        replace(newest, reserved=()),
        replace(other),
    ]

    def solution(call: Caller) -> None:
        (item,) = get_record(call, order.id)["items"]
        (stock,) = get_stocks(call, [item])
        mine = line(item["sku"], stock["bins"][0]["bin_id"], item["quantity"])
        refusal = call.failing("reserve_stock", order_id=order.id, stock=[mine])
        found = get_records(call, re.findall(r"OR-\w+", refusal))
        last = max(found, key=lambda row: str(row["order_date"]))
        released = [row for row in last["reserved"] if row["sku"] == item["sku"]]
        call("release_stock", order_id=last["id"], stock=released)
        call("reserve_stock", order_id=order.id, stock=[mine])

    yield Ask(
        f"Order {order.id} is for a wedding and can't wait, so please reserve everything it needs. "
        "If there aren't enough available units because other orders have reserved them, find out "
        "which of those orders was placed most recently and release everything it has reserved of "
        "that item first.",
        paraphrase=f"All units of order {order.id} have to be reserved today. In case the "
        "reservations of other orders are in the way, pick the newest of those orders, release all "
        "its reserved units of the item, and then reserve ours.",
        solution=solution,
    )
    assert [order, newest, other] == wanted


@task(kind="look_alike")
def releases_a_postponed_order(world: Warehouse, rng: Random) -> Turns:
    """Two customers of one name: only the orders tell the cities; one order is released."""
    depot = world.depot
    customer, ages = new_customer(depot, rng), rng.sample(range(1, 12), 2)
    order, twin = (
        _plant_reserved(depot, rng, customer, city, age)
        for city, age in zip(rng.sample(CITIES, 2), ages, strict=True)
    )
    wanted = [replace(order, reserved=(), status="placed"), replace(twin)]

    def release(call: Caller, city: str) -> None:
        found = get_records(call, find_orders(call, "reserved", customer, 2))
        shown = next(each for each in found if each["city"] == city)
        call("release_stock", order_id=shown["id"], stock=shown["reserved"])

    yield Ask(
        f"{customer} from {order.city} has a reserved order, but would like to wait. Please "
        "release everything that's reserved for it.",
        paraphrase=f"The reserved order of {customer} in {order.city} is postponed, so release "
        "all its units.",
        solution=lambda call: release(call, order.city),
        tempting=lambda call: release(call, twin.city),
    )
    assert [order, twin] == wanted


def _plant_reserved(depot: Depot, rng: Random, customer: str, city: str, age: int) -> Order:
    """Add a reserved order of two or three products, each from the bin with most of it."""
    skus = draw_skus(depot, rng, rng.choice((2, 3)))
    bins = {sku: spread(depot, rng, sku) for sku in skus}
    counts = {sku: rng.randrange(1, 6) for sku in skus}
    return plant_order(
        depot, rng, counts, age_days=age, customer=customer, city=city,
        reserved=lines_from(bins, counts), status="reserved",
    )  # fmt: skip


@task(kind="undo")
def reserves_the_rest_then_releases_it(world: Warehouse, rng: Random) -> Turns:
    """Reserve what an order is missing; then release just that, not what was reserved before."""
    depot = world.depot
    skus = draw_skus(depot, rng, rng.choice((3, 4)))
    bins = {sku: spread(depot, rng, sku) for sku in skus}
    counts = {sku: rng.randrange(1, 5) for sku in skus}
    first = lines_from(bins, {skus[0]: counts[skus[0]]})
    order = plant_order(depot, rng, counts, age_days=3, reserved=first)
    before = replace(order)
    after = replace(order, reserved=lines_from(bins, counts), status="reserved")
    lines: list[Row] = []

    def reserve(call: Caller) -> None:
        shown = get_record(call, order.id)
        done = {row["sku"] for row in shown["reserved"]}
        lines[:] = reserve_items(
            call, order.id, [row for row in shown["items"] if row["sku"] not in done]
        )

    def release(call: Caller) -> None:
        call("release_stock", order_id=order.id, stock=lines)

    yield Ask(
        f"One of the items in order {order.id} is already reserved. Please reserve the others "
        "as well, each from the one bin that has the most available units of it.",
        paraphrase=f"Order {order.id} has only one item reserved so far. Complete it: take "
        "each of the other items from a single bin, the one with the most available units of "
        "that item.",
        solution=reserve,
    )
    assert order == after

    yield Ask(
        "The customer is having second thoughts. Release everything that you just reserved, but "
        "nothing that was reserved before.",
        paraphrase="On second thought, please put that order back as it was: the units you just "
        "reserved become available again, and the earlier reservation stays.",
        solution=release,
    )
    assert order == before
