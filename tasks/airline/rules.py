"""The airline's tables, and the rules that hold over them."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from toolbench_ood import ToolError
from toolbench_ood.world.kit import find

from .records import (
    Airport,
    Bag,
    Booking,
    Fare,
    Fee,
    Flight,
    Passenger,
    Ticket,
    WaiverReason,
    ticket_key,
)

LONGEST_WAITLIST = 4
"""Bookings on the waitlist of one flight."""
GOLD_KG = 23
"""Heaviest bag that gold passengers may check in on a fare that includes none."""
_SUMMARY = ("id", "number", "origin", "destination", "departs_at", "arrives_at")
"""What a list shows of a flight."""


@dataclass(frozen=True, slots=True)
class FareRule:
    """What comes with a fare."""

    bags: int
    bag_kg: int
    change_fee_cents: int | None
    """Of each passenger; None: flights can't be changed."""
    refund_percent: int


FARE_RULES: Mapping[Fare, FareRule] = {
    "light": FareRule(0, 0, None, 0),
    "classic": FareRule(1, 23, 4500, 50),
    "flex": FareRule(2, 32, 0, 100),
}


@dataclass(slots=True)
class Network:
    """Everything that the airline knows, in tables by id."""

    first_date: dt.date
    """The first day with flights."""
    airports: dict[str, Airport]
    passengers: dict[str, Passenger]
    flights: dict[str, Flight] = field(default_factory=dict)
    bookings: dict[str, Booking] = field(default_factory=dict)
    tickets: dict[str, Ticket] = field(default_factory=dict)
    """By ``ticket_key``."""
    fees: dict[str, Fee] = field(default_factory=dict)

    def flight(self, flight_id: str) -> Flight:
        """Look a flight up (ToolError)."""
        return find(self.flights, flight_id, "flight")

    def booking(self, booking_id: str) -> Booking:
        """Look a booking up (ToolError)."""
        return find(self.bookings, booking_id, "booking")

    def passenger(self, passenger_id: str) -> Passenger:
        """Look a passenger up (ToolError)."""
        return find(self.passengers, passenger_id, "passenger")

    def flight_of(self, booking: Booking, flight_id: str) -> Flight:
        """Look a flight of a booking up (ToolError)."""
        if flight_id not in booking.flight_ids:
            raise ToolError(
                f"Flight {flight_id} is not on booking {booking.id}. Its flights: "
                f"{', '.join(booking.flight_ids) or 'none'}."
            )
        return self.flight(flight_id)

    def ticket(self, booking: Booking, flight: Flight, passenger_id: str) -> Ticket:
        """Look a passenger's ticket up (ToolError)."""
        if passenger_id not in booking.passenger_ids:
            raise ToolError(
                f"Passenger {passenger_id} is not on booking {booking.id}. Its passengers: "
                f"{', '.join(booking.passenger_ids)}."
            )
        return self.tickets[ticket_key(booking.id, flight.id, passenger_id)]

    def trip(
        self, flight_ids: Sequence[str], passenger_ids: Sequence[str]
    ) -> tuple[list[Flight], list[Passenger]]:
        """Look connecting flights and their passengers up (ToolError)."""
        refuse_repeats(flight_ids)
        refuse_repeats(passenger_ids)
        flights = [self.flight(each) for each in flight_ids]
        self.refuse_connections(flights)
        return flights, [self.passenger(each) for each in passenger_ids]

    def tickets_on(self, flight: Flight) -> list[Ticket]:
        """List the tickets of a flight."""
        return [ticket for ticket in self.tickets.values() if ticket.flight_id == flight.id]

    def party_on(self, flight: Flight, booking: Booking) -> list[Ticket]:
        """List the tickets of one booking on a flight."""
        return [ticket for ticket in self.tickets_on(flight) if ticket.booking_id == booking.id]

    def seats_left(self, flight: Flight) -> int:
        """Count the passengers that a flight still has room for."""
        return len(flight.seats) - len(self.tickets_on(flight))

    def open_seats(self, flight: Flight) -> list[str]:
        """List the seats that nobody has, front to back."""
        taken = {ticket.seat for ticket in self.tickets_on(flight)}
        return [seat for seat in flight.seats if seat not in taken]

    def add(self, ticket: Ticket) -> None:
        """Keep a ticket."""
        key = ticket_key(ticket.booking_id, ticket.flight_id, ticket.passenger_id)
        self.tickets[key] = ticket

    def take_off(self, booking: Booking, flight: Flight) -> list[Ticket]:
        """Take a booking's tickets off a flight, and return them."""
        keys = [ticket_key(booking.id, flight.id, each) for each in booking.passenger_ids]
        return [self.tickets.pop(key) for key in keys]

    def show_flight(self, flight: Flight) -> dict[str, Any]:
        """Return a flight with its airports, open seats, bookings and waitlist."""
        aboard = sorted({ticket.booking_id for ticket in self.tickets_on(flight)})
        return {
            **summary(flight),
            "status": flight.status,
            "airports": [self.airports[code] for code in (flight.origin, flight.destination)],
            "seats_left": self.seats_left(flight),
            "unassigned_seats": [
                {"seat": seat, "position": "window" if seat[-1] in "AD" else "aisle"}
                for seat in self.open_seats(flight)
            ],
            "bookings": [
                {"id": each, "passengers": len(self.bookings[each].passenger_ids)}
                for each in aboard
            ],
            "waitlist": flight.waitlist,
        }

    def show_booking(self, booking: Booking) -> dict[str, Any]:
        """Return a booking with its passengers on each flight, and its fees."""
        return {
            "id": booking.id,
            "fare": booking.fare,
            "contact": booking.contact,
            "refunded_cents": booking.refunded_cents,
            "flights": [
                {**summary(flight), "passengers": self._show_party(flight, booking)}
                for flight in map(self.flight, booking.flight_ids)
            ],
            "fees": [fee for fee in self.fees.values() if fee.booking_id == booking.id],
        }

    def _show_party(self, flight: Flight, booking: Booking) -> list[dict[str, Any]]:
        return [
            {
                "id": ticket.passenger_id,
                "name": self.passengers[ticket.passenger_id].name,
                "price_cents": ticket.price_cents,
                "seat": ticket.seat,
                "bags": ticket.bags,
            }
            for ticket in self.party_on(flight, booking)
        ]

    def refuse_connections(self, flights: Iterable[Flight]) -> None:
        """Refuse flights of which one can't be reached from the one before."""
        for before, after in pairwise(flights):
            if before.destination != after.origin:
                raise ToolError(
                    f"Flight {before.number} ends at {before.destination}, but flight "
                    f"{after.number} starts at {after.origin}."
                )
            minutes = int((after.departs_at - before.arrives_at).total_seconds() // 60)
            least = self.airports[after.origin].minimum_connection_minutes
            if minutes < least:
                raise ToolError(
                    f"Flight {after.number} leaves {after.origin} {minutes} minutes after flight "
                    f"{before.number} arrives; a connection there takes at least {least} minutes."
                )

    def refuse_full(self, flight: Flight, passengers: int) -> None:
        """Refuse a cancelled flight, and one without seats for all of a party."""
        if flight.status == "cancelled":
            raise ToolError(f"Flight {flight.number} is cancelled.")
        left = self.seats_left(flight)
        if passengers > left:
            raise ToolError(
                f"Flight {flight.number} has {left} seats left, not enough for {passengers} "
                "passengers."
            )

    def refuse_change(self, booking: Booking, old: Flight, new: Flight) -> None:
        """Refuse a change that the fare, the route or the connections don't allow."""
        if FARE_RULES[booking.fare].change_fee_cents is None and not old.disrupted:
            raise ToolError(
                f"Flight {old.number} is on time and can't be changed on a {booking.fare} fare."
            )
        if (old.origin, old.destination) != (new.origin, new.destination):
            raise ToolError(
                f"Flight {new.number} goes from {new.origin} to {new.destination}, not from "
                f"{old.origin} to {old.destination}."
            )
        if new.id in booking.flight_ids:
            raise ToolError(f"Flight {new.number} is already on booking {booking.id}.")
        self.refuse_connections(map(self.flight, changed(booking, old, new)))
        self.refuse_full(new, len(booking.passenger_ids))

    def refuse_seat(
        self, booking: Booking, flight: Flight, seat: str, moving: Collection[str]
    ) -> None:
        """Refuse a seat that doesn't exist, is for flex fares only, or is somebody else's.

        Args:
            booking: whose passenger gets the seat.
            flight: where the seat is.
            seat: its row and letter.
            moving: ids of the passengers of the booking who leave their seats.
        """
        if seat not in flight.seats:
            raise ToolError(
                f"Flight {flight.number} has no seat {seat}; its last row is {flight.rows}."
            )
        if seat.startswith("1") and booking.fare != "flex":
            raise ToolError(
                f"Seat {seat} is for flex fares only; booking {booking.id} has a {booking.fare} "
                "fare."
            )
        for ticket in self.tickets_on(flight):
            leaving = ticket.booking_id == booking.id and ticket.passenger_id in moving
            if ticket.seat == seat and not leaving:
                raise ToolError(f"Seat {seat} on flight {flight.number} is taken.")

    def refuse_waiting(self, booking: Booking, flight: Flight) -> None:
        """Refuse to wait twice, for a flight with room or without hope, or in a full line."""
        if booking.id in [entry.booking_id for entry in flight.waitlist]:
            raise ToolError(
                f"Booking {booking.id} is already on the waitlist of flight {flight.number}."
            )
        if flight.status == "cancelled":
            raise ToolError(f"Flight {flight.number} is cancelled.")
        left, party = self.seats_left(flight), len(booking.passenger_ids)
        if left >= party:
            raise ToolError(
                f"Flight {flight.number} has {left} seats left, enough for the {party} passengers "
                f"of booking {booking.id}; the waitlist is for flights that are too full."
            )
        if len(flight.waitlist) >= LONGEST_WAITLIST:
            raise ToolError(f"The waitlist of flight {flight.number} is full.")

    def refuse_waiver(self, fee: Fee, reason: WaiverReason) -> None:
        """Refuse to waive a fee twice, and for a disruption that wasn't."""
        if fee.waiver_reason is not None:
            raise ToolError(f"Fee {fee.id} has already been waived: {fee.waiver_reason}.")
        flight = self.flight(fee.old_flight_id)
        if reason == "disruption" and not flight.disrupted:
            raise ToolError(f"Flight {flight.number} is neither delayed nor cancelled.")


def summary(flight: Flight) -> dict[str, Any]:
    """Return a flight as lists show it."""
    return {name: getattr(flight, name) for name in _SUMMARY}


def changed(booking: Booking, old: Flight, new: Flight) -> tuple[str, ...]:
    """Return the ids of a booking's flights after a change."""
    return tuple(new.id if each == old.id else each for each in booking.flight_ids)


def price_cents(flight: Flight, fare: Fare, passenger: Passenger) -> int:
    """Return what a passenger pays for a flight; gold passengers get a tenth off."""
    full = flight.fares_cents[fare]
    return full * 9 // 10 if passenger.tier == "gold" else full


def refund_cents(flight: Flight, fare: Fare, paid_cents: int) -> int:
    """Return what is refunded for a ticket; all of it once the flight is disrupted."""
    percent = 100 if flight.disrupted else FARE_RULES[fare].refund_percent
    return paid_cents * percent // 100


def change_fee_cents(flight: Flight, booking: Booking) -> int:
    """Return what it costs to change a flight; nothing once it is disrupted."""
    fee = FARE_RULES[booking.fare].change_fee_cents or 0
    return 0 if flight.disrupted else fee * len(booking.passenger_ids)


def refuse_bags(fare: Fare, passenger: Passenger, bags: Sequence[Bag]) -> None:
    """Refuse bags beyond a passenger's allowance."""
    rule, gold = FARE_RULES[fare], passenger.tier == "gold"
    most = rule.bags + gold
    if len(bags) > most:
        raise ToolError(
            f"{len(bags)} bags are too many: {passenger.name}, a {passenger.tier} passenger on a "
            f"{fare} fare, can check in {most}."
        )
    heaviest = max(rule.bag_kg, GOLD_KG if gold else 0)
    for bag in bags:
        if bag.weight_kg > heaviest:
            raise ToolError(
                f"{bag.weight_kg} kg are too heavy: {passenger.name} can check in bags of up to "
                f"{heaviest} kg on a {fare} fare."
            )


def refuse_repeats(values: Sequence[str]) -> None:
    """Refuse a list that holds something twice."""
    repeated = [each for each in values if values.count(each) > 1]
    if repeated:
        raise ToolError(f"{repeated[0]} is given more than once.")
