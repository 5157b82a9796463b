"""What tasks share to arrange a situation, on days on which nothing else flies, and to compare."""

import datetime as dt
from collections.abc import Collection, Sequence
from random import Random
from typing import get_args

from toolbench_ood.world.kit import new_row, without_id

from .draw import DRAWN_DAYS, draw_booking, draw_contact, draw_flight
from .records import Airport, Booking, Contact, Fare, Flight, Passenger, Ticket, ticket_key
from .rules import Network, price_cents
from .world import Airline

Route = tuple[Airport, Airport]


def pick_date(network: Network, rng: Random) -> dt.date:
    """Draw a day on which nothing flies yet."""
    return network.first_date + dt.timedelta(days=rng.randrange(DRAWN_DAYS, 60))


def pick_airports(network: Network, rng: Random, count: int) -> list[Airport]:
    """Draw several airports."""
    return rng.sample(list(network.airports.values()), count)


def pick_route(network: Network, rng: Random) -> Route:
    """Draw where to fly from, and where to."""
    origin, destination = pick_airports(network, rng, 2)
    return origin, destination


def pick_passengers(network: Network, rng: Random, count: int) -> list[Passenger]:
    """Draw several passengers."""
    return rng.sample(list(network.passengers.values()), count)


def at(date: dt.date, minutes: int) -> dt.datetime:
    """Return the moment so many minutes after a day has begun."""
    return dt.datetime.combine(date, dt.time()) + dt.timedelta(minutes=minutes)


def plant_flight(world: Airline, route: Route, departs_at: dt.datetime) -> Flight:
    """Add a flight, small enough to be filled."""
    origin, destination = route
    flight = draw_flight(world.rng, world.network, (origin.code, destination.code), departs_at)
    flight.rows = 3
    return flight


def plant_flights(world: Airline, route: Route, date: dt.date, count: int) -> list[Flight]:
    """Add several flights of one day, in order of departure."""
    minutes = sorted(world.rng.sample(range(6 * 60, 21 * 60, 25), count))
    return [plant_flight(world, route, at(date, each)) for each in minutes]


def plant_booking(
    world: Airline, flights: Sequence[Flight], passengers: Sequence[Passenger], fare: Fare
) -> Booking:
    """Book passengers on flights; about half of them have a seat."""
    return draw_booking(world.rng, world.network, flights, passengers, fare)


def fill(world: Airline, flight: Flight, left: int, without: Collection[Passenger]) -> None:
    """Book others than some passengers on a flight, until so many seats are left."""
    network, rng = world.network, world.rng
    known = {ticket.passenger_id for ticket in network.tickets_on(flight)}
    known |= {passenger.id for passenger in without}
    free = [each for each in network.passengers.values() if each.id not in known]
    rng.shuffle(free)
    while (most := network.seats_left(flight) - left) > 0:
        party = [free.pop() for _ in range(min(most, rng.randint(1, 3)))]
        plant_booking(world, [flight], party, rng.choice(get_args(Fare)))


def ticket_of(network: Network, booking: Booking, flight: Flight, passenger: Passenger) -> Ticket:
    """Return a passenger's ticket."""
    return network.tickets[ticket_key(booking.id, flight.id, passenger.id)]


def wanted_booking(
    flights: Sequence[Flight], passengers: Sequence[Passenger], fare: Fare, contact: Contact
) -> Booking:
    """Return the booking that an ask wants, without an id."""
    ids = sorted(each.id for each in passengers)
    return Booking("", fare, tuple(ids), tuple(each.id for each in flights), contact)


def email_contact(rng: Random, passenger: Passenger) -> Contact:
    """Draw a contact without a phone number."""
    return Contact(draw_contact(rng, passenger).email)


def check_booked(
    network: Network, before: Collection[str], wanted: Booking, seat: str | None = None
) -> None:
    """Assert that there is one new booking, as wanted, and that its tickets are as well."""
    made = new_row(network.bookings, before)
    assert without_id(made) == wanted
    for flight in map(network.flight, made.flight_ids):
        for passenger in map(network.passenger, made.passenger_ids):
            price = price_cents(flight, made.fare, passenger)
            ticket = Ticket(made.id, flight.id, passenger.id, price, seat)
            assert ticket_of(network, made, flight, passenger) == ticket
