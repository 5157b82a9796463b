"""Tasks that go through the catalogue."""

from collections.abc import Generator
from itertools import pairwise
from random import Random
from typing import get_args

from toolbench_ood.tasks.ask import Ask, Reply
from toolbench_ood.tasks.solution import Caller
from toolbench_ood.tasks.task import task

from .records import Category
from .situations import draw_bins, draw_idle_skus, idle_skus, make_room, spell_variant, stow
from .steps import all_stocks, catalogue_pages, restocking
from .wording import COLOURS, euros
from .world import Warehouse


@task(kind="parallel")
def reprices_and_restocks(world: Warehouse, rng: Random) -> Generator[Ask, Reply, None]:
    """Three independent calls: two prices with reasons of their own, and a carriage."""
    up, down, moved = (world.variants[sku] for sku in draw_idle_skus(world, rng, 3))
    higher = up.price_cents + rng.randrange(20, 300)
    lower = rng.randrange(down.cost_cents, down.price_cents - 20)
    source, target = draw_bins(world, rng, 2)
    units, left = rng.randrange(3, 15), rng.randrange(1, 9)
    stow(world, moved.sku, [(source, units + left)])
    make_room(target, units)

    def solution(call: Caller) -> None:
        call.together(
            _pricing(up.sku, higher, "supplier_cost"),
            _pricing(down.sku, lower, "clearance"),
            restocking(moved.sku, source.code, target.code, units),
        )

    yield Ask(
        f"Three things, please. Because of the supplier cost, {up.sku} now sells at "
        f"{euros(higher)}. {down.sku} goes down to {euros(lower)}, as a clearance. And {units} "
        f"units of {moved.sku} have to be carried from bin {source.code} to bin {target.code}.",
        solution=solution,
        paraphrase=f"Carry {units} units of {moved.sku} out of bin {source.code} into bin "
        f"{target.code}; make {euros(lower)} the price of {down.sku} (reason: clearance); and make "
        f"{euros(higher)} that of {up.sku} (reason: supplier cost).",
    )

    assert (up.price_cents, up.price_reason) == (higher, "supplier_cost")
    assert (down.price_cents, down.price_reason) == (lower, "clearance")
    assert (source.units[moved.sku], target.units[moved.sku]) == (left, units)


def _pricing(sku: str, cents: int, reason: str) -> tuple[str, dict[str, object]]:
    return (
        "price_variant",
        {"priced_sku": sku, "list_price_cents": cents, "price_reason": reason},
    )


@task(kind="chain")
def offers_the_first_successor_in_stock(
    world: Warehouse, rng: Random
) -> Generator[Ask, Reply, None]:
    """Eight or more steps: from successor to successor until enough is free, then the old price."""
    wanted = rng.randrange(8, 16)
    skus = draw_idle_skus(world, rng, rng.randrange(7, 10))
    old, found = world.variants[skus[0]], world.variants[skus[-2]]
    _line_up(world, rng, skus, wanted)
    found.cost_cents = min(found.cost_cents, old.price_cents - 50)
    if found.price_cents == old.price_cents:
        found.price_cents += 130

    def solution(call: Caller) -> None:
        product = world.product_of(old.sku).name
        (row,) = call("browse_products", product_words=product)["products"]
        start = next(each for each in row["variants"] if each["colour"] == old.colour)
        stock = call("inspect_stock", stocked_sku=start["variant_sku"])
        while stock["free_units"] < wanted:
            stock = call("inspect_stock", stocked_sku=stock["successor_sku"])
        tool, given = _pricing(stock["variant_sku"], start["list_price_cents"], "goodwill")
        call(tool, **given)

    yield Ask(
        f"A good customer wants {wanted} units of {spell_variant(world, old.sku)}, which is "
        "discontinued. Go from successor to successor until you come to the first of which that "
        "many units are free, and price it, as goodwill, at what the discontinued one is listed "
        "at.",
        solution=solution,
        paraphrase=f"{spell_variant(world, old.sku)} isn't made any more, but somebody needs "
        f"{wanted} of it. The thing that replaces it may be short as well, and so on; find the "
        f"nearest replacement with at least {wanted} free units. As a goodwill gesture, let its "
        "price be the list price of the discontinued one.",
    )

    assert (found.price_cents, found.price_reason) == (old.price_cents, "goodwill")


def _line_up(world: Warehouse, rng: Random, skus: list[str], wanted: int) -> None:
    """Let each variant succeed the one before; of the last two alone there is enough."""
    for sku, successor in pairwise(skus):
        world.variants[sku].successor_sku = successor
    for nth, sku in enumerate(skus):
        one, other = draw_bins(world, rng, 2)
        enough = nth >= len(skus) - 2
        units = wanted + rng.randrange(9) if enough else rng.randrange(2, wanted)
        part = rng.randrange(1, units)
        stow(world, sku, [(one, part), (other, units - part)])


@task(kind="aggregate")
def counts_a_colour(world: Warehouse, rng: Random) -> Generator[Ask, Reply, None]:
    """Eight pages of catalogue and a look at each variant of one colour, added up."""
    colour = _draw_colour(world, rng)
    total = sum(
        one.units.get(sku, 0)
        for one in world.bins.values()
        for sku, variant in world.variants.items()
        if variant.colour == colour
    )

    def solution(call: Caller) -> str:
        skus = [
            variant["variant_sku"]
            for page in catalogue_pages(call)
            for product in page
            for variant in product["variants"]
            if variant["colour"] == colour
        ]
        fours = (skus[at : at + 4] for at in range(0, len(skus), 4))
        stocks = [stock for four in fours for stock in all_stocks(call, four)]
        return str(sum(row["on_hand_units"] for stock in stocks for row in stock["bins"]))

    reply = yield Ask(
        f"How many units of anything in the colour {colour} do we have on hand altogether, over "
        "all products and bins, held ones included? The number alone, please.",
        solution=solution,
        paraphrase=f"Count everything {colour} that lies in our bins, whatever the product and "
        "whether or not an order holds it. Reply with one bare number.",
    )

    assert reply.number() == total


def _draw_colour(world: Warehouse, rng: Random) -> str:
    """Draw a colour of at most seven variants; of nine colours for 64 variants, one has no more."""
    colours = [variant.colour for variant in world.variants.values()]
    return rng.choice([colour for colour in COLOURS if 1 <= colours.count(colour) <= 7])


@task(kind="aggregate")
def discounts_the_slowest(world: Warehouse, rng: Random) -> Generator[Ask, Reply, None]:
    """Compare the free units of what is dear in a category; cut the price of what lies about."""
    category = rng.choice(get_args(Category))
    slowest, least = _let_one_lie_about(world, rng, category)
    variant, cut = world.variants[slowest], rng.randrange(30, 80)
    lower, free = variant.price_cents - cut, world.free(slowest)

    def solution(call: Caller) -> str:
        rows = [
            each
            for page in catalogue_pages(call, catalogue_category=category)
            for product in page
            for each in product["variants"]
            if each["list_price_cents"] >= least
        ]
        stocks = all_stocks(call, (row["variant_sku"] for row in rows))
        row, stock = max(
            zip(rows, stocks, strict=True), key=lambda pair: int(pair[1]["free_units"])
        )
        tool, given = _pricing(row["variant_sku"], row["list_price_cents"] - cut, "clearance")
        call(tool, **given)
        return str(stock["free_units"])

    reply = yield Ask(
        f"Among the {category} variants that are listed at {euros(least)} or more, find the one of "
        f"which the most units are free over all bins, and cut its price by {cut} cents as a "
        "clearance. Then tell me how many units of it are free; just the number.",
        solution=solution,
        paraphrase=f"Of which {category} variant do we have the most free units, all bins taken "
        f"together? Consider only those with a list price of at least {euros(least)}. Take {cut} "
        "cents off its price (reason: clearance) and answer with nothing but the number of its "
        "free units.",
    )

    assert (variant.price_cents, variant.price_reason) == (lower, "clearance")
    assert reply.number() == free


def _let_one_lie_about(world: Warehouse, rng: Random, category: Category) -> tuple[str, int]:
    """Let most units be free of a dear variant, and more still of a cheap one.

    Returns the dear variant and the least price of the four that are dear.
    """
    skus = [sku for sku in world.variants if world.product_of(sku).category == category]
    slowest = rng.choice([sku for sku in skus if sku in idle_skus(world)])
    variant, others = world.variants[slowest], [sku for sku in skus if sku != slowest]
    least = sorted((world.variants[sku].price_cents for sku in others), reverse=True)[2]
    variant.price_cents = max(variant.price_cents, least + rng.randrange(50, 500))
    most = max(world.free(sku) for sku in skus) + rng.randrange(1, 9)
    spare, other = draw_bins(world, rng, 2, ("secure",))
    stow(world, slowest, [(spare, most)])
    cheap = [
        sku for sku in others if sku in idle_skus(world) and world.variants[sku].price_cents < least
    ]
    if cheap:
        stow(world, rng.choice(cheap), [(other, most + rng.randrange(1, 20))])
    return slowest, least
