"""Tasks about seats."""

from collections.abc import Sequence
from random import Random
from typing import get_args

from toolbench_ood import Ask, Caller, Turns, task

from .draw import seats_for
from .records import Fare, Flight, Ticket
from .situations import (
    pick_date,
    pick_passengers,
    pick_route,
    plant_booking,
    plant_flights,
    ticket_of,
)
from .solutions import assign, booking_on, find_passenger, get_bookings
from .wording import WEEKDAYS, airport_name
from .world import Airline


@task(kind="parallel")
def assigns_seats_on_three_flights(world: Airline, rng: Random) -> Turns:
    """Three bookings looked up at once, then three seats assigned at once."""
    network = world.network
    flights = plant_flights(world, pick_route(network, rng), pick_date(network, rng), 3)
    passengers = pick_passengers(network, rng, 3)
    fares: list[Fare] = [rng.choice(get_args(Fare)) for _ in passengers]
    bookings = [
        plant_booking(world, [flight], [passenger], fare)
        for flight, passenger, fare in zip(flights, passengers, fares, strict=True)
    ]
    pairs = zip(flights, fares, strict=True)
    seats = [rng.choice(seats_for(network, flight, fare)) for flight, fare in pairs]

    def solution(call: Caller) -> None:
        shown = get_bookings(call, [booking.id for booking in bookings])
        requests = []
        for booking, seat in zip(shown, seats, strict=True):
            (flight,) = booking["flights"]
            (passenger,) = flight["passengers"]
            requests.append(assign(booking["id"], flight["id"], {passenger["id"]: seat}))
        call.together(*requests)

    one, two, three = (
        f"{seat} for booking {booking.id}" for booking, seat in zip(bookings, seats, strict=True)
    )
    yield Ask(
        "Three people who are travelling alone would like certain seats on their flights: "
        f"{one}, {two} and {three}. All of these are open, so please assign them.",
        solution=solution,
        paraphrase="Could you assign some seats? Each of these bookings has one passenger and one "
        f"flight, and nobody has the seat yet.\n- {one}\n- {two}\n- {three}",
    )

    for booking, flight, passenger, seat in zip(bookings, flights, passengers, seats, strict=True):
        assert ticket_of(network, booking, flight, passenger).seat == seat


@task(kind="irrelevant")
def seats_a_couple_together(world: Airline, rng: Random) -> Turns:
    """First a question that needs no tool; then two seats side by side, in the only open pair."""
    network = world.network
    start, end = pick_route(network, rng)
    (flight,) = plant_flights(world, (start, end), pick_date(network, rng), 1)
    flight.rows, date = 4, flight.departs_at.date()
    one, other, *others = pick_passengers(network, rng, 12)
    booking = plant_booking(world, [flight], [one, other], rng.choice(("light", "classic")))
    crowd = plant_booking(world, [flight], others, "flex")
    for ticket in network.tickets_on(flight):
        ticket.seat = None
    pair = _leave_one_pair(rng, flight, network.party_on(flight, crowd))
    today, (days, count) = (
        rng.randrange(7),
        rng.choice(list(enumerate(("two", "three", "four"), 2))),
    )
    later = WEEKDAYS[(today + days) % 7]

    def solution(call: Caller) -> None:
        tool, given = find_passenger(one)
        (passenger,) = call(tool, **given)
        shown, leg = booking_on(call, passenger, date)
        seen = call("get_flight", flight_id=leg["id"])
        seats = _pair_of([row["seat"] for row in seen["unassigned_seats"]])
        ids = {each["name"]: each["id"] for each in leg["passengers"]}
        wanted = {ids[one.name]: seats[0], ids[other.name]: seats[1]}
        call.together(assign(shown["id"], leg["id"], wanted))

    reply = yield Ask(
        f"Before we start: if today is {WEEKDAYS[today]}, what day will it be in {count} days? "
        "Reply with just the day of the week.",
        solution=lambda _: later,
        paraphrase="Quick question that has nothing to do with flights. Which weekday comes "
        f"{count} days after {WEEKDAYS[today]}? Answer with one word.",
    )
    assert reply.named(WEEKDAYS) == {later}

    yield Ask(
        f"Thanks! {one.name} and {other.name} share a booking from {airport_name(start)} to "
        f"{airport_name(end)} on {date}. Give them two seats next to each other, on the same side "
        f"of the aisle and not in row 1. Only one such pair is open. {one.name} gets the seat with "
        "the earlier letter.",
        solution=solution,
        paraphrase=f"Thank you. Please seat {one.name} and {other.name} together. They're on one "
        f"booking from {airport_name(start)} to {airport_name(end)} on {date}. Outside row 1 "
        "there's exactly one pair of open neighbouring seats that the aisle doesn't separate; of "
        f"these two, the one with the earlier letter is for {one.name}.",
    )

    for passenger, seat in zip((one, other), pair, strict=True):
        assert ticket_of(network, booking, flight, passenger).seat == seat


def _pair_of(seats: Sequence[str]) -> tuple[str, str]:
    """Return the open pair behind the first row."""
    pairs = [(f"{row}{one}", f"{row}{two}") for row in range(2, 10) for one, two in ("AB", "CD")]
    return next(pair for pair in pairs if {*pair} <= {*seats})


def _leave_one_pair(rng: Random, flight: Flight, others: Sequence[Ticket]) -> tuple[str, str]:
    """Seat others so that one pair behind the first row stays open, and besides it odd seats.

    Of four rows that leaves a pair in the first row, which isn't for everyone, and single seats.
    """
    pairs = [(f"{row}{one}", f"{row}{two}") for row in range(1, 5) for one, two in ("AB", "CD")]
    front, (chosen, *rest) = rng.choice(pairs[:2]), rng.sample(pairs[2:], 6)
    odd = [rng.choice(pair) for pair in rng.sample(rest, 2)]
    seats = [seat for seat in flight.seats if seat not in (*front, *chosen, *odd)]
    for ticket, seat in zip(others, rng.sample(seats, len(seats)), strict=False):
        ticket.seat = seat
    return chosen
