"""Steps that the solutions of several tasks have in common."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from toolbench_ood import Caller, Json

from .records import Airport, Booking, Flight, Passenger

Request = tuple[str, dict[str, Any]]
"""A tool and its arguments, for ``call.together``."""


def find_passenger(passenger: Passenger) -> Request:
    """Look for the passengers of a name."""
    return "find_passengers", {"name": passenger.name}


def search(origin: Airport, destination: Airport | None, date: dt.date) -> Request:
    """Ask for the first page of a day's flights on a route, or from an airport."""
    to = {"destination": destination.code} if destination else {}
    return "search_flights", {"origin": origin.code, "date": date, **to}


def get_bookings(call: Caller, ids: Iterable[str]) -> list[Json]:
    """Look several bookings up in one message."""
    return call.together(*(("get_booking", {"booking_id": each}) for each in ids))


def get_flights(call: Caller, ids: Iterable[str]) -> list[Json]:
    """Look several flights up in one message."""
    return call.together(*(("get_flight", {"flight_id": each}) for each in ids))


def numbered(page: Json, flight: Flight) -> str:
    """Return the id of a flight of this number, from a page of flights."""
    return next(str(row["id"]) for row in page["flights"] if row["number"] == flight.number)


def booking_on(call: Caller, passenger: Json, date: dt.date) -> tuple[Json, Json]:
    """Look a passenger's bookings up; return the one with a flight on a day, and that flight."""
    return next(
        (booking, flight)
        for booking in get_bookings(call, passenger["booking_ids"])
        for flight in booking["flights"]
        if flight["departs_at"].startswith(str(date))
    )


def change(booking_id: str, old_id: str, new_id: str) -> Request:
    """Move a booking from one flight to another."""
    ends = {"old_flight_id": old_id, "new_flight_id": new_id}
    return "change_flight", {"booking_id": booking_id, **ends}


def assign(booking_id: str, flight_id: str, seats: dict[str, str]) -> Request:
    """Assign seats on a flight, given by the id of the passenger."""
    assignments = [{"passenger_id": id_, "seat": seat} for id_, seat in seats.items()]
    given = {"booking_id": booking_id, "flight_id": flight_id, "assignments": assignments}
    return "assign_seats", given


def book(flight_ids: list[str], passenger_ids: list[str], wanted: Booking) -> Request:
    """Book flights on the fare and with the contact of a booking."""
    phone = {"phone": wanted.contact.phone} if wanted.contact.phone else {}
    given = {"flight_ids": flight_ids, "passenger_ids": passenger_ids, "fare": wanted.fare}
    return "book_flights", {**given, "contact": {"email": wanted.contact.email, **phone}}
