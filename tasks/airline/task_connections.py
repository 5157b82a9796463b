"""Tasks that book trips of several flights."""

import datetime as dt
from collections.abc import Sequence
from itertools import pairwise
from random import Random
from typing import get_args

from toolbench_ood import Ask, Caller, Json, Turns, task

from .records import Airport, Fare, Flight, Passenger
from .rules import price_cents
from .situations import (
    Route,
    at,
    check_booked,
    email_contact,
    fill,
    pick_airports,
    pick_date,
    pick_passengers,
    plant_flight,
    wanted_booking,
)
from .solutions import book, find_passenger, numbered, search
from .wording import airport_name
from .world import Airline


@task(kind="chain")
def books_three_connecting_flights(world: Airline, rng: Random) -> Turns:
    """Leg by leg the first flight that can be reached and isn't full; then book all three."""
    network = world.network
    stops, date = pick_airports(network, rng, 4), pick_date(network, rng)
    (passenger,) = pick_passengers(network, rng, 1)
    legs = list(pairwise(stops))
    flights = _plant_legs(world, rng, legs, date, passenger)
    contact = email_contact(rng, passenger)
    wanted, before = wanted_booking(flights, [passenger], "classic", contact), {*network.bookings}

    def solution(call: Caller) -> None:
        first, *onward = legs
        found, page = call.together(find_passenger(passenger), search(*first, date))
        chosen = [_first_free(call, page)]
        for leg in onward:
            tool, given = search(*leg, date)
            page = call(tool, **given, earliest_departure=f"{_earliest(chosen[-1]):%H:%M}")
            chosen.append(_first_free(call, page))
        call.together(book([shown["id"] for shown in chosen], [found[0]["id"]], wanted))

    start, one, other, end = map(airport_name, stops)
    yield Ask(
        f"Please book {passenger.name} from {start} via {one} and {other} to {end} on {date}, as "
        "one booking on a classic fare. For each leg, take the first flight that has a seat left "
        "and doesn't leave sooner than the airport's minimum connection time after the previous "
        f"flight arrives. The contact email is {contact.email}.",
        solution=solution,
        paraphrase=f"{passenger.name} is travelling on {date}: {start}, then {one}, then {other}, "
        f"then {end}. Make a single classic booking of three flights. Choose them leg by leg: "
        "always the earliest that isn't full and that still allows the minimum connection time of "
        f"the airport where they change. Use {contact.email} as the contact email.",
    )

    check_booked(network, before, wanted)


def _plant_legs(
    world: Airline, rng: Random, legs: Sequence[Route], date: dt.date, passenger: Passenger
) -> list[Flight]:
    """Plant flights on each leg, some too early and one or two full; return the right ones."""
    full, flights = set(rng.sample(range(len(legs)), rng.randint(1, 2))), []
    ready = at(date, rng.randrange(6 * 60, 7 * 60, 5))
    for nth, leg in enumerate(legs):
        if nth:
            plant_flight(world, leg, ready - dt.timedelta(minutes=rng.choice((5, 10, 15))))
        *taken, right = _plant_leg(world, rng, leg, ready, skipped=nth in full)
        for flight in taken:
            fill(world, flight, 0, [passenger])
        fill(world, right, rng.randint(1, 4), [passenger])
        flights.append(right)
        ready = right.arrives_at + dt.timedelta(minutes=leg[1].minimum_connection_minutes)
    return flights


def _plant_leg(
    world: Airline, rng: Random, leg: Route, ready: dt.datetime, *, skipped: bool
) -> list[Flight]:
    """Plant flights on a leg; return those up to the right one, which may follow another."""
    leaves, flights = ready, []
    for _ in range(1 + skipped):
        leaves += dt.timedelta(minutes=rng.randrange(5, 35, 5))
        flights.append(plant_flight(world, leg, leaves))
    plant_flight(world, leg, leaves + dt.timedelta(minutes=rng.randrange(10, 60, 5)))
    return flights


def _first_free(call: Caller, page: Json) -> Json:
    """Look flights up one after the other, until one has a seat left."""
    shown = (call("get_flight", flight_id=row["id"]) for row in page["flights"])
    return next(each for each in shown if each["seats_left"])


def _earliest(shown: Json) -> dt.datetime:
    """Return when the next flight may leave after one that was shown."""
    _, stop = shown["airports"]
    minutes = dt.timedelta(minutes=int(stop["minimum_connection_minutes"]))
    return dt.datetime.fromisoformat(shown["arrives_at"]) + minutes


@task(kind="constraint")
def avoids_an_airport(world: Airline, rng: Random) -> Turns:
    """Of three routes with one change, the fastest leads through an airport to be avoided."""
    network = world.network
    start, end, *between = pick_airports(network, rng, 5)
    date, (passenger,) = pick_date(network, rng), pick_passengers(network, rng, 1)
    fastest, best, _ = _plant_routes(world, rng, (start, end), between, date)
    avoided = network.airports[fastest[0].destination]
    contact = email_contact(rng, passenger)
    wanted, before = wanted_booking(best, [passenger], "flex", contact), {*network.bookings}

    def book_fastest(call: Caller, *, avoiding: str) -> None:
        found, page = call.together(find_passenger(passenger), search(start, None, date))
        outward = [row for row in page["flights"] if row["destination"] != avoiding]
        stops = [network.airports[row["destination"]] for row in outward]
        onward = call.together(*(search(stop, end, date) for stop in stops))
        pairs = [(row, page["flights"][0]) for row, page in zip(outward, onward, strict=True)]
        pair = min(pairs, key=lambda pair: str(pair[1]["arrives_at"]))
        call.together(book([row["id"] for row in pair], [found[0]["id"]], wanted))

    yield Ask(
        f"{passenger.name} needs to get from {airport_name(start)} to {airport_name(end)} on "
        f"{date} with one change. Book the pair of flights that arrives earliest, on a flex fare, "
        f"but don't go through {avoided.city}: the airport staff there are on strike. The contact "
        f"email is {contact.email}.",
        solution=lambda call: book_fastest(call, avoiding=avoided.code),
        tempting=lambda call: book_fastest(call, avoiding=""),
        paraphrase=f"There's a strike at the airport in {avoided.city}, so avoid it. Find "
        f"{passenger.name} two connecting flights on {date} that lead from {airport_name(start)} "
        f"to {airport_name(end)} and get there as early as possible. Make it one flex booking with "
        f"{contact.email} as the contact email.",
    )

    check_booked(network, before, wanted)


def _plant_routes(
    world: Airline, rng: Random, ends: Route, between: Sequence[Airport], date: dt.date
) -> list[list[Flight]]:
    """Plant two flights through each airport between; the first route is the first to arrive."""
    start, end = ends
    leaving = rng.sample(range(7 * 60, 9 * 60, 10), len(between))
    onward = sorted(rng.sample(range(12 * 60, 18 * 60, 90), len(between)))
    stops = rng.sample(between, len(between))
    return [
        [
            plant_flight(world, (start, stop), at(date, first)),
            plant_flight(world, (stop, end), at(date, second)),
        ]
        for stop, first, second in zip(stops, leaving, onward, strict=True)
    ]


@task(kind="several_asks")
def compares_two_routes_then_books(world: Airline, rng: Random) -> Turns:
    """Say through which city two passengers travel for less; then book them that way."""
    network = world.network
    start, end, *between = pick_airports(network, rng, 4)
    date, party = pick_date(network, rng), pick_passengers(network, rng, 2)
    fare = rng.choice(get_args(Fare))
    cheaper, dearer = _plant_routes(world, rng, (start, end), between, date)
    totals = [_price(route, party, fare) for route in (cheaper, dearer)]
    if totals[0] > totals[1]:
        cheaper, dearer = dearer, cheaper
    dearer[0].fares_cents[fare] += 100
    contact = email_contact(rng, party[0])
    wanted, before = wanted_booking(cheaper, party, fare, contact), {*network.bookings}
    cities = [airport.city for airport in between]
    known: dict[str, list[str]] = {}

    def compare(call: Caller) -> str:
        searches = [search(start, stop, date) for stop in between]
        searches += [search(stop, end, date) for stop in between]
        *found, out1, out2, on1, on2 = call.together(*map(find_passenger, party), *searches)
        known["passengers"] = [rows[0]["id"] for rows in found]
        pairs = ((out1, on1), (out2, on2))
        routes = [[page["flights"][0]["id"] for page in pair] for pair in pairs]
        who = {"passenger_ids": known["passengers"], "fare": fare}
        quotes = call.together(*(("quote_fare", {"flight_ids": ids, **who}) for ids in routes))
        prices = [int(quote["total_cents"]) for quote in quotes]
        least = prices.index(min(prices))
        known["flights"] = routes[least]
        return cities[least]

    def book_cheaper(call: Caller) -> None:
        call.together(book(known["flights"], known["passengers"], wanted))

    names = f"{party[0].name} and {party[1].name}"
    one, other = map(airport_name, between)
    reply = yield Ask(
        f"{names} want to fly from {airport_name(start)} to {airport_name(end)} on {date}, on a "
        f"{fare} fare, with one change. Which is cheaper for the two of them in total, via "
        f"{one} or via {other}? Reply with just the city, and don't book anything yet.",
        solution=compare,
        paraphrase=f"Compare two routes from {airport_name(start)} to {airport_name(end)} on "
        f"{date}: one with a change in {one}, the other in {other}. Where do "
        f"{names} have to change to pay less altogether on a {fare} fare? Tell me only the name of "
        "that city; no booking so far.",
    )
    assert reply.named(cities) == {network.airports[cheaper[0].destination].city}
    assert network.bookings.keys() == before

    yield Ask(
        f"Great, book that route for both of them. The contact email is {contact.email}.",
        solution=book_cheaper,
        paraphrase=f"Then please make one booking for the two that way, with {contact.email} as "
        "the contact email.",
    )
    check_booked(network, before, wanted)


def _price(route: Sequence[Flight], party: Sequence[Passenger], fare: Fare) -> int:
    return sum(price_cents(flight, fare, each) for flight in route for each in party)


@task(kind="recovery")
def books_a_connection_with_enough_time(world: Airline, rng: Random) -> Turns:
    """The connection asked for is too short; the refusal says how long it must be."""
    network = world.network
    start, stop, end = pick_airports(network, rng, 3)
    date, (passenger,) = pick_date(network, rng), pick_passengers(network, rng, 1)
    first = plant_flight(world, (start, stop), at(date, rng.randrange(420, 600, 5)))
    least = stop.minimum_connection_minutes
    gaps = rng.randrange(10, least, 5), rng.randrange(least, least + 40, 5), least + 60
    missed, right, _ = [
        plant_flight(world, (stop, end), first.arrives_at + dt.timedelta(minutes=gap))
        for gap in gaps
    ]
    fare, contact = rng.choice(get_args(Fare)), email_contact(rng, passenger)
    wanted = wanted_booking([first, right], [passenger], fare, contact)
    before = {*network.bookings}

    def solution(call: Caller) -> None:
        found, out, onward = call.together(
            find_passenger(passenger), search(start, stop, date), search(stop, end, date)
        )
        who, one = [found[0]["id"]], numbered(out, first)
        tool, given = book([one, numbered(onward, missed)], who, wanted)
        call.failing(tool, **given)
        call.together(book([one, onward["flights"][1]["id"]], who, wanted))

    yield Ask(
        f"Please book {passenger.name} on {first.number} from {airport_name(start)} to "
        f"{airport_name(stop)} and then on {missed.number} to {airport_name(end)}, both on {date}, "
        f"as one booking on a {fare} fare. If that connection is too short to book, take the next "
        f"flight from {stop.city} to {end.city} that leaves enough time instead of "
        f"{missed.number}. The contact email is {contact.email}.",
        solution=solution,
        paraphrase=f"{passenger.name} would like one {fare} booking for {date}: {first.number} "
        f"({airport_name(start)} to {airport_name(stop)}), then {missed.number} "
        f"({airport_name(stop)} to {airport_name(end)}). If there's too little time between the "
        "two, keep the first and replace the second with the earliest later flight that can be "
        f"booked with it. The contact email is {contact.email}.",
    )

    check_booked(network, before, wanted)
