"""Tasks that decide what is held for whom."""

import re
from collections.abc import Generator
from random import Random

from toolbench_ood.tasks.ask import Ask, Reply
from toolbench_ood.tasks.solution import Caller
from toolbench_ood.tasks.task import task

from .floor import place
from .situations import (
    draw_bins,
    draw_idle_skus,
    fresh_customer,
    plant_order,
    spread,
    stow,
)
from .steps import Row, all_papers, all_stocks, find_orders, hold, holds_of, papers
from .wording import CITIES
from .world import Warehouse


@task(kind="constraint")
def spares_the_display(world: Warehouse, rng: Random) -> Generator[Ask, Reply, None]:
    """No bin but one of the display has enough; fullest first, what is missing from the next."""
    skus = draw_idle_skus(world, rng, rng.choice((2, 3)))
    holds = {sku: _lay_a_trap(world, rng, sku) for sku in skus}
    units = {sku: sum(by_bin.values()) for sku, by_bin in holds.items()}
    order = plant_order(world, rng, units, age_days=rng.randrange(5))

    def reserve(call: Caller, *, display_too: bool) -> None:
        lines = papers(call, order.id)["lines"]
        stocks = all_stocks(call, (line["variant_sku"] for line in lines))
        reservations = []
        for line, stock in zip(lines, stocks, strict=True):
            bins = [row for row in stock["bins"] if display_too or row["zone"] != "display"]
            reservations += _fullest_first(line, bins)
        call("reserve_units", fulfilled_order=order.id, reservations=reservations)

    yield Ask(
        f"Hold everything that order {order.id} needs, but leave the display zone alone. For each "
        "product, begin with the bin that has the most free units of it; when they don't suffice, "
        "hold all of them and go on to the bin with the next most, until the order has enough.",
        solution=lambda call: reserve(call, display_too=False),
        tempting=lambda call: reserve(call, display_too=True),
        paraphrase=f"Reserve all units of order {order.id}, none of them in the display zone. Use "
        "up what is free of a product in its fullest bin before you touch its second fullest, and "
        "that one before its third, and stop as soon as nothing is missing.",
    )

    wanted = {place(sku, code): n for sku, by_bin in holds.items() for code, n in by_bin.items()}
    assert order.held == wanted
    assert order.stage == "reserved"


def _lay_a_trap(world: Warehouse, rng: Random, sku: str) -> dict[str, int]:
    """Let a display bin have enough of a variant, and two or three others only together.

    Returns what has to be held in each of the others.
    """
    bins = draw_bins(world, rng, 3, ("ambient", "cool", "secure"))
    (trap,) = draw_bins(world, rng, 1, ("display",))
    most, middle, least = sorted(rng.sample(range(2, 9), 3), reverse=True)
    needed = most + rng.randrange(1, middle + least)
    shelves = [*zip(bins, (most, middle, least), strict=True), (trap, needed + rng.randrange(6))]
    stow(world, sku, rng.sample(shelves, len(shelves)))
    second = min(middle, needed - most)
    held = zip(bins, (most, second, needed - most - second), strict=True)
    return {one.code: units for one, units in held if units}


def _fullest_first(line: Row, bins: list[Row]) -> list[Row]:
    """Spell what to hold for an order line, the bin with the most free units first."""
    missing, held = int(line["ordered_units"]), []
    for row in sorted(bins, key=lambda row: int(row["free_units"]), reverse=True):
        units = min(missing, int(row["free_units"]))
        if units:
            held.append(hold(line["variant_sku"], row["bin_code"], units))
        missing -= units
    return held


@task(kind="recovery")
def takes_from_the_youngest_order(world: Warehouse, rng: Random) -> Generator[Ask, Reply, None]:
    """Other orders hold the units; the refusal names them, and the youngest gives its own up."""
    (sku, extra) = draw_idle_skus(world, rng, 2)
    (shelf,) = draw_bins(world, rng, 1)
    spread(world, rng, extra)
    ages = rng.sample(range(1, 15), 2)
    rivals = [
        plant_order(world, rng, {sku: rng.randrange(3, 7), extra: 1}, age_days=age) for age in ages
    ]
    free = rng.randrange(3)
    stow(world, sku, [(shelf, free + sum(rival.units[sku] for rival in rivals))])
    for rival in rivals:
        rival.held = {place(sku, shelf.code): rival.units[sku]}
    youngest, other = sorted(rivals, key=lambda rival: rival.placed_on, reverse=True)
    needed = free + rng.randrange(1, youngest.units[sku] + 1)
    order = plant_order(world, rng, {sku: needed})

    def solution(call: Caller) -> None:
        (line,) = papers(call, order.id)["lines"]
        (stock,) = all_stocks(call, [line["variant_sku"]])
        mine = hold(line["variant_sku"], stock["bins"][0]["bin_code"], line["ordered_units"])
        words = call.failing("reserve_units", fulfilled_order=order.id, reservations=[mine])
        found = all_papers(call, re.findall(r"OR-\w+", words))
        loser = max(found, key=lambda paper: str(paper["placed_on"]))
        given_up = [each for each in holds_of(loser) if each["held_sku"] == mine["held_sku"]]
        call("release_units", fulfilled_order=loser["order_code"], releases=given_up)
        call("reserve_units", fulfilled_order=order.id, reservations=[mine])

    yield Ask(
        f"Order {order.id} is for a wedding and can't wait: hold all that it needs. If too little "
        "is free because other orders hold it, first have the most recently placed of those give "
        "up all that it holds of that product.",
        solution=solution,
        paraphrase=f"All units of order {order.id} must be set aside today. Should other orders "
        "stand in the way by what they hold, look which of these was placed last, free everything "
        "that it holds of the product, and then set ours aside.",
    )

    assert (order.held, order.stage) == ({place(sku, shelf.code): needed}, "reserved")
    assert (youngest.held, youngest.stage) == ({}, "placed")
    assert other.held == {place(sku, shelf.code): other.units[sku]}


@task(kind="look_alike")
def frees_the_right_namesakes_order(world: Warehouse, rng: Random) -> Generator[Ask, Reply, None]:
    """Two customers of one name: only the papers tell the cities; one order loses its holds."""
    customer, cities = fresh_customer(world, rng), rng.sample(CITIES, 2)
    ages = rng.sample(range(1, 12), 2)
    orders = []
    for city, age in zip(cities, ages, strict=True):
        skus = draw_idle_skus(world, rng, rng.choice((2, 3)))
        best = {sku: spread(world, rng, sku) for sku in skus}
        units = {sku: rng.randrange(1, 6) for sku in skus}
        order = plant_order(
            world, rng, units, age_days=age, customer=customer, city=city, stage="reserved"
        )
        order.held = {place(sku, best[sku].code): units[sku] for sku in skus}
        orders.append(order)
    wanted, twin = orders

    def free(call: Caller, paper: Row) -> None:
        call("release_units", fulfilled_order=paper["order_code"], releases=holds_of(paper))

    def look(call: Caller) -> list[Row]:
        rows = find_orders(call, "reserved", customer, 2)
        return all_papers(call, (row["order_code"] for row in rows))

    def solution(call: Caller) -> None:
        free(call, next(paper for paper in look(call) if paper["city"] == wanted.city))

    def tempting(call: Caller) -> None:
        free(call, next(paper for paper in look(call) if paper["order_code"] == twin.id))

    held = dict(twin.held)
    yield Ask(
        f"{customer} from {wanted.city} has a reserved order and wants to wait with it. Let go of "
        "everything that is held for it.",
        solution=solution,
        tempting=tempting,
        paraphrase=f"The reserved order for {customer} in {wanted.city} is postponed: make all "
        "the units that we hold for it free.",
    )

    assert (wanted.held, wanted.stage) == ({}, "placed")
    assert (twin.held, twin.stage) == (held, "reserved")
