"""The world of the suite ``airline``: its refusals, its pages, and what is always true."""

from collections import Counter
from datetime import timedelta
from itertools import pairwise
from random import Random
from typing import Any

from suites.random_calls import Pools, play_on
from suites.suite_facts import make_world, only_reads, refuse

READS = {"find_passengers", "get_booking", "get_flight", "search_flights", "quote_fare"}
CONTACT = {"email": "a@b.example"}
BAGS = {"light": (0, 0), "classic": (1, 23), "flex": (2, 32)}
"""Bags and kilograms a bag of each fare."""


def booked(world: Any, fare: str = "flex") -> tuple[dict[str, Any], Any, Any]:
    """Book a basic passenger on an empty flight; return the booking's argument and both rows."""
    network = world.network
    passenger = next(iter(network.passengers.values()))
    passenger.tier = "basic"
    flight = next(each for each in network.flights.values() if not network.tickets_on(each))
    given = {"flight_ids": [flight.id], "passenger_ids": [passenger.id]}
    made = world.call("book_flights", {**given, "fare": fare, "contact": CONTACT})
    return {"booking_id": made["id"]}, flight, passenger


def sibling(world: Any, flight: Any) -> Any:
    """Return another flight on the same route, made empty."""
    network, route = world.network, (flight.origin, flight.destination)
    other = next(
        each
        for each in network.flights.values()
        if (each.origin, each.destination) == route and each != flight
    )
    for key in [key for key, each in network.tickets.items() if each.flight_id == other.id]:
        del network.tickets[key]
    return other


def test_unknown_ids_are_refused() -> None:
    """Every tool says what does not exist; a name that nobody has gives an empty list."""
    world = make_world("airline")
    flight = next(iter(world.network.flights))
    assert world.call("find_passengers", {"name": "Nobody"}) == []
    refuse(world, "no booking BK-X", "get_booking", booking_id="BK-X")
    refuse(world, "no flight FL-X", "get_flight", flight_id="FL-X")
    quote = {"fare": "light", "passenger_ids": ["PX-X"]}
    refuse(world, "no passenger PX-X", "quote_fare", flight_ids=[flight], **quote)
    refuse(world, "no flight FL-X", "quote_fare", flight_ids=["FL-X"], **quote)
    refuse(world, "given more than once", "quote_fare", flight_ids=[flight] * 2, **quote)
    refuse(world, "no airport XXX", "search_flights", origin="XXX", date="2026-05-05")
    refuse(world, "no booking BK-X", "cancel_flights", booking_id="BK-X", flight_ids=[flight])
    refuse(world, "no fee FE-X", "waive_fee", fee_id="FE-X", reason="staff_error")


def test_trips_must_connect_and_fit() -> None:
    """Flights lead on from one another with time to change, and have a seat for everyone."""
    world = make_world("airline")
    here, flight, passenger = booked(world)
    route = (flight.destination, flight.origin)
    back = next(
        each for each in world.network.flights.values() if (each.origin, each.destination) == route
    )
    rest = {"passenger_ids": [passenger.id], "fare": "light"}
    both = [flight.id, back.id]
    least = world.network.airports[back.origin].minimum_connection_minutes
    back.departs_at = flight.arrives_at + timedelta(minutes=least - 1)
    refuse(world, f"at least {least} minutes", "quote_fare", flight_ids=both, **rest)
    astray = [flight.id, sibling(world, flight).id]
    refuse(world, "starts at", "quote_fare", flight_ids=astray, **rest)
    back.departs_at += timedelta(minutes=1)
    assert world.call("quote_fare", {"flight_ids": both, **rest})["total_cents"] > 0
    full = {"flight_ids": [flight.id], **rest, "contact": CONTACT}
    flight.rows = 0
    refuse(world, "not enough for 1", "book_flights", **full)
    flight.status = "cancelled"
    refuse(world, "is cancelled", "book_flights", **full)
    stray = {"old_flight_id": back.id, "new_flight_id": flight.id}
    refuse(world, "is not on booking", "change_flight", **here, **stray)


def test_fares_bind() -> None:
    """Light fares allow no change unless the flight is disrupted; classic ones cost a fee."""
    world = make_world("airline")
    here, flight, _ = booked(world, "light")
    other = sibling(world, flight)
    change = {"old_flight_id": flight.id, "new_flight_id": other.id}
    refuse(world, "can't be changed", "change_flight", **here, **change)
    world.network.bookings[here["booking_id"]].fare = "classic"
    fee = world.call("change_flight", {**here, **change})["fee"]
    assert fee["amount_cents"] == 4500
    waive = {"fee_id": fee["id"]}
    refuse(world, "neither delayed", "waive_fee", **waive, reason="disruption")
    world.call("waive_fee", {**waive, "reason": "bereavement"})
    refuse(world, "already been waived", "waive_fee", **waive, reason="staff_error")
    elsewhere = next(each for each in world.network.flights.values() if each.origin != other.origin)
    stray = {"old_flight_id": other.id, "new_flight_id": elsewhere.id}
    refuse(world, "not from", "change_flight", **here, **stray)
    (ticket,) = world.network.tickets_on(other)
    cancel = {**here, "flight_ids": [other.id]}
    made = world.call("cancel_flights", cancel)
    assert made["refund_cents"] == ticket.price_cents // 2
    refuse(world, "Its flights: none", "cancel_flights", **cancel)


def test_seats_bags_and_waitlists_are_guarded() -> None:
    """Seats are one's own, bags within the allowance, and waitlists for what is full."""
    world = make_world("airline")
    here, flight, passenger = booked(world, "classic")
    on = {**here, "flight_id": flight.id}

    def seat(code: str, passenger_id: str = passenger.id) -> dict[str, Any]:
        return {**on, "assignments": [{"passenger_id": passenger_id, "seat": code}]}

    refuse(world, "has no seat 9A", "assign_seats", **seat("9A"))
    refuse(world, "for flex fares", "assign_seats", **seat("1A"))
    refuse(world, "PX-X is not on booking", "assign_seats", **seat("2A", "PX-X"))
    world.call("assign_seats", seat("2A"))
    other = sibling(world, flight)
    guest = next(id_ for id_ in world.network.passengers if id_ != passenger.id)
    given = {"flight_ids": [flight.id], "passenger_ids": [guest], "fare": "flex"}
    made = world.call("book_flights", {**given, "contact": CONTACT})
    taken = {"booking_id": made["id"], "flight_id": flight.id}
    seats = [{"passenger_id": guest, "seat": "2A"}]
    refuse(world, "is taken", "assign_seats", **taken, assignments=seats)
    who = {**on, "passenger_id": passenger.id}
    heavy, two = [{"weight_kg": 24}], [{"weight_kg": 5}] * 2
    refuse(world, "up to 23 kg", "set_checked_bags", **who, bags=heavy)
    refuse(world, "can check in 1", "set_checked_bags", **who, bags=two)
    wait = {**here, "flight_id": other.id}
    refuse(world, "too full", "join_waitlist", **wait)
    other.rows = 0
    world.call("join_waitlist", wait)
    refuse(world, "already on the waitlist", "join_waitlist", **wait)
    other.waitlist *= 4
    refuse(world, "is full", "join_waitlist", **{**wait, "booking_id": made["id"]})


def test_pages_make_up_the_whole_list() -> None:
    """Following the cursors shows a day's flights once, in order, and reads change nothing."""
    world = make_world("airline")
    network = world.network
    (origin, *_), date = network.airports, network.first_date
    wanted = [
        each
        for each in network.flights.values()
        if each.origin == origin and each.departs_at.date() == date
    ]
    given = {"origin": origin, "date": str(date), "limit": 1}
    page = only_reads(world, "search_flights", **given)
    rows = list(page["flights"])
    while page["next_cursor"] is not None:
        page = only_reads(world, "search_flights", **given, cursor=page["next_cursor"])
        rows += page["flights"]
    assert {row["id"] for row in rows} == {each.id for each in wanted}
    assert len(rows) == len(wanted) == 4
    times = [row["departs_at"] for row in rows]
    assert times == sorted(times)
    refuse(world, "not a cursor", "search_flights", **given, cursor="x")


def pools(world: Any) -> Pools:
    """Gather the ids that calls may name: those of one route, so that many calls make sense."""
    network = world.network
    first = next(iter(network.flights.values()))
    route = (first.origin, first.destination)
    flights = [
        each.id for each in network.flights.values() if (each.origin, each.destination) == route
    ]
    back = next(id_ for id_, each in network.flights.items() if each.origin == first.destination)
    passengers = list(network.passengers)[:3]
    return {
        "name": [each.name for each in network.passengers.values()],
        "passenger_id": passengers,
        "passenger_ids": [*([id_] for id_ in passengers), passengers],
        "booking_id": list(network.bookings)[-5:],
        "flight_id": flights,
        "flight_ids": [*([id_] for id_ in flights), flights[:2], [flights[0], back]],
        "old_flight_id": flights,
        "new_flight_id": flights,
        "fee_id": [*network.fees, "X"],
        "origin": list(network.airports),
        "destination": list(network.airports),
        "earliest_departure": ["09:30"],
        "cursor": ["x"],
        "seat": ["1A", "2B", "3C", "3D", "9A"],
        "email": ["a@b.example"],
        "phone": ["", "+44 123456"],
        "weight_kg": [5, 23, 32, 33],
    }


def check_invariants(world: Any) -> None:
    """Assert what is always true of the airline."""
    network = world.network
    tickets = network.tickets.values()
    seats = Counter((each.flight_id, each.seat) for each in tickets if each.seat)
    assert all(network.seats_left(each) >= 0 for each in network.flights.values())
    assert all(count == 1 for count in seats.values())
    wanted = {
        f"{booking.id}|{flight_id}|{passenger_id}"
        for booking in network.bookings.values()
        for flight_id in booking.flight_ids
        for passenger_id in booking.passenger_ids
    }
    assert wanted == set(network.tickets)
    for booking in network.bookings.values():
        for one, other in pairwise(network.flights[id_] for id_ in booking.flight_ids):
            least = network.airports[other.origin].minimum_connection_minutes
            assert one.destination == other.origin
            assert other.departs_at - one.arrives_at >= timedelta(minutes=least)
    for each in tickets:
        fare = network.bookings[each.booking_id].fare
        gold = network.passengers[each.passenger_id].tier == "gold"
        count, kilograms = BAGS[fare]
        assert fare == "flex" or not (each.seat or "2A").startswith("1")
        assert len(each.bags) <= count + gold
        assert all(bag.weight_kg <= max(kilograms, 23 * gold) for bag in each.bags)


def test_invariants_survive_any_calls() -> None:
    """Whatever is called: capacity, seats, bags and connections stay sound; every tool is used."""
    carried: set[str | None] = set()
    for seed in range(6):
        world, rng = make_world("airline", seed), Random(seed)
        check_invariants(world)
        for flight in world.network.flights.values():
            flight.rows = 2
        for _ in range(150):
            carried.add(play_on(world, rng, pools(world), READS))
            check_invariants(world)
    assert carried - {None} >= set(world.tools())
