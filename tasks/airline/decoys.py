"""Tools of an airline that none of the tasks needs."""

import datetime as dt
from collections.abc import Mapping
from random import Random
from typing import Annotated, Any

from pydantic import Field

from toolbench_ood import ToolError, decoy

from .draw import draw_contact
from .records import Booking, Contact, Fare, Flight, Ticket
from .rules import price_cents
from .world import Airline

_RANKS: tuple[Fare, ...] = ("light", "classic", "flex")


def _upgrade(airline: Airline, rng: Random) -> Mapping[str, Any] | None:
    bookings = [each for each in airline.network.bookings.values() if each.fare != "flex"]
    return {"booking_id": rng.choice(bookings).id, "fare": "flex"} if bookings else None


@decoy(_upgrade)
def upgrade_fare(airline: Airline, booking_id: str, fare: Fare) -> Booking:
    """Upgrade a booking to a higher fare on all its flights.

    Args:
        booking_id: Id of the booking.
        fare: The new fare.
    """
    network, booking = airline.network, airline.network.booking(booking_id)
    if _RANKS.index(fare) <= _RANKS.index(booking.fare):
        raise ToolError(f"Booking {booking.id} has a {booking.fare} fare; {fare} is no upgrade.")
    booking.fare = fare
    for flight in map(network.flight, booking.flight_ids):
        for ticket in network.party_on(flight, booking):
            passenger = network.passenger(ticket.passenger_id)
            ticket.price_cents = price_cents(flight, fare, passenger)
    return booking


def _seated(airline: Airline, rng: Random) -> Mapping[str, Any] | None:
    seated = [each for each in airline.network.tickets.values() if each.seat is not None]
    if not seated:
        return None
    ticket = rng.choice(seated)
    return {"booking_id": ticket.booking_id, "flight_id": ticket.flight_id}


@decoy(_seated)
def release_seats(airline: Airline, booking_id: str, flight_id: str) -> list[Ticket]:
    """Release the seats that a booking has on a flight, without cancelling the flight.

    Args:
        booking_id: Id of the booking.
        flight_id: Id of the flight.
    """
    booking = airline.network.booking(booking_id)
    flight = airline.network.flight_of(booking, flight_id)
    tickets = airline.network.party_on(flight, booking)
    if all(ticket.seat is None for ticket in tickets):
        raise ToolError(f"Booking {booking.id} has no seats on flight {flight.number}.")
    for ticket in tickets:
        ticket.seat = None
    return tickets


def _punctual(airline: Airline, rng: Random) -> Mapping[str, Any] | None:
    flights = [each for each in airline.network.flights.values() if each.status == "on_time"]
    return {"flight_id": rng.choice(flights).id, "minutes": 45} if flights else None


@decoy(_punctual)
def delay_flight(
    airline: Airline, flight_id: str, minutes: Annotated[int, Field(ge=5, le=600)]
) -> Flight:
    """Delay a flight, with all its bookings.

    Args:
        flight_id: Id of the flight.
        minutes: By how much it leaves and arrives later.
    """
    flight = airline.network.flight(flight_id)
    if flight.status == "cancelled":
        raise ToolError(f"Flight {flight.number} is cancelled.")
    flight.departs_at += dt.timedelta(minutes=minutes)
    flight.arrives_at += dt.timedelta(minutes=minutes)
    flight.status = "delayed"
    return flight


def _elsewhere(airline: Airline, rng: Random) -> Mapping[str, Any]:
    booking = rng.choice(list(airline.network.bookings.values()))
    passenger = airline.network.passenger(booking.passenger_ids[0])
    return {
        "booking_id": booking.id,
        "contact": Contact(f"new.{draw_contact(rng, passenger).email}"),
    }


@decoy(_elsewhere)
def update_contact(airline: Airline, booking_id: str, contact: Contact) -> Booking:
    """Change where the airline sends messages about a booking.

    Args:
        booking_id: Id of the booking.
        contact: The new email address and phone number.
    """
    booking = airline.network.booking(booking_id)
    booking.contact = contact
    return booking
