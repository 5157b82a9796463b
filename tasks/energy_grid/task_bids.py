"""Offering energy in the market, and withdrawing offers."""

from random import Random

from toolbench_ood import Ask, Caller, Json, Turns, task
from toolbench_ood.world.kit import draw_id, listed, new_row, new_rows, without_id

from .records import Bid, Generator
from .situations import draw_price, drop_bids, lift_ramp_limits, pick_generators, set_balance
from .solutions import GENERATORS, get, id_of, list_rows, offer, scheduled
from .wording import WORDS
from .world import EnergyGrid


@task(kind="parallel")
def submits_two_bids(world: EnergyGrid, rng: Random) -> Turns:
    """Two independent bids with nested values, one of them only to be accepted as a whole."""
    grid = world.grid
    generators, whole = pick_generators(grid, rng, 2), rng.randrange(2)
    bids = [
        Bid("", each.id, rng.randrange(8, 24), rng.randrange(2, 10), draw_price(rng), nth == whole)
        for nth, each in enumerate(generators)
    ]
    before = set(grid.bids)

    def solution(call: Caller) -> None:
        rows = list_rows(call, GENERATORS)
        call.together(
            *(
                _submit(id_of(rows, each.name), bid)
                for each, bid in zip(generators, bids, strict=True)
            )
        )

    lines = "\n".join(
        f"- {each.name}, hour {bid.hour}: {bid.power_mw} MW at {bid.price_cents_per_mwh} cents "
        f"per MWh{', all or nothing' if bid.all_or_nothing else ''}"
        for each, bid in zip(generators, bids, strict=True)
    )
    yield Ask(
        "Please submit these two bids. The one that isn't marked “all or nothing” may be accepted "
        f"in part.\n{lines}",
        paraphrase="We have energy to sell from two generators. Put the following into the market. "
        "What is marked “all or nothing” can only be accepted as a whole, the rest in part as "
        f"well.\n{lines}",
        solution=solution,
    )
    made = [without_id(bid) for bid in new_rows(grid.bids, before)]
    assert sorted(made, key=repr) == sorted(bids, key=repr)


def _submit(generator_id: str, bid: Bid) -> tuple[str, dict[str, object]]:
    given = {
        "generator_id": generator_id,
        "bid": offer(bid.hour, bid.power_mw, bid.price_cents_per_mwh),
    }
    return "submit_bid", given | ({"all_or_nothing": True} if bid.all_or_nothing else {})


@task(kind="missing_parameter")
def submits_a_bid(world: EnergyGrid, rng: Random) -> Turns:
    """Only the user knows the price; the second ask says it."""
    grid = world.grid
    (generator,) = pick_generators(grid, rng, 1)
    hour, power, price = rng.randrange(8, 24), rng.randrange(2, 10), draw_price(rng)
    before = set(grid.bids)

    def solution(call: Caller) -> None:
        id_ = id_of(list_rows(call, GENERATORS), generator.name)
        call("submit_bid", generator_id=id_, bid=offer(hour, power, price))

    reply = yield Ask(
        f"Bid {power} MW from {generator.name} for hour {hour}; the bid may be accepted in part. "
        "If you need anything that I haven't told you, don't submit it yet: reply with one word "
        "for what is missing, namely generator, hour, power or price.",
        paraphrase=f"Please offer {power} MW in the market for hour {hour}, to be delivered by "
        f"{generator.name}, and let it be sold in part too. Should a detail be missing, submit "
        "nothing and answer only with which one it is: generator, hour, power or price.",
        solution=lambda _: "price",
    )
    assert reply.named(("generator", "hour", "power", "price")) == {"price"}
    assert set(grid.bids) == before

    yield Ask(
        f"Sorry, I forgot that: {price} cents per megawatt-hour.",
        paraphrase=f"Right. We want {price} cents for each megawatt-hour.",
        solution=solution,
    )
    assert without_id(new_row(grid.bids, before)) == Bid("", generator.id, hour, power, price)


@task(kind="several_asks")
def compares_headroom_then_bids(world: EnergyGrid, rng: Random) -> Turns:
    """Say which of two generators has more headroom in an hour; then bid a part of just that."""
    grid, hour = world.grid, rng.randrange(8, 24)
    pair = one, other = pick_generators(grid, rng, 2)
    for each in pair:
        drop_bids(grid, each, (hour,))
    if grid.headroom(one, hour) == grid.headroom(other, hour):
        one.max_mw += 7
    larger = max(pair, key=lambda each: grid.headroom(each, hour))
    power, price = rng.randrange(5, 14), draw_price(rng)
    before = set(grid.bids)
    seen: dict[str, str] = {}

    def compare(call: Caller) -> str:
        rows = list_rows(call, GENERATORS)
        shown = call.together(*(get(id_of(rows, each.name)) for each in pair))
        most = max(shown, key=lambda each: int(each["max_mw"]) - scheduled(each, hour))
        seen["id"] = most["id"]
        return str(most["name"])

    def bid(call: Caller) -> None:
        given = {"generator_id": seen["id"], "bid": offer(hour, power, price)}
        call("submit_bid", **given, all_or_nothing=True)

    reply = yield Ask(
        f"Which generator is scheduled below its maximum output by more megawatts in hour {hour}: "
        f"{one.name} or {other.name}? Reply with just the name.",
        paraphrase=f"For {one.name} and for {other.name}, subtract what is scheduled for hour "
        f"{hour} from the maximum output. Tell me only the name of the one with the larger "
        "difference.",
        solution=compare,
    )
    assert reply.named([each.name for each in pair]) == {larger.name}

    yield Ask(
        f"Then bid {power} MW from that one for the same hour, all or nothing, at {price} cents "
        "per megawatt-hour.",
        paraphrase=f"Good. Offer {power} MW from the generator you named in that hour, at {price} "
        "cents per megawatt-hour. The bid can only be accepted as a whole.",
        solution=bid,
    )
    made = Bid("", larger.id, hour, power, price, all_or_nothing=True)
    assert without_id(new_row(grid.bids, before)) == made


def _give_bids(world: EnergyGrid, generator: Generator, hours: list[int]) -> list[Bid]:
    """Let a generator have one bid for each of some hours, at prices that all differ."""
    grid, rng = world.grid, world.rng
    drop_bids(grid, generator)
    prices = rng.sample(range(4000, 18_000, 10), len(hours))
    for hour, price in zip(hours, prices, strict=True):
        id_ = draw_id(rng, "BD-", grid.bids)
        grid.bids[id_] = Bid(id_, generator.id, hour, rng.randrange(3, 10), price)
    return grid.bids_of(generator.id)


def _bids_shown(call: Caller, name: str) -> list[Json]:
    """Look up a generator's bids."""
    id_ = id_of(list_rows(call, GENERATORS), name)
    bids: list[Json] = call("get_asset", asset_id=id_)["bids"]
    return bids


@task(kind="irrelevant")
def answers_a_question_then_withdraws_bids(world: EnergyGrid, rng: Random) -> Turns:
    """The first ask needs words alone; the second withdraws some of a generator's bids."""
    grid = world.grid
    (generator,) = pick_generators(grid, rng, 1)
    limit = rng.randrange(13, 19)
    early = rng.sample(range(8, limit), rng.randrange(1, 3))
    late = rng.sample(range(limit, 24), rng.randrange(2, 4))
    bids = _give_bids(world, generator, [*early, *late])
    left = set(grid.bids) - {bid.id for bid in bids if bid.hour >= limit}
    words = rng.sample(WORDS, 3)

    def solution(call: Caller) -> None:
        bids = _bids_shown(call, generator.name)
        ids = [bid["id"] for bid in bids if bid["hour"] >= limit]
        call.together(*(("withdraw_bid", {"bid_id": id_}) for id_ in ids))

    reply = yield Ask(
        f"Before my shift begins: which comes first in the alphabet, {listed(words, 'or')}? Reply "
        "with just that word.",
        paraphrase=f"This isn't about the grid, but sort {listed(words)} alphabetically and tell "
        "me only the word at the top.",
        solution=lambda _: min(words),
    )
    assert reply.named(words) == {min(words)}

    yield Ask(
        f"Thanks. Now withdraw all bids of {generator.name} for hour {limit} and later. Keep its "
        "earlier ones.",
        paraphrase=f"Good. {generator.name} shouldn't offer anything from hour {limit} on, so take "
        "those bids out of the market. Leave its bids for earlier hours alone.",
        solution=solution,
    )
    assert set(grid.bids) == left


@task(kind="chain")
def replaces_the_most_expensive_bid(world: EnergyGrid, rng: Random) -> Turns:
    """Withdraw a generator's most expensive bid, and only then offer the same for less."""
    grid = world.grid
    (generator,) = pick_generators(grid, rng, 1)
    bids = _give_bids(world, generator, rng.sample(range(8, 24), rng.randrange(3, 6)))
    old = max(bids, key=lambda bid: bid.price_cents_per_mwh)
    lift_ramp_limits(grid)
    generator.schedule_mw[old.hour] = generator.max_mw - old.power_mw
    set_balance(grid, old.hour, rng.randrange(-6, 7))
    less, before = rng.randrange(110, 990, 10), set(grid.bids)
    price = old.price_cents_per_mwh - less

    def solution(call: Caller) -> None:
        shown = max(
            _bids_shown(call, generator.name), key=lambda row: int(row["price_cents_per_mwh"])
        )
        call("withdraw_bid", bid_id=shown["id"])
        same = offer(shown["hour"], shown["power_mw"], shown["price_cents_per_mwh"] - less)
        call("submit_bid", generator_id=shown["generator_id"], bid=same, all_or_nothing=True)

    yield Ask(
        f"The bid of {generator.name} with the highest price is too expensive. Replace it with one "
        f"for the same hour and power that is {less} cents per megawatt-hour cheaper and can only "
        "be accepted as a whole.",
        paraphrase=f"Find the most expensive bid of {generator.name}, by price per megawatt-hour, "
        "and take it out of the market. In its place, offer as much power in the same hour, all or "
        f"nothing, for {less} cents less per megawatt-hour.",
        solution=solution,
    )
    assert old.id not in grid.bids
    made = Bid("", generator.id, old.hour, old.power_mw, price, all_or_nothing=True)
    assert without_id(new_row(grid.bids, before)) == made
