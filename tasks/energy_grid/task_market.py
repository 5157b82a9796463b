"""Offering energy of the units in the market, and taking offers back."""

from collections.abc import Generator
from random import Random
from typing import Any

from toolbench_ood.task.ask import Ask, Reply
from toolbench_ood.task.solution import Caller
from toolbench_ood.task.task import task

from .keys import draw_key
from .records import Bid, Unit
from .situations import (
    draw_price,
    drop_bids,
    new_rows,
    pick_units,
    room,
    said,
    set_balance,
    spell_hour,
)
from .steps import asset, key_of, planned, region
from .wording import PRIVATE
from .world import EnergyGrid


def _offer(hour: int, megawatts: int, price: int) -> dict[str, int]:
    return {
        "offered_hour": hour,
        "offered_megawatts": megawatts,
        "price_cents_per_megawatt_hour": price,
    }


@task(kind="parallel")
def bids_two_blocks(world: EnergyGrid, rng: Random) -> Generator[Ask, Reply, None]:
    """Two independent offers with nested values, one of them only to be taken as a whole."""
    units = pick_units(world, rng, 2)
    whole = rng.randrange(2)
    offers = [
        (unit, rng.randrange(8, 24), rng.randrange(2, 10), draw_price(rng), nth == whole)
        for nth, unit in enumerate(units)
    ]
    before = set(world.bids)

    def solution(call: Caller) -> None:
        calls: list[tuple[str, dict[str, Any]]] = []
        for unit, hour, power, price, as_a_whole in offers:
            given = {"unit_key": unit.key, "offer": _offer(hour, power, price)}
            calls.append(("bid_energy", given | ({"all_or_nothing": True} if as_a_whole else {})))
        call.together(*calls)

    lines = "\n".join(
        f"- {unit.key}: {power} MW in hour {hour} at {price} cents per MWh"
        + (", all or nothing" if as_a_whole else "")
        for unit, hour, power, price, as_a_whole in offers
    )
    yield Ask(
        f"Please put these two offers into the market:\n{lines}\nWhere I don't say all or "
        "nothing, a part may be taken.",
        paraphrase=f"We want to sell from two units. What is marked “all or nothing” cannot be "
        f"split; the rest can. Enter the bids as follows.\n{lines}",
        solution=solution,
    )

    made = sorted(said(bid) for bid in new_rows(before, world.bids))
    assert made == sorted((unit.key, *rest) for unit, *rest in offers)


@task(kind="missing_parameter")
def asks_for_the_price(world: EnergyGrid, rng: Random) -> Generator[Ask, Reply, None]:
    """Only the user can say what the energy is to cost; the second ask does."""
    (unit,) = pick_units(world, rng, 1)
    hour, power, price = rng.randrange(8, 24), rng.randrange(2, 10), draw_price(rng)
    before = set(world.bids)

    def solution(call: Caller) -> None:
        key = key_of(call.together(region("unit"))[0], unit.label)
        call("bid_energy", unit_key=key, offer=_offer(hour, power, price))

    reply = yield Ask(
        f"Offer {power} MW of {unit.label} in the market for {spell_hour(hour)}; a part of it may "
        "be taken as well. I have the price on my desk.",
        paraphrase=f"{unit.label} has something to sell in {spell_hour(hour)}: {power} MW, which "
        "may be split. Please bid it at the price that I have decided on.",
        solution=lambda _: "At which price per megawatt-hour should I offer it?",
    )
    assert reply.text
    assert set(world.bids) == before

    yield Ask(
        f"It's {price} cents per megawatt-hour.",
        paraphrase=f"True, you can't know that. I want {price} cents for each megawatt-hour.",
        solution=solution,
    )
    (bid,) = new_rows(before, world.bids)
    assert said(bid) == (unit.key, hour, power, price, False)


@task(kind="several_asks")
def compares_room_then_bids(world: EnergyGrid, rng: Random) -> Generator[Ask, Reply, None]:
    """Say which of two units has more to spare in an hour; then offer a part of just that."""
    hour = rng.randrange(8, 24)
    pair = pick_units(world, rng, 2)
    for unit in pair:
        drop_bids(world, unit, (hour,))
    if room(world, pair[0], hour) == room(world, pair[1], hour):
        pair[0].most_megawatts += 7
    larger = max(pair, key=lambda unit: room(world, unit, hour))
    power, price = rng.randrange(5, 14), draw_price(rng)
    before = set(world.bids)
    seen: dict[str, str] = {}

    def comparison(call: Caller) -> str:
        listed = call.together(region("unit"))[0]
        shown = call.together(*(asset(key_of(listed, unit.label)) for unit in pair))
        most = max(shown, key=lambda each: each["most_megawatts"] - planned(each, hour))
        seen["key"] = most["asset_key"]
        return str(most["label"])

    def bidding(call: Caller) -> None:
        call(
            "bid_energy",
            unit_key=seen["key"],
            offer=_offer(hour, power, price),
            all_or_nothing=True,
        )

    reply = yield Ask(
        f"Which is planned to run further below its maximum in {spell_hour(hour)}, "
        f"{pair[0].label} or {pair[1].label}? Just the name, please.",
        paraphrase=f"Take {pair[0].label} and {pair[1].label} and subtract what is planned for "
        f"{spell_hour(hour)} from the maximum that each can deliver. Answer with the name of the "
        "one that has more left, and nothing else.",
        solution=comparison,
    )
    assert reply.named([unit.label for unit in pair]) == {larger.label}

    yield Ask(
        f"Then offer {power} MW of that unit in the same hour, all or nothing, at {price} cents "
        "per megawatt-hour.",
        paraphrase=f"Fine. For that hour, bid {power} MW from the unit you named; the price is "
        f"{price} cents per megawatt-hour, and nobody may take less than the whole.",
        solution=bidding,
    )
    (bid,) = new_rows(before, world.bids)
    assert said(bid) == (larger.key, hour, power, price, True)


def _give_bids(world: EnergyGrid, rng: Random, unit: Unit, hours: list[int]) -> list[Bid]:
    """Let a unit have exactly one bid in each of some hours, at prices that all differ."""
    drop_bids(world, unit)
    prices = rng.sample(range(4000, 18_000, 10), len(hours))
    made = []
    for hour, price in zip(hours, prices, strict=True):
        key = draw_key(rng, "BD", world.bids)
        world.bids[key] = Bid(key, unit.key, hour, rng.randrange(3, 10), price)
        made.append(world.bids[key])
    return made


@task(kind="irrelevant")
def retracts_the_late_bids(world: EnergyGrid, rng: Random) -> Generator[Ask, Reply, None]:
    """The first ask needs words alone; the second the retraction of some of a unit's bids."""
    (unit,) = pick_units(world, rng, 1)
    limit = rng.randrange(13, 19)
    early = rng.sample(range(8, limit), rng.randrange(1, 3))
    late = rng.sample(range(limit, 24), rng.randrange(2, 4))
    bids = _give_bids(world, rng, unit, [*early, *late])
    gone = {bid.key for bid in bids if bid.hour >= limit}
    wanted = set(world.bids) - gone
    private = rng.choice(PRIVATE)

    def solution(call: Caller) -> None:
        key = key_of(call.together(region("unit"))[0], unit.label)
        shown = call.together(asset(key))[0]
        call.together(
            *(
                ("retract_bid", {"bid_key": bid["bid_key"]})
                for bid in shown["bids"]
                if bid["offered_hour"] >= limit
            )
        )

    reply = yield Ask(
        private,
        paraphrase=f"Before the shift begins, something quite different. {private}",
        solution=lambda _: "Gladly. Here is my answer, short and sweet.",
    )
    assert reply.text

    yield Ask(
        f"Lovely. And now take all bids of {unit.label} from hour {limit} on out of the market; "
        "the earlier ones stay.",
        paraphrase=f"Thank you. Back on duty: {unit.label} is to offer nothing more in hour "
        f"{limit} and later. What it has bid for before that remains as it is.",
        solution=solution,
    )
    assert set(world.bids) == wanted


@task(kind="chain")
def undercuts_its_dearest_bid(world: EnergyGrid, rng: Random) -> Generator[Ask, Reply, None]:
    """Find the dearest of a unit's bids, retract it, and only then offer the same for less."""
    (unit,) = pick_units(world, rng, 1)
    bids = _give_bids(world, rng, unit, rng.sample(range(8, 24), rng.randrange(3, 6)))
    dearest = max(bids, key=lambda bid: bid.price_cents)
    unit.setpoints[dearest.hour] = unit.most_megawatts - dearest.megawatts
    unit.ramp_megawatts = unit.most_megawatts
    set_balance(world, dearest.hour, rng.randrange(-6, 7))
    less, before = rng.randrange(110, 990, 10), set(world.bids)

    def solution(call: Caller) -> None:
        key = key_of(call.together(region("unit"))[0], unit.label)
        shown = call.together(asset(key))[0]
        price = "price_cents_per_megawatt_hour"
        bid = max(shown["bids"], key=lambda each: each[price])
        call("retract_bid", bid_key=bid["bid_key"])
        offer = _offer(bid["offered_hour"], bid["offered_megawatts"], bid[price] - less)
        call("bid_energy", unit_key=key, offer=offer, all_or_nothing=True)

    yield Ask(
        f"The bid of {unit.label} with the highest price is too dear. Replace it by one for the "
        f"same hour and power that costs {less} cents per megawatt-hour less and can only be taken "
        "as a whole.",
        paraphrase=f"Among the offers of {unit.label} in the market, look for the dearest "
        f"per megawatt-hour. It has to go; we offer as much at that hour instead, {less} cents "
        "cheaper per megawatt-hour, all or nothing.",
        solution=solution,
    )
    assert dearest.key not in world.bids
    (bid,) = new_rows(before, world.bids)
    price = dearest.price_cents - less
    assert said(bid) == (unit.key, dearest.hour, dearest.megawatts, price, True)
