"""The world of the suite ``airline``: what its tools refuse, and what is always true of it."""

from collections import Counter
from datetime import timedelta
from itertools import pairwise
from random import Random
from typing import Any

from suites.random_calls import Pools, play_on
from suites.suite_facts import make_world, refuse

READS = {"locate_flyer", "display_record", "display_flight", "seek_flights", "quote_trip"}
CONTACT = {"contact_email": "a@b.example"}
BAGS = {"light": (0, 0), "classic": (1, 23), "flex": (2, 32)}
"""Bags and kilograms a bag of each fare brand."""


def booked(world: Any, brand: str = "flex") -> tuple[dict[str, Any], Any, Any]:
    """Book a basic flyer on a flight; return the record's argument, the flight and the flyer."""
    network = world.network
    flyer = next(iter(network.flyers.values()))
    flyer.tier = "basic"
    flight = next(
        one
        for one in network.flights.values()
        if not any(each.flight_id == one.id for each in network.coupons.values())
    )
    made = world.call(
        "book_trip",
        {
            "flight_ids": [flight.id],
            "flyer_ids": [flyer.id],
            "fare_brand": brand,
            "trip_contact": CONTACT,
        },
    )
    return {"record_locator": made["record_locator"]}, flight, flyer


def sibling(world: Any, flight: Any) -> Any:
    """Return another flight on the same route, made empty."""
    other = next(
        one
        for one in world.network.flights.values()
        if (one.origin, one.destination) == (flight.origin, flight.destination) and one != flight
    )
    coupons = world.network.coupons
    for key in [key for key, each in coupons.items() if each.flight_id == other.id]:
        del coupons[key]
    return other


def test_unknown_ids_are_refused() -> None:
    """Every tool says what does not exist; a name that nobody has gives an empty list."""
    world = make_world("airline")
    flight = next(iter(world.network.flights))
    assert world.call("locate_flyer", {"flyer_name": "Nobody"}) == []
    refuse(world, "no trip record X$", "display_record", record_locator="X")
    refuse(world, "no flight of id X$", "display_flight", flight_id="X")
    quote = {"fare_brand": "light", "flyer_ids": ["X"]}
    refuse(world, "no flyer X$", "quote_trip", flight_ids=[flight], **quote)
    refuse(world, "no flight of id X$", "quote_trip", flight_ids=["X"], **quote)
    refuse(world, "the airports are", "seek_flights", flying_from="XXX", flying_on="2026-05-05")
    refuse(world, "no trip record X$", "void_flights", record_locator="X", flight_ids=[flight])
    refuse(world, "no charge X$", "waive_charge", charge_id="X", waiver_reason="staff_error")
    start = world.network.flights[flight].origin
    page = {"flying_from": start, "flying_on": "2020-01-01", "timetable_page": "from-X"}
    refuse(world, "is no page", "seek_flights", **page)


def test_trips_must_connect_and_fit() -> None:
    """Flights lead on from one another with time to change, and have a place for everyone."""
    world = make_world("airline")
    here, flight, flyer = booked(world)
    back = next(
        one
        for one in world.network.flights.values()
        if (one.origin, one.destination) == (flight.destination, flight.origin)
    )
    rest = {"flyer_ids": [flyer.id], "fare_brand": "light"}
    both = [flight.id, back.id]
    least = world.network.airports[back.origin].minimum_connection_minutes
    back.departs_at = flight.arrives_at + timedelta(minutes=least - 1)
    refuse(world, f"at least {least} minutes", "quote_trip", flight_ids=both, **rest)
    refuse(
        world, "starts at", "quote_trip", flight_ids=[flight.id, sibling(world, flight).id], **rest
    )
    back.departs_at += timedelta(minutes=1)
    assert world.call("quote_trip", {"flight_ids": both, **rest})["total_cents"] > 0
    full = {"flight_ids": [flight.id], **rest, "trip_contact": CONTACT}
    flight.seat_rows = 0
    refuse(world, "more, not for 1", "book_trip", **full)
    flight.disruption = "cancelled"
    refuse(world, "is cancelled", "book_trip", **full)
    stray = {"given_up_flight_id": back.id, "taken_flight_id": flight.id}
    refuse(world, "has no flight", "rebook_flight", **here, **stray)


def test_fares_bind() -> None:
    """Light fares allow no change unless the flight is disrupted; classic ones cost a fee."""
    world = make_world("airline")
    here, flight, _ = booked(world, "light")
    other = sibling(world, flight)
    change = {"given_up_flight_id": flight.id, "taken_flight_id": other.id}
    refuse(world, "does not allow a change", "rebook_flight", **here, **change)
    world.network.records[here["record_locator"]].brand = "classic"
    charge = world.call("rebook_flight", {**here, **change})["charge"]
    assert charge["cents"] == 4500
    waive = {"charge_id": charge["charge_id"]}
    refuse(world, "neither delayed", "waive_charge", **waive, waiver_reason="disruption")
    world.call("waive_charge", {**waive, "waiver_reason": "bereavement"})
    refuse(world, "waived already", "waive_charge", **waive, waiver_reason="staff_error")
    elsewhere = next(one for one in world.network.flights.values() if one.origin != other.origin)
    stray = {"given_up_flight_id": other.id, "taken_flight_id": elsewhere.id}
    refuse(world, "not from", "rebook_flight", **here, **stray)
    paid = next(
        one.fare_cents for one in world.network.coupons.values() if one.flight_id == other.id
    )
    void = {**here, "flight_ids": [other.id]}
    assert world.call("void_flights", void)["refunded_cents"] == paid // 2
    refuse(world, "it has none", "void_flights", **void)


def test_seats_bags_and_waiting_lists_are_guarded() -> None:
    """Seats are one's own, bags within the allowance, and waiting is for what is full."""
    world = make_world("airline")
    here, flight, flyer = booked(world, "classic")
    on = {**here, "flight_id": flight.id}
    for seat, words in (("9A", "has no seat"), ("1A", "for flex fares")):
        refuse(
            world,
            words,
            "seat_flyers",
            **on,
            seat_choices=[{"flyer_id": flyer.id, "seat_code": seat}],
        )
    wrong = [{"flyer_id": "X", "seat_code": "2A"}]
    refuse(world, "is not for flyer X", "seat_flyers", **on, seat_choices=wrong)
    world.call("seat_flyers", {**on, "seat_choices": [{"flyer_id": flyer.id, "seat_code": "2A"}]})
    who = {**on, "flyer_id": flyer.id}
    heavy, two = [{"bag_kilograms": 24}], [{"bag_kilograms": 5}] * 2
    refuse(world, "may weigh 23", "load_baggage", **who, hold_bags=heavy)
    refuse(world, "may bring 1 bags", "load_baggage", **who, hold_bags=two)
    other = sibling(world, flight)
    wait = {**here, "wanted_flight_id": other.id}
    refuse(world, "too full", "waitlist_party", **wait)
    other.seat_rows = 0
    world.call("waitlist_party", wait)
    refuse(world, "already$", "waitlist_party", **wait)


def pools(world: Any) -> Pools:
    """Gather the ids that calls may name: those of one route, so that many calls make sense."""
    network = world.network
    first = next(iter(network.flights.values()))
    flights = [
        one.id
        for one in network.flights.values()
        if (one.origin, one.destination) == (first.origin, first.destination)
    ]
    back = next(id_ for id_, one in network.flights.items() if one.origin == first.destination)
    return {
        "flyer_name": [one.name for one in network.flyers.values()],
        "flyer_id": list(network.flyers)[:4],
        "flyer_ids": [[id_] for id_ in list(network.flyers)[:4]] + [list(network.flyers)[:3]],
        "record_locator": list(network.records)[-5:],
        "flight_id": flights,
        "flight_ids": [*([id_] for id_ in flights), flights[:2], [flights[0], back]],
        "given_up_flight_id": flights,
        "taken_flight_id": flights,
        "wanted_flight_id": flights,
        "charge_id": [*network.charges, "X"],
        "flying_from": list(network.airports),
        "flying_to": list(network.airports),
        "leaving_after": ["09:30"],
        "timetable_page": [f"from-{id_}" for id_ in flights],
        "seat_code": ["1A", "2B", "3C", "3D", "9A"],
        "contact_email": ["a@b.example"],
        "contact_phone": ["", "+44 123456"],
        "bag_kilograms": [5, 23, 32, 33],
    }


def check_invariants(world: Any) -> None:
    """Assert what is always true of the airline."""
    network = world.network
    sold = Counter(each.flight_id for each in network.coupons.values())
    seats = Counter(
        (one.flight_id, one.seat_code) for one in network.coupons.values() if one.seat_code
    )
    assert all(network.flights[id_].capacity >= count for id_, count in sold.items())
    assert all(count == 1 for count in seats.values())
    wanted = {
        f"{record.locator}|{flight_id}|{flyer_id}"
        for record in network.records.values()
        for flight_id in record.flight_ids
        for flyer_id in record.flyer_ids
    }
    assert wanted == set(network.coupons)
    for record in network.records.values():
        for one, other in pairwise(network.flights[id_] for id_ in record.flight_ids):
            least = network.airports[other.origin].minimum_connection_minutes
            assert one.destination == other.origin
            assert other.departs_at - one.arrives_at >= timedelta(minutes=least)
    for each in network.coupons.values():
        brand, gold = (
            network.records[each.locator].brand,
            network.flyers[each.flyer_id].tier == "gold",
        )
        count, kilograms = BAGS[brand]
        assert brand == "flex" or not (each.seat_code or "2A").startswith("1")
        assert len(each.hold_bags) <= count + gold
        assert all(bag.bag_kilograms <= max(kilograms, 23 * gold) for bag in each.hold_bags)


def test_invariants_survive_any_calls() -> None:
    """Whatever is called: places, seats, bags and connections stay sound; every tool is used."""
    carried: set[str | None] = set()
    for seed in range(6):
        world, rng = make_world("airline", seed), Random(seed)
        check_invariants(world)
        for flight in world.network.flights.values():
            flight.seat_rows = 2
        for _ in range(150):
            carried.add(play_on(world, rng, pools(world), READS))
            check_invariants(world)
    assert carried - {None} >= set(world.tools())
