"""Tasks that book trips of several flights."""

from collections.abc import Generator, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from random import Random

from toolbench_ood.task.ask import Ask, Reply
from toolbench_ood.task.solution import Caller
from toolbench_ood.task.task import task
from toolbench_ood.types.value import Json

from .arrange import (
    at,
    check_booked,
    fill,
    minutes_in,
    pick_airports,
    pick_day,
    pick_flyers,
    plant_flight,
    spell,
)
from .draw import draw_contact
from .records import Airport, FareBrand, Fares, Flight, Flyer, TripContact
from .rules import price_cents
from .steps import mail_to, numbered, wants_flights, wants_flyer
from .world import Airline


def _mail(rng: Random, flyer: Flyer) -> TripContact:
    return TripContact(draw_contact(rng, flyer).contact_email)


@task(kind="chain")
def books_hop_by_hop(world: Airline, rng: Random) -> Generator[Ask, Reply, None]:
    """Leg by leg the first flight that can be reached and is not full; then book all three."""
    stops, day, [flyer] = (
        pick_airports(world, rng, 4),
        pick_day(world, rng),
        pick_flyers(world, rng, 1),
    )
    legs = list(pairwise(stops))
    full = set(rng.sample(range(len(legs)), rng.randint(1, 2)))
    flights: list[Flight] = []
    ready = at(day, rng.randrange(6 * 60, 7 * 60, 5))
    for nth, leg in enumerate(legs):
        if nth:
            plant_flight(world, rng, leg, ready - timedelta(minutes=rng.choice((5, 10, 15))))
        *taken, right = _plant_leg(world, rng, leg, ready, skipped=nth in full)
        for flight in taken:
            fill(world, rng, flight, 0, [flyer])
        fill(world, rng, right, rng.randint(1, 4), [flyer])
        flights.append(right)
        least = leg[1].minimum_connection_minutes
        ready = right.arrives_at + timedelta(minutes=least)
    contact, known = _mail(rng, flyer), set(world.network.records)

    def solution(call: Caller) -> None:
        chosen: list[Json] = []
        located: Json = None
        for origin, destination in legs:
            name, given = wants_flights(origin, destination, day)
            if chosen:
                page = call(name, **given, leaving_after=f"{_earliest(chosen[-1]):%H:%M}")
            else:
                located, page = call.together(wants_flyer(flyer), (name, given))
            rows = iter(page["flights"])
            shown = call("display_flight", flight_id=next(rows)["flight_id"])
            while not shown["places_left"]:
                shown = call("display_flight", flight_id=next(rows)["flight_id"])
            chosen.append(shown)
        call(
            "book_trip",
            flight_ids=[shown["flight_id"] for shown in chosen],
            flyer_ids=[located[0]["flyer_id"]],
            fare_brand="classic",
            trip_contact=mail_to(contact),
        )

    one, two, three, four = map(spell, stops)
    yield Ask(
        f"Book {flyer.name} from {one} via {two} and {three} to {four} on {day}, as one trip on a "
        "classic fare. On each leg take the first flight that still has a place and that leaves no "
        "sooner than the airport's minimum connection time after the previous flight arrives. "
        f"Write to {contact.contact_email}",
        solution=solution,
        paraphrase=f"{flyer.name} travels on {day}: {one}, then {two}, then {three}, then {four}. "
        "Make one classic booking of three flights; choose leg by leg, always the earliest that "
        "isn't full and that can be caught, given the least time that a change takes at "
        f"that airport. The e-mail address for it is {contact.contact_email}",
    )

    check_booked(world, known, flights, [flyer], ("classic", contact))


def _plant_leg(
    world: Airline, rng: Random, leg: tuple[Airport, Airport], ready: datetime, *, skipped: bool
) -> list[Flight]:
    """Plant flights on a leg; return those up to the right one, which perhaps follows another."""
    day, minutes, flights = ready.date(), minutes_in(ready), []
    for _ in range(1 + skipped):
        minutes += rng.randrange(5, 35, 5)
        flights.append(plant_flight(world, rng, leg, at(day, minutes)))
    plant_flight(world, rng, leg, at(day, minutes + rng.randrange(10, 60, 5)))
    return flights


def _earliest(shown: Json) -> datetime:
    """Return when the next flight may leave after one that was displayed."""
    arrival = datetime.fromisoformat(shown["arrives_at"])
    return arrival + timedelta(minutes=int(shown["to"]["minimum_connection_minutes"]))


@task(kind="constraint")
def goes_round_an_airport(world: Airline, rng: Random) -> Generator[Ask, Reply, None]:
    """Of three ways with one change, the fastest leads through where the flyer will not go."""
    start, end, *between = pick_airports(world, rng, 5)
    day, [flyer] = pick_day(world, rng), pick_flyers(world, rng, 1)
    ways = _plant_ways(world, rng, (start, end), between, day)
    fastest, best = ways[:2]
    shunned = next(each for each in between if each.code == fastest[0].destination)
    contact, known = _mail(rng, flyer), set(world.network.records)

    def book(call: Caller, *, shunning: bool) -> None:
        located, first = call.together(wants_flyer(flyer), wants_flights(start, None, day))
        outward = [row for row in first["flights"] if not (shunning and row["to"] == shunned.code)]
        onward = call.together(
            *(
                (
                    "seek_flights",
                    {"flying_from": row["to"], "flying_to": end.code, "flying_on": day},
                )
                for row in outward
            )
        )
        pairs = [(row, page["flights"][0]) for row, page in zip(outward, onward, strict=True)]
        one, other = min(pairs, key=lambda pair: str(pair[1]["arrives_at"]))
        call(
            "book_trip",
            flight_ids=[one["flight_id"], other["flight_id"]],
            flyer_ids=[located[0]["flyer_id"]],
            fare_brand="flex",
            trip_contact=mail_to(contact),
        )

    yield Ask(
        f"{flyer.name} has to get from {spell(start)} to {spell(end)} on {day} with one change. "
        f"Book, on a flex fare, the way that arrives first, but on no account through "
        f"{shunned.city}: the airport staff there are on strike. Write to {contact.contact_email}",
        solution=lambda call: book(call, shunning=True),
        tempting=lambda call: book(call, shunning=False),
        paraphrase=f"There's a strike at the airport of {shunned.city}, so avoid it. With that in "
        f"mind, find {flyer.name} two flights on {day} that lead from {spell(start)} to "
        f"{spell(end)} with the earliest arrival, and book them as one flex trip. Confirmation "
        f"goes to {contact.contact_email}",
    )

    check_booked(world, known, best, [flyer], ("flex", contact))


def _plant_ways(
    world: Airline,
    rng: Random,
    ends: tuple[Airport, Airport],
    between: Sequence[Airport],
    day: date,
) -> list[list[Flight]]:
    """Plant one way through each airport between; the first to leave is not the first to arrive."""
    start, end = ends
    leaving = rng.sample(range(7 * 60, 9 * 60, 10), len(between))
    onward = sorted(rng.sample(range(12 * 60, 18 * 60, 90), len(between)))
    ways = []
    for stop, first, second in zip(rng.sample(between, len(between)), leaving, onward, strict=True):
        ways.append(
            [
                plant_flight(world, rng, (start, stop), at(day, first)),
                plant_flight(world, rng, (stop, end), at(day, second)),
            ]
        )
    return ways


@task(kind="several_asks")
def compares_two_routes(world: Airline, rng: Random) -> Generator[Ask, Reply, None]:
    """Say through which city two flyers travel for less; then book them that way."""
    start, end, *between = pick_airports(world, rng, 4)
    day, flyers = pick_day(world, rng), pick_flyers(world, rng, 2)
    ways = _plant_ways(world, rng, (start, end), between, day)
    brand: FareBrand = rng.choice(("light", "classic", "flex"))
    _tell_apart(ways, flyers, brand)
    cheaper = next(each.city for each in between if each.code == ways[0][0].destination)
    contact, known = _mail(rng, flyers[0]), set(world.network.records)
    found: dict[str, list[str]] = {}

    def compare(call: Caller) -> str:
        requests = [wants_flights(start, stop, day) for stop in between]
        requests += [wants_flights(stop, end, day) for stop in between]
        *located, out1, out2, on1, on2 = call.together(*map(wants_flyer, flyers), *requests)
        found["flyers"] = [rows[0]["flyer_id"] for rows in located]
        trips = [
            [page["flights"][0]["flight_id"] for page in pair]
            for pair in ((out1, on1), (out2, on2))
        ]
        rest = {"flyer_ids": found["flyers"], "fare_brand": brand}
        quotes = call.together(*(("quote_trip", {"flight_ids": ids, **rest}) for ids in trips))
        totals = [int(quote["total_cents"]) for quote in quotes]
        found["flights"] = trips[totals.index(min(totals))]
        return between[totals.index(min(totals))].city

    def book(call: Caller) -> None:
        call(
            "book_trip",
            flight_ids=found["flights"],
            flyer_ids=found["flyers"],
            fare_brand=brand,
            trip_contact=mail_to(contact),
        )

    names, cities = " and ".join(each.name for each in flyers), [each.city for each in between]
    reply = yield Ask(
        f"{names} want to fly from {spell(start)} to {spell(end)} on {day}, on {brand} fares, "
        f"changing either in {spell(between[0])} or in {spell(between[1])}. Which of the two costs "
        "them less in all? Answer with the name of the city alone.",
        solution=compare,
        paraphrase=f"Compare for me what {names} would pay together on {day} for the way from "
        f"{spell(start)} to {spell(end)} through {spell(between[0])} and for that through "
        f"{spell(between[1])}, both on {brand} fares. I only want the city of the cheaper one.",
    )
    assert reply.named(cities) == {cheaper}

    yield Ask(
        f"Then book that for the two of them and write to {contact.contact_email}",
        solution=book,
        paraphrase="All right, make it a booking for both, the way you named. The address for "
        f"messages is {contact.contact_email}",
    )
    check_booked(world, known, ways[0], flyers, (brand, contact))


def _tell_apart(ways: list[list[Flight]], flyers: Sequence[Flyer], brand: FareBrand) -> None:
    """Sort ways by price, after raising the fares of one if they cost the same."""
    first, other = ways
    if _price(first, flyers, brand) == _price(other, flyers, brand):
        fares = other[0].fares
        other[0].fares = Fares(fares.light + 100, fares.classic + 100, fares.flex + 100)
    ways.sort(key=lambda way: _price(way, flyers, brand))


def _price(way: Sequence[Flight], flyers: Sequence[Flyer], brand: FareBrand) -> int:
    return sum(price_cents(flight, brand, flyer) for flight in way for flyer in flyers)


@task(kind="recovery")
def catches_a_later_connection(world: Airline, rng: Random) -> Generator[Ask, Reply, None]:
    """The connection asked for is too short; the refusal says how long it must be."""
    start, stop, end = pick_airports(world, rng, 3)
    day, [flyer] = pick_day(world, rng), pick_flyers(world, rng, 1)
    first = plant_flight(world, rng, (start, stop), at(day, rng.randrange(420, 600, 5)))
    least = stop.minimum_connection_minutes
    gaps = [rng.randrange(10, least, 5), rng.randrange(least, least + 40, 5), least + 60]
    late = [
        plant_flight(world, rng, (stop, end), first.arrives_at + timedelta(minutes=gap))
        for gap in gaps
    ]
    brand: FareBrand = rng.choice(("light", "classic", "flex"))
    contact, known = _mail(rng, flyer), set(world.network.records)

    def solution(call: Caller) -> None:
        located, out, onward = call.together(
            wants_flyer(flyer), wants_flights(start, stop, day), wants_flights(stop, end, day)
        )
        rest = {
            "flyer_ids": [located[0]["flyer_id"]],
            "fare_brand": brand,
            "trip_contact": mail_to(contact),
        }
        one = numbered(out, first)
        call.failing("book_trip", flight_ids=[one, numbered(onward, late[0])], **rest)
        second = onward["flights"][1]["flight_id"]
        call("book_trip", flight_ids=[one, second], **rest)

    yield Ask(
        f"On {day}, book {flyer.name} on {first.number} from {spell(start)} to {spell(stop)} and "
        f"on {late[0].number} from there to {spell(end)}, as one trip, {brand} fare. If "
        f"that connection is too short to be booked, take the next flight from {stop.city} to "
        f"{end.city} that leaves time enough. Mail {contact.contact_email}",
        solution=solution,
        paraphrase=f"{flyer.name} would like one trip at the {brand} fare on {day}: {first.number} "
        f"({spell(start)} to {spell(stop)}), then {late[0].number} ({spell(stop)} to "
        f"{spell(end)}). If you can't sell these two together because there is too little time in "
        "between, keep the first and replace the second by the earliest later one that works. "
        f"The contact is {contact.contact_email}",
    )

    check_booked(world, known, [first, late[1]], [flyer], (brand, contact))
