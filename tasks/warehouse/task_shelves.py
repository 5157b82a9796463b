"""Tasks that carry units from bin to bin."""

import re
from collections.abc import Generator
from random import Random

from toolbench_ood.tasks.ask import Ask, Reply
from toolbench_ood.tasks.solution import Caller
from toolbench_ood.tasks.task import task

from .records import Bin, Zone
from .situations import draw_bins, draw_idle_skus, make_room, spell_variant, stow
from .steps import all_stocks, find_sku, restocking
from .wording import ZONE_WORDS
from .world import Warehouse

_IDLE = (
    (
        "Morning! Before we begin, write me a two-line rhyme about a forklift in love.",
        "Hello! Something light to start with, please: a rhyming couplet on a lovesick forklift.",
    ),
    (
        "Tell me honestly: is a tomato a fruit or a vegetable, and who is right?",
        "Fruit or vegetable: where do you put the tomato, and why?",
    ),
    (
        "I need cheering up. What would a cardboard box say on its first day of retirement?",
        "Make me smile: imagine the words of a cardboard box that retires today.",
    ),
)


@task(kind="chain")
def empties_a_bin(world: Warehouse, rng: Random) -> Generator[Ask, Reply, None]:
    """See what is in the bin, then where else in its zone each of that lies, then carry it."""
    zones: tuple[Zone, ...] = ("secure", "display")
    zone = rng.choice(zones)
    broken, *bins = draw_bins(world, rng, 5, (zone,))
    broken.units.clear()
    skus = draw_idle_skus(world, rng, rng.choice((3, 4)))
    homes = {
        sku: _scatter(world, rng, sku, broken, home)
        for sku, home in zip(skus, bins[: len(skus)], strict=True)
    }
    for one in bins:
        make_room(one, 30)
    total = {sku: broken.units[sku] + homes[sku].units[sku] for sku in skus}

    def solution(call: Caller) -> None:
        contents = call("inspect_stock", stocked_bin=broken.code)["contents"]
        stocks = all_stocks(call, (row["variant_sku"] for row in contents))
        moves = []
        for row, stock in zip(contents, stocks, strict=True):
            home = next(
                each["bin_code"]
                for each in stock["bins"]
                if each["zone"] == zone and each["bin_code"] != broken.code
            )
            moves.append(restocking(row["variant_sku"], broken.code, home, row["on_hand_units"]))
        call.together(*moves)

    yield Ask(
        f"Bin {broken.code} has to be repaired. Carry all that is in it into other bins of "
        f"{ZONE_WORDS[zone]}, each to the bin there that has units of the same product and colour "
        "already.",
        solution=solution,
        paraphrase=f"Please empty bin {broken.code}. For each variant in it, another bin of "
        f"{ZONE_WORDS[zone]} has some as well; that is where it goes.",
    )

    assert broken.units == {}
    assert {sku: homes[sku].units[sku] for sku in skus} == total


def _scatter(world: Warehouse, rng: Random, sku: str, broken: Bin, home: Bin) -> Bin:
    """Let a variant lie in the bin, in one more of its zone, and in another zone; tell its home."""
    (elsewhere,) = draw_bins(world, rng, 1)
    shelves = [
        (elsewhere, rng.randrange(10, 25)),
        (broken, rng.randrange(2, 7)),
        (home, rng.randrange(1, 9)),
    ]
    stow(world, sku, rng.sample(shelves, len(shelves)))
    return home


@task(kind="recovery")
def fills_one_bin_then_another(world: Warehouse, rng: Random) -> Generator[Ask, Reply, None]:
    """The bin is too small; as many units as fit go there, and the rest into a second bin."""
    (sku,) = draw_idle_skus(world, rng, 1)
    source, first, second = draw_bins(world, rng, 3)
    units, room = rng.randrange(14, 28), rng.randrange(3, 12)
    kept = rng.randrange(1, 9)
    stow(world, sku, [(source, units + kept)])
    first.capacity_units = sum(first.units.values()) + room
    make_room(second, units)
    variant = world.variants[sku]

    def solution(call: Caller) -> None:
        found = find_sku(call, world.product_of(sku).name, variant.colour)
        tool, given = restocking(found, source.code, first.code, units)
        words = re.search(r"room for (\d+) more", call.failing(tool, **given))
        fitting = int(words[1]) if words else 0
        call.together(
            restocking(found, source.code, first.code, fitting),
            restocking(found, source.code, second.code, units - fitting),
        )

    yield Ask(
        f"Carry {units} units of {spell_variant(world, sku)} from bin {source.code} to bin "
        f"{first.code}. If they don't all fit in there, put in as many as do, and the rest into "
        f"bin {second.code}.",
        solution=solution,
        paraphrase=f"{units} of the units of {spell_variant(world, sku)} in bin {source.code} "
        f"belong in bin {first.code}; whatever it has no room for goes into bin {second.code} "
        "instead.",
    )

    assert source.units[sku] == kept
    assert (first.units[sku], second.units[sku]) == (room, units - room)


@task(kind="irrelevant")
def chats_then_evens_bins_out(world: Warehouse, rng: Random) -> Generator[Ask, Reply, None]:
    """Words alone at first; then as many units are carried as make two bins hold the same."""
    idle, idle_again = rng.choice(_IDLE)
    (sku,) = draw_idle_skus(world, rng, 1)
    one, other = draw_bins(world, rng, 2)
    few, gap = rng.randrange(2, 9), 2 * rng.randrange(2, 9)
    stow(world, sku, [(one, few), (other, few + gap)])
    make_room(one, gap)
    variant = world.variants[sku]

    def solution(call: Caller) -> None:
        found = find_sku(call, world.product_of(sku).name, variant.colour)
        (stock,) = all_stocks(call, [found])
        low, high = sorted(stock["bins"], key=lambda row: int(row["on_hand_units"]))
        units = (high["on_hand_units"] - low["on_hand_units"]) // 2
        tool, given = restocking(found, high["bin_code"], low["bin_code"], units)
        call(tool, **given)

    reply = yield Ask(
        idle,
        solution=lambda _: "Gladly: let me put a few words together on that.",
        paraphrase=idle_again,
    )
    assert reply.text

    yield Ask(
        f"Lovely. To work: {spell_variant(world, sku)} lies in two bins. Carry as many units from "
        "one to the other as it takes for both to hold the same number.",
        solution=solution,
        paraphrase=f"Thank you. And now, the two bins with {spell_variant(world, sku)} should have "
        "equally many units of it; move what has to be moved from the fuller to the emptier one.",
    )
    assert one.units[sku] == other.units[sku] == few + gap // 2
