"""Draw an airline from a seed.

What the tasks rely on holds for every seed: six airports with different cities, twenty passengers
with different names, and no flight after the first two days, so that tasks have other days to
themselves.
"""

import datetime as dt
from collections.abc import Sequence
from random import Random
from typing import get_args
from unicodedata import normalize

from toolbench_ood.world.kit import draw_id

from .records import (
    Airport,
    Booking,
    Contact,
    Fare,
    Flight,
    Passenger,
    Ticket,
    Tier,
)
from .rules import Network, price_cents
from .wording import CITIES, EMAIL_HOSTS, PASSENGERS

DRAWN_DAYS = 2
"""Days that have flights before a task adds its own."""
LOWEST_FARES: dict[Fare, int] = {"light": 4000, "classic": 9000, "flex": 15_000}
"""In cents."""


def draw_network(rng: Random) -> Network:
    """Draw everything that the airline knows at first."""
    first = dt.date(2026, 2, 1) + dt.timedelta(days=rng.randrange(800))
    airports = {
        code: Airport(code, city, rng.randrange(30, 65, 5)) for code, city in rng.sample(CITIES, 6)
    }
    network = Network(first, airports, {})
    for name in rng.sample(PASSENGERS, len(PASSENGERS)):
        id_ = draw_id(rng, "PX-", network.passengers)
        city = rng.choice(list(airports.values())).city
        network.passengers[id_] = Passenger(id_, name, city, rng.choice(get_args(Tier)))
    _draw_flights(rng, network)
    _draw_bookings(rng, network)
    return network


def draw_flight(
    rng: Random, network: Network, route: tuple[str, str], departs_at: dt.datetime
) -> Flight:
    """Draw a flight on a route and add it; fares are whole tens of cents."""
    taken = {flight.number for flight in network.flights.values()}
    flight = Flight(
        id=draw_id(rng, "FL-", network.flights),
        number=draw_id(rng, "QX", taken, length=3, alphabet="123456789"),
        origin=route[0],
        destination=route[1],
        departs_at=departs_at,
        arrives_at=departs_at + dt.timedelta(minutes=rng.randrange(35, 80, 5)),
        rows=rng.randint(3, 5),
        fares_cents={fare: rng.randrange(at, at + 4000, 10) for fare, at in LOWEST_FARES.items()},
    )
    network.flights[flight.id] = flight
    return flight


def draw_booking(
    rng: Random,
    network: Network,
    flights: Sequence[Flight],
    passengers: Sequence[Passenger],
    fare: Fare,
) -> Booking:
    """Book passengers on flights; about half of them have a seat."""
    party = sorted(passengers, key=lambda each: each.id)
    booking = Booking(
        id=draw_id(rng, "BK-", network.bookings),
        fare=fare,
        passenger_ids=tuple(each.id for each in party),
        flight_ids=tuple(each.id for each in flights),
        contact=draw_contact(rng, passengers[0]),
    )
    network.bookings[booking.id] = booking
    for flight in flights:
        for passenger in party:
            price = price_cents(flight, fare, passenger)
            ticket = Ticket(booking.id, flight.id, passenger.id, price)
            seats = seats_for(network, flight, fare)
            if seats and rng.random() < 0.5:
                ticket.seat = rng.choice(seats)
            network.add(ticket)
    return booking


def draw_contact(rng: Random, passenger: Passenger) -> Contact:
    """Draw a passenger's email address, and a phone number for some."""
    letters = normalize("NFKD", passenger.name.lower())
    box = "".join(letter for letter in letters if letter.isascii() and letter.isalpha())
    phone = f"+{rng.randrange(30, 99)} {rng.randrange(10**7, 10**8)}" if rng.random() < 0.5 else ""
    return Contact(f"{box}{rng.randrange(10, 100)}@{rng.choice(EMAIL_HOSTS)}", phone)


def seats_for(network: Network, flight: Flight, fare: Fare) -> list[str]:
    """List the open seats that can be had on a fare."""
    seats = network.open_seats(flight)
    return [seat for seat in seats if fare == "flex" or not seat.startswith("1")]


def _draw_flights(rng: Random, network: Network) -> None:
    """Draw two flights a day in both directions between neighbours on a ring of airports."""
    codes = list(network.airports)
    for day in range(DRAWN_DAYS):
        midnight = dt.datetime.combine(network.first_date + dt.timedelta(days=day), dt.time())
        for origin, destination in zip(codes, [*codes[1:], codes[0]], strict=True):
            for route in ((origin, destination), (destination, origin)):
                for hour in rng.sample(range(6, 21), 2):
                    minute = rng.randrange(0, 60, 5)
                    draw_flight(rng, network, route, midnight.replace(hour=hour, minute=minute))


def _draw_bookings(rng: Random, network: Network) -> None:
    for flight in rng.sample(list(network.flights.values()), 12):
        party = rng.sample(list(network.passengers.values()), rng.randint(1, 3))
        draw_booking(rng, network, [flight], party, rng.choice(get_args(Fare)))
