"""The catalogue: prices, successors of discontinued products, and how much there is of what."""

from dataclasses import replace
from itertools import pairwise
from random import Random
from typing import get_args

from toolbench_ood import Ask, Caller, Turns, task
from toolbench_ood.world.kit import money

from .records import Category
from .rules import Depot
from .situations import draw_bins, draw_skus, idle_skus, make_space, place, variant_name
from .solutions import find_variants, get_stocks, move, price, read_catalogue
from .wording import COLOURS, units
from .world import Warehouse


@task(kind="parallel")
def changes_two_prices_and_moves_stock(world: Warehouse, rng: Random) -> Turns:
    """Three independent look-ups, then two prices for reasons of their own, and a move."""
    depot = world.depot
    up, down, moved = (depot.variants[sku] for sku in draw_skus(depot, rng, 3))
    higher = up.price_cents + rng.randrange(20, 300)
    lower = rng.randrange(down.cost_cents, down.price_cents - 20)
    source, target = draw_bins(depot, rng, 2)
    count, left = rng.randrange(3, 15), rng.randrange(1, 9)
    place(depot, moved.sku, [(source, count + left)])
    make_space(target, count)
    wanted = [
        replace(up, price_cents=higher, price_reason="supplier_cost"),
        replace(down, price_cents=lower, price_reason="clearance"),
    ]
    keys = [(depot.product_of(each.sku).name, each.colour) for each in (up, down, moved)]

    def solution(call: Caller) -> None:
        first, second, third = (row["sku"] for row in find_variants(call, *keys))
        call.together(
            price(first, higher, "supplier_cost"),
            price(second, lower, "clearance"),
            move(third, source.id, target.id, count),
        )

    yield Ask(
        f"Three things, please. {variant_name(depot, up.sku)} now costs {money(higher)}, because "
        f"the supplier charges more. {variant_name(depot, down.sku)} goes on clearance at "
        f"{money(lower)}. And move {units(count)} of {variant_name(depot, moved.sku)} from bin "
        f"{source.id} to bin {target.id}.",
        paraphrase=f"Please take {units(count)} of {variant_name(depot, moved.sku)} out of bin "
        f"{source.id} and put them in bin {target.id}. Then set two prices: {money(lower)} for "
        f"{variant_name(depot, down.sku)}, for clearance, and {money(higher)} for "
        f"{variant_name(depot, up.sku)}, since our supplier's cost has gone up.",
        solution=solution,
    )
    assert [up, down] == wanted
    assert (source.stock[moved.sku], target.stock[moved.sku]) == (left, count)


@task(kind="chain")
def reprices_a_replacement(world: Warehouse, rng: Random) -> Turns:
    """Eight or more steps, from successor to successor until enough is available; the old price."""
    depot, wanted = world.depot, rng.randrange(8, 16)
    skus = draw_skus(depot, rng, rng.randrange(7, 10))
    old, found = depot.variants[skus[0]], depot.variants[skus[-2]]
    _line_up(depot, rng, skus, wanted)
    found.cost_cents = min(found.cost_cents, old.price_cents - 50)
    if found.price_cents == old.price_cents:
        found.price_cents += 130
    repriced = replace(found, price_cents=old.price_cents, price_reason="goodwill")
    product = depot.product_of(old.sku).name

    def solution(call: Caller) -> None:
        (start,) = find_variants(call, (product, old.colour))
        stock = call("get_stock", sku=start["sku"])
        while stock["available"] < wanted:
            stock = call("get_stock", sku=stock["successor_sku"])
        call.together(price(stock["sku"], start["price_cents"], "goodwill"))

    yield Ask(
        f"A good customer wants {wanted} units of {variant_name(depot, old.sku)}, which we've "
        "discontinued. Look at its successor, then at that one's successor, and so on, until you "
        f"find the first with at least {wanted} units available. As a goodwill gesture, set the "
        "price of that one to the list price of the discontinued one.",
        paraphrase=f"Somebody needs {wanted} units of {variant_name(depot, old.sku)}, but we don't "
        "sell it any more. Whatever has replaced it may be short as well, and may have been "
        "replaced in turn. Take the nearest replacement that has enough units available, and give "
        "it the price that the discontinued one is listed at (reason: goodwill).",
        solution=solution,
    )
    assert found == repriced


def _line_up(depot: Depot, rng: Random, skus: list[str], wanted: int) -> None:
    """Let each variant succeed the one before; only of the last two is there enough."""
    for sku, successor in pairwise(skus):
        depot.variants[sku].successor_sku = successor
    for sku in skus:
        enough = sku in skus[-2:]
        count = wanted + rng.randrange(9) if enough else rng.randrange(2, wanted)
        part = rng.randrange(1, count)
        place(depot, sku, list(zip(draw_bins(depot, rng, 2), (part, count - part), strict=True)))


@task(kind="aggregate")
def counts_a_colour(world: Warehouse, rng: Random) -> Turns:
    """Eight pages of catalogue and a look at each variant of one colour, added up."""
    depot, colour = world.depot, _draw_colour(world.depot, rng)
    total = sum(
        each.stock.get(sku, 0)
        for each in depot.bins.values()
        for sku, variant in depot.variants.items()
        if variant.colour == colour
    )

    def solution(call: Caller) -> str:
        rows = [row for row in read_catalogue(call) if row["colour"] == colour]
        fours = (rows[at : at + 4] for at in range(0, len(rows), 4))
        stocks = [stock for four in fours for stock in get_stocks(call, four)]
        return str(sum(row["on_hand"] for stock in stocks for row in stock["bins"]))

    reply = yield Ask(
        f"How many units in the colour {colour} do we have on hand in total, across all products "
        "and bins, including reserved ones? Reply with just the number.",
        paraphrase=f"Please count everything {colour} in our bins, whatever the product and "
        "whether or not it's reserved. Reply with only the total number of units.",
        solution=solution,
    )
    assert reply.number() == total


def _draw_colour(depot: Depot, rng: Random) -> str:
    """Draw a colour of at most seven variants; of nine colours for 64 variants, one has no more."""
    colours = [variant.colour for variant in depot.variants.values()]
    return rng.choice([colour for colour in COLOURS if 1 <= colours.count(colour) <= 7])


@task(kind="aggregate")
def discounts_an_overstocked_variant(world: Warehouse, rng: Random) -> Turns:
    """Compare the stock of a category's expensive variants; cut the price of the most plentiful."""
    depot, category = world.depot, rng.choice(get_args(Category))
    overstocked, least = _overstock(depot, rng, category)
    variant, cut = depot.variants[overstocked], rng.randrange(30, 80)
    wanted = replace(variant, price_cents=variant.price_cents - cut, price_reason="clearance")
    available = depot.available(overstocked)

    def solution(call: Caller) -> str:
        variants = read_catalogue(call, category=category)
        rows = [row for row in variants if row["price_cents"] >= least]
        stock = max(get_stocks(call, rows), key=lambda each: int(each["available"]))
        call.together(price(stock["sku"], stock["price_cents"] - cut, "clearance"))
        return str(stock["available"])

    reply = yield Ask(
        f"Look at the variants in the {category} category with a list price of {money(least)} or "
        "more. Find the one with the most available units across all bins, and take "
        f"{money(cut)} off its price for clearance. How many units of it are available? Reply "
        "with just the number.",
        paraphrase=f"Which {category} variant do we have the most available units of, all bins "
        f"taken together? Consider only those priced at {money(least)} or higher. Lower its price "
        f"by {money(cut)} (reason: clearance) and answer with only the number of its available "
        "units.",
        solution=solution,
    )
    assert variant == wanted
    assert reply.number() == available


def _overstock(depot: Depot, rng: Random, category: Category) -> tuple[str, int]:
    """Let most units be available of an expensive variant, and more still of a cheap one.

    Returns the expensive variant and the least price of the four that are expensive.
    """
    skus = [sku for sku in depot.variants if depot.product_of(sku).category == category]
    idle = [sku for sku in idle_skus(depot) if sku in skus]
    overstocked = rng.choice(idle)
    variant, others = depot.variants[overstocked], [sku for sku in skus if sku != overstocked]
    least = sorted((depot.variants[sku].price_cents for sku in others), reverse=True)[2]
    variant.price_cents = max(variant.price_cents, least + rng.randrange(50, 500))
    most = max(depot.available(sku) for sku in skus) + rng.randrange(1, 9)
    first, second = draw_bins(depot, rng, 2, "secure")
    place(depot, overstocked, [(first, most)])
    cheap = [sku for sku in others if sku in idle and depot.variants[sku].price_cents < least]
    if cheap:
        place(depot, rng.choice(cheap), [(second, most + rng.randrange(1, 20))])
    return overstocked, least
