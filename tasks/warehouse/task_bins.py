"""Bins: emptied, filled and balanced."""

import re
from random import Random

from toolbench_ood import Ask, Caller, Turns, task

from .records import Bin, Zone
from .rules import Depot
from .situations import draw_bins, draw_skus, make_space, place, variant_name
from .solutions import find_variants, get_stocks, move
from .wording import units
from .world import Warehouse


@task(kind="chain")
def empties_a_bin(world: Warehouse, rng: Random) -> Turns:
    """See what is in the bin, then where else in its zone each variant is, then move it there."""
    depot = world.depot
    zones: tuple[Zone, ...] = ("secure", "display")
    zone = rng.choice(zones)
    broken, *bins = draw_bins(depot, rng, 5, zone)
    broken.stock.clear()
    homes = dict(zip(draw_skus(depot, rng, rng.choice((3, 4))), bins, strict=False))
    for sku, home in homes.items():
        _scatter(depot, rng, sku, broken, home)
    for each in bins:
        make_space(each, 30)
    total = {sku: broken.stock[sku] + home.stock[sku] for sku, home in homes.items()}

    def solution(call: Caller) -> None:
        rows = call("get_stock", bin_id=broken.id)["stock"]
        moves = []
        for row, stock in zip(rows, get_stocks(call, rows), strict=True):
            home = next(
                each["bin_id"]
                for each in stock["bins"]
                if each["zone"] == zone and each["bin_id"] != broken.id
            )
            moves.append(move(row["sku"], broken.id, home, row["on_hand"]))
        call.together(*moves)

    yield Ask(
        f"Bin {broken.id} needs to be repaired. Move everything in it to other bins in the {zone} "
        "zone, each variant to the bin there that already has some of it.",
        paraphrase=f"Please empty bin {broken.id}. Every variant in it is also in one other bin of "
        f"the {zone} zone, and that's where it should go.",
        solution=solution,
    )
    assert broken.stock == {}
    assert {sku: home.stock[sku] for sku, home in homes.items()} == total


def _scatter(depot: Depot, rng: Random, sku: str, broken: Bin, home: Bin) -> None:
    """Put a variant into the bin, into one more of its zone, and into one of another zone."""
    (elsewhere,) = draw_bins(depot, rng, 1)
    stock = [
        (elsewhere, rng.randrange(10, 25)),
        (broken, rng.randrange(2, 7)),
        (home, rng.randrange(1, 9)),
    ]
    place(depot, sku, rng.sample(stock, len(stock)))


@task(kind="recovery")
def moves_stock_into_two_bins(world: Warehouse, rng: Random) -> Turns:
    """The first bin is too small; as many units as fit go there, and the rest into the second."""
    depot = world.depot
    (sku,) = draw_skus(depot, rng, 1)
    source, first, second = draw_bins(depot, rng, 3)
    count, space, kept = rng.randrange(14, 28), rng.randrange(3, 12), rng.randrange(1, 9)
    place(depot, sku, [(source, count + kept)])
    first.capacity = sum(first.stock.values()) + space
    make_space(second, count)
    key = (depot.product_of(sku).name, depot.variants[sku].colour)

    def solution(call: Caller) -> None:
        (row,) = find_variants(call, key)
        tool, given = move(row["sku"], source.id, first.id, count)
        refusal = re.search(r"space for (\d+) more", call.failing(tool, **given))
        assert refusal is not None
        fitting = int(refusal[1])
        call.together(
            move(row["sku"], source.id, first.id, fitting),
            move(row["sku"], source.id, second.id, count - fitting),
        )

    yield Ask(
        f"Move {units(count)} of {variant_name(depot, sku)} from bin {source.id} to bin "
        f"{first.id}. If they don't all fit, move as many as do, and the rest to bin {second.id}.",
        paraphrase=f"Bin {first.id} should get {units(count)} of {variant_name(depot, sku)} from "
        f"bin {source.id}. Fill it up if it has too little space, and put whatever is left over "
        f"into bin {second.id}.",
        solution=solution,
    )
    assert source.stock[sku] == kept
    assert (first.stock[sku], second.stock[sku]) == (space, count - space)


@task(kind="irrelevant")
def answers_a_question_then_balances_two_bins(world: Warehouse, rng: Random) -> Turns:
    """No tool is needed at first; then as many units are moved as make two bins hold the same."""
    depot = world.depot
    width, length, height = rng.sample(range(2, 13), 3)
    (sku,) = draw_skus(depot, rng, 1)
    one, other = draw_bins(depot, rng, 2)
    few, gap = rng.randrange(2, 9), 2 * rng.randrange(2, 9)
    place(depot, sku, [(one, few), (other, few + gap)])
    make_space(one, gap)
    key = (depot.product_of(sku).name, depot.variants[sku].colour)

    def solution(call: Caller) -> None:
        (stock,) = get_stocks(call, find_variants(call, key))
        low, high = sorted(stock["bins"], key=lambda row: int(row["on_hand"]))
        half = (high["on_hand"] - low["on_hand"]) // 2
        call.together(move(stock["sku"], high["bin_id"], low["bin_id"], half))

    reply = yield Ask(
        f"Good morning! What's the volume, in cubic metres, of a room that is {width} by {length} "
        f"by {height} metres? Reply with just the number.",
        paraphrase=f"A room is {height} metres high, {length} metres long and {width} metres wide. "
        "How many cubic metres is that? Only the number, please.",
        solution=lambda _: str(width * length * height),
    )
    assert reply.number() == width * length * height

    yield Ask(
        f"Thanks. {variant_name(depot, sku)} is in two bins. Please move as many units from one to "
        "the other as it takes for both to have the same number of them.",
        paraphrase=f"Great. Next, the two bins with {variant_name(depot, sku)} should hold equally "
        "many units of it, so move some from the fuller bin to the emptier one.",
        solution=solution,
    )
    assert one.stock[sku] == other.stock[sku] == few + gap // 2
