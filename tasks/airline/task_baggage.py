"""Tasks about checked bags."""

import datetime as dt
from random import Random
from typing import get_args

from toolbench_ood import Ask, Caller, Turns, task

from .records import Bag, BagType, Ticket
from .situations import (
    pick_airports,
    pick_date,
    pick_passengers,
    pick_route,
    plant_booking,
    plant_flights,
    ticket_of,
)
from .solutions import find_passenger, get_bookings, numbered, search
from .wording import airport_name, bag_name
from .world import Airline


def _draw_bags(rng: Random) -> tuple[Bag, Bag]:
    types: list[BagType] = rng.sample(get_args(BagType), 2)
    first, second = rng.sample(range(8, 33), 2)
    return Bag(first, types[0]), Bag(second, types[1])


@task
def registers_two_bags(world: Airline, rng: Random) -> Turns:
    """One call with a list of objects; the ask says everything, ids included."""
    network = world.network
    (flight,) = plant_flights(world, pick_route(network, rng), pick_date(network, rng), 1)
    passengers = pick_passengers(network, rng, rng.randint(1, 3))
    booking, passenger = plant_booking(world, [flight], passengers, "flex"), rng.choice(passengers)
    bags = _draw_bags(rng)

    def solution(call: Caller) -> None:
        who = {"booking_id": booking.id, "flight_id": flight.id, "passenger_id": passenger.id}
        call("set_checked_bags", **who, bags=bags)

    one, other = map(bag_name, bags)
    yield Ask(
        f"Passenger {passenger.id} on booking {booking.id} is checking in two bags for flight "
        f"{flight.id}: {one} and {other}, in this order. Please register them.",
        solution=solution,
        paraphrase=f"Please add two checked bags to booking {booking.id}, flight {flight.id}. Both "
        f"are for passenger {passenger.id}: first {one}, then {other}.",
    )

    assert ticket_of(network, booking, flight, passenger).bags == bags


@task(kind="look_alike")
def registers_one_bag(world: Airline, rng: Random) -> Turns:
    """Two passengers on one flight share a name; the home city decides whose bag it is."""
    network = world.network
    (flight,) = plant_flights(world, pick_route(network, rng), pick_date(network, rng), 1)
    wanted, other = pick_passengers(network, rng, 2)
    other.name = wanted.name
    wanted.home_city, other.home_city = (each.city for each in pick_airports(network, rng, 2))
    booking = plant_booking(world, [flight], [wanted], "classic")
    plant_booking(world, [flight], [other], rng.choice(("classic", "flex")))
    bag = Bag(rng.randint(6, 23), rng.choice(get_args(BagType)))

    def register(call: Caller, *, city: str) -> None:
        tool, given = find_passenger(wanted)
        passenger = next(row for row in call(tool, **given) if row["home_city"] == city)
        booking, shown = next(
            (booking, each)
            for booking in get_bookings(call, passenger["booking_ids"])
            for each in booking["flights"]
            if each["number"] == flight.number
        )
        who = {"booking_id": booking["id"], "passenger_id": passenger["id"]}
        call("set_checked_bags", **who, flight_id=shown["id"], bags=[bag])

    yield Ask(
        f"{wanted.name} from {wanted.home_city} is flying on {flight.number} on "
        f"{flight.departs_at.date()} and wants to check in {bag_name(bag)}. Please register it.",
        solution=lambda call: register(call, city=wanted.home_city),
        tempting=lambda call: register(call, city=other.home_city),
        paraphrase=f"Add one checked bag, {bag_name(bag)}, for the {wanted.name} who lives in "
        f"{wanted.home_city}. It's for flight {flight.number} on {flight.departs_at.date()}.",
    )

    assert ticket_of(network, booking, flight, wanted).bags == (bag,)


@task(kind="aggregate")
def weighs_the_bags_of_a_flight(world: Airline, rng: Random) -> Turns:
    """Flight to its bookings to their bags; those on the bookings' other flights don't count."""
    network = world.network
    start, stop, end = pick_airports(network, rng, 3)
    date = pick_date(network, rng)
    flight = rng.choice(plant_flights(world, (start, stop), date, 3))
    (onward,) = plant_flights(world, (stop, end), date + dt.timedelta(days=1), 1)
    passengers = iter(pick_passengers(network, rng, 12))
    for _ in range(rng.randint(3, 5)):
        party = [next(passengers) for _ in range(rng.randint(1, 2))]
        booking = plant_booking(world, [flight, onward], party, "flex")
        for ticket in (*network.party_on(flight, booking), *network.party_on(onward, booking)):
            _pack(rng, ticket)

    def solution(call: Caller) -> str:
        tool, given = search(start, stop, date)
        flight_id = numbered(call(tool, **given), flight)
        shown = call("get_flight", flight_id=flight_id)
        bookings = get_bookings(call, [each["id"] for each in shown["bookings"]])
        legs = [leg for each in bookings for leg in each["flights"] if leg["id"] == flight_id]
        bags = [bag for leg in legs for each in leg["passengers"] for bag in each["bags"]]
        return str(sum(int(bag["weight_kg"]) for bag in bags))

    reply = yield Ask(
        f"What is the total weight of all the bags checked in for flight {flight.number} from "
        f"{airport_name(start)} to {airport_name(stop)} on {date}? Reply with just the number of "
        "kilograms.",
        solution=solution,
        paraphrase=f"The ground crew needs the baggage weight for {flight.number}, "
        f"{airport_name(start)} to {airport_name(stop)}, on {date}: every checked bag on it, added "
        "up. Answer with nothing but the kilograms, as a number.",
    )

    bags = [bag for ticket in network.tickets_on(flight) for bag in ticket.bags]
    assert reply.number() == sum(bag.weight_kg for bag in bags)


def _pack(rng: Random, ticket: Ticket) -> None:
    ticket.bags = _draw_bags(rng)[: rng.randint(1, 2)]
