"""Tasks about bags in the hold."""

from collections.abc import Generator
from datetime import timedelta
from random import Random
from typing import get_args

from toolbench_ood.task.ask import Ask, Reply
from toolbench_ood.task.solution import Caller
from toolbench_ood.task.task import task

from .arrange import coupon, pick_airports, pick_day, pick_flyers, plant_flights, plant_trip, spell
from .records import Airport, BagKind, Coupon, HoldBag
from .steps import numbered, on_flight, wants_flights, wants_records
from .views import coupons_of
from .world import Airline


def _draw_bags(rng: Random, heaviest: int) -> tuple[HoldBag, HoldBag]:
    kinds: list[BagKind] = rng.sample(get_args(BagKind), 2)
    first, second = rng.sample(range(8, heaviest + 1), 2)
    return HoldBag(first, kinds[0]), HoldBag(second, kinds[1])


def _spell_bag(bag: HoldBag) -> str:
    kind = {"suitcase": "suitcase", "sports_gear": "bag of sports gear", "instrument": "instrument"}
    article = "an" if bag.bag_kilograms in (8, 11, 18) else "a"
    return f"{article} {bag.bag_kilograms}-kilogram {kind[bag.bag_kind]}"


@task
def registers_two_bags(world: Airline, rng: Random) -> Generator[Ask, Reply, None]:
    """One call with a list of objects: everything is said, ids included."""
    [flight] = plant_flights(world, rng, _route(world, rng), pick_day(world, rng), 1)
    flyers = pick_flyers(world, rng, rng.randint(1, 3))
    record, flyer = plant_trip(world, rng, [flight], flyers, "flex"), rng.choice(flyers)
    bags = _draw_bags(rng, 32)

    def solution(call: Caller) -> None:
        call(
            "load_baggage",
            record_locator=record.locator,
            flight_id=flight.id,
            flyer_id=flyer.id,
            hold_bags=bags,
        )

    one, other = map(_spell_bag, bags)
    yield Ask(
        f"Trip record {record.locator}, flight {flight.id}: flyer {flyer.id} checks in two pieces "
        f"for the hold, first {one}, then {other}.",
        solution=solution,
        paraphrase=f"Register hold baggage for {flyer.id} on {flight.id} ({record.locator} is "
        f"the record). There are two items; in this order: {one}; {other}.",
    )

    assert coupon(world, record, flight, flyer).hold_bags == bags


@task(kind="look_alike")
def registers_the_namesakes_bag(world: Airline, rng: Random) -> Generator[Ask, Reply, None]:
    """Two flyers on one flight have one name; where they live tells whose bag it is."""
    [flight] = plant_flights(world, rng, _route(world, rng), pick_day(world, rng), 1)
    meant, other = pick_flyers(world, rng, 2)
    other.name = meant.name
    meant.home_city, other.home_city = (each.city for each in pick_airports(world, rng, 2))
    record = plant_trip(world, rng, [flight], [meant], "classic")
    plant_trip(world, rng, [flight], [other], rng.choice(("classic", "flex")))
    bag = HoldBag(rng.randint(6, 23), rng.choice(get_args(BagKind)))
    day = flight.departs_at.date()

    def load(call: Caller, *, right: bool) -> None:
        flyers = call("locate_flyer", flyer_name=meant.name)
        flyer = next(one for one in flyers if (one["home_city"] == meant.home_city) is right)
        for shown in call.together(*wants_records(flyer["record_locators"])):
            for each in shown["flights"]:
                if each["flight_number"] == flight.number:
                    call(
                        "load_baggage",
                        record_locator=shown["record_locator"],
                        flight_id=each["flight_id"],
                        flyer_id=flyer["flyer_id"],
                        hold_bags=[bag],
                    )

    yield Ask(
        f"On {day}, {meant.name} of {meant.home_city} brings {_spell_bag(bag)} on flight "
        f"{flight.number}. Register it for the hold, please.",
        solution=lambda call: load(call, right=True),
        tempting=lambda call: load(call, right=False),
        paraphrase=f"The {meant.name} at home in {meant.home_city} is booked on {flight.number}, "
        f"{day}. There will be one piece to go in the hold, {_spell_bag(bag)}; put that down.",
    )

    assert coupon(world, record, flight, meant).hold_bags == (bag,)


@task(kind="aggregate")
def adds_up_the_hold(world: Airline, rng: Random) -> Generator[Ask, Reply, None]:
    """Flight to its parties to their bags; those on the parties' other flights do not count."""
    start, stop, end = pick_airports(world, rng, 3)
    day = pick_day(world, rng)
    flight = rng.choice(plant_flights(world, rng, (start, stop), day, 3))
    [onward] = plant_flights(world, rng, (stop, end), day + timedelta(days=1), 1)
    flyers = iter(pick_flyers(world, rng, 12))
    for _ in range(rng.randint(3, 5)):
        party = [next(flyers) for _ in range(rng.randint(1, 2))]
        record = plant_trip(world, rng, [flight, onward], party, "flex")
        for flyer in party:
            _pack(rng, coupon(world, record, flight, flyer))
            _pack(rng, coupon(world, record, onward, flyer))

    def solution(call: Caller) -> str:
        name, given = wants_flights(start, stop, day)
        flight_id = numbered(call(name, **given), flight)
        shown = call("display_flight", flight_id=flight_id)
        records = call.together(*wants_records(each["record_locator"] for each in shown["parties"]))
        flyers = [flyer for record in records for flyer in on_flight(record, flight_id)]
        weights = [int(bag["bag_kilograms"]) for flyer in flyers for bag in flyer["hold_bags"]]
        return str(sum(weights))

    reply = yield Ask(
        f"What do all the bags registered for flight {flight.number} from {spell(start)} to "
        f"{spell(stop)} on {day} weigh together? The number of kilograms alone, please.",
        solution=solution,
        paraphrase=f"We need the hold weight of {flight.number}, {day}, {spell(start)} to "
        f"{spell(stop)}: just the sum in kilograms of every bag that its passengers registered.",
    )

    bags = [bag for each in coupons_of(world.network, flight.id) for bag in each.hold_bags]
    assert reply.number() == sum(bag.bag_kilograms for bag in bags)


def _pack(rng: Random, packed: Coupon) -> None:
    packed.hold_bags = _draw_bags(rng, 32)[: rng.randint(1, 2)]


def _route(world: Airline, rng: Random) -> tuple[Airport, Airport]:
    origin, destination = pick_airports(world, rng, 2)
    return origin, destination
