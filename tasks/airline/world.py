"""An island airline: flights, bookings, seats, checked bags, waitlists and change fees."""

import datetime as dt
from dataclasses import asdict
from random import Random
from typing import Annotated, Any, ClassVar

from pydantic import Field

from toolbench_ood import SuiteInfo, World, tool
from toolbench_ood.world.kit import cut_page, draw_id, find

from .draw import draw_network
from .records import (
    AirportCode,
    Bag,
    Booking,
    Contact,
    Fare,
    Fee,
    FlightIds,
    PassengerIds,
    SeatAssignment,
    Ticket,
    TimeOfDay,
    WaitlistEntry,
    WaiverReason,
)
from .rules import (
    change_fee_cents,
    changed,
    price_cents,
    refund_cents,
    refuse_bags,
    refuse_repeats,
    summary,
)


class Airline(World):
    """The airline's booking system."""

    name: ClassVar[str] = "airline"

    def __init__(self, rng: Random) -> None:
        """Draw airports, passengers, two days of flights, and their bookings."""
        super().__init__(rng)
        self.network = draw_network(rng)

    @tool
    def find_passengers(self, name: str) -> list[dict[str, Any]]:
        """Find passengers by name, with their home city, tier and bookings.

        Args:
            name: First and last name, ignoring case.
        """
        return [
            {
                **asdict(passenger),
                "booking_ids": sorted(
                    booking.id
                    for booking in self.network.bookings.values()
                    if passenger.id in booking.passenger_ids
                ),
            }
            for passenger in self.network.passengers.values()
            if passenger.name.casefold() == name.strip().casefold()
        ]

    @tool
    def get_booking(self, booking_id: str) -> dict[str, Any]:
        """Show a booking: its fare, its flights with passengers, seats and bags, and its fees.

        Args:
            booking_id: Id of the booking.
        """
        return self.network.show_booking(self.network.booking(booking_id))

    @tool
    def get_flight(self, flight_id: str) -> dict[str, Any]:
        """Show a flight: status, airports, seats left to book, bookings and waitlist.

        The unassigned seats are those that no passenger has been assigned yet, so there may be
        more of them than seats left to book.

        Args:
            flight_id: Id of the flight.
        """
        return self.network.show_flight(self.network.flight(flight_id))

    @tool
    def search_flights(  # noqa: PLR0913, PLR0917  # what the form for a search asks for
        self,
        origin: AirportCode,
        date: dt.date,
        destination: AirportCode | None = None,
        earliest_departure: TimeOfDay = "00:00",
        limit: Annotated[int, Field(ge=1, le=3)] = 3,
        cursor: str | None = None,
    ) -> dict[str, Any]:
        """List a day's flights from an airport in order of departure, one page at a time.

        Each flight has an id (FL-…), which the other tools take, and a number (QX…).

        Args:
            origin: Code of the airport to fly from.
            date: Day of departure, as YYYY-MM-DD.
            destination: Code of the airport to fly to; any if omitted.
            earliest_departure: Only flights that leave at this time or later, as HH:MM.
            limit: Most flights on a page.
            cursor: The next_cursor of the previous page; omit it for the first page.
        """
        for code in (origin, destination):
            if code is not None:
                find(self.network.airports, code, "airport")
        found = [
            flight
            for flight in self.network.flights.values()
            if flight.origin == origin
            and destination in (None, flight.destination)
            and flight.departs_at.date() == date
            and f"{flight.departs_at:%H:%M}" >= earliest_departure
        ]
        found.sort(key=lambda flight: (flight.departs_at, flight.number))
        page = cut_page(found, limit, cursor)
        return {"flights": list(map(summary, page.rows)), "next_cursor": page.next_cursor}

    @tool
    def quote_fare(
        self, flight_ids: FlightIds, passenger_ids: PassengerIds, fare: Fare
    ) -> dict[str, Any]:
        """Work out what a trip would cost, in euro cents, without booking it.

        Connections shorter than the minimum of the airport are refused.

        Args:
            flight_ids: Ids of the flights, in the order in which they are flown.
            passenger_ids: Ids of the passengers.
            fare: Fare for all of them.
        """
        flights, passengers = self.network.trip(flight_ids, passenger_ids)
        prices = [sum(price_cents(each, fare, who) for who in passengers) for each in flights]
        return {
            "total_cents": sum(prices),
            "flights": [
                {"id": flight.id, "price_cents": cents}
                for flight, cents in zip(flights, prices, strict=True)
            ],
        }

    @tool
    def book_flights(
        self, flight_ids: FlightIds, passenger_ids: PassengerIds, fare: Fare, contact: Contact
    ) -> dict[str, Any]:
        """Book passengers on one flight, or on several that connect.

        Connections shorter than the minimum of the airport are refused.

        Args:
            flight_ids: Ids of the flights, in the order in which they are flown.
            passenger_ids: Ids of the passengers.
            fare: Fare for all of them.
            contact: Where the airline sends messages about the booking.
        """
        flights, passengers = self.network.trip(flight_ids, passenger_ids)
        for flight in flights:
            self.network.refuse_full(flight, len(passengers))
        id_, together = draw_id(self.rng, "BK-", self.network.bookings), sorted(passenger_ids)
        booking = Booking(id_, fare, tuple(together), tuple(flight_ids), contact)
        self.network.bookings[id_] = booking
        tickets = [
            Ticket(id_, flight.id, passenger.id, price_cents(flight, fare, passenger))
            for flight in flights
            for passenger in passengers
        ]
        for ticket in tickets:
            self.network.add(ticket)
        return {**asdict(booking), "total_cents": sum(each.price_cents for each in tickets)}

    @tool
    def change_flight(
        self, booking_id: str, old_flight_id: str, new_flight_id: str
    ) -> dict[str, Any]:
        """Move all passengers of a booking to another flight between the same airports.

        They keep their bags, lose their seats, and leave the waitlist of the new flight.

        Args:
            booking_id: Id of the booking.
            old_flight_id: Id of the flight to leave.
            new_flight_id: Id of the flight to take instead.
        """
        network, booking = self.network, self.network.booking(booking_id)
        old, new = network.flight_of(booking, old_flight_id), network.flight(new_flight_id)
        network.refuse_change(booking, old, new)
        for ticket in network.take_off(booking, old):
            ticket.flight_id, ticket.seat = new.id, None
            network.add(ticket)
        booking.flight_ids = changed(booking, old, new)
        new.waitlist = tuple(each for each in new.waitlist if each.booking_id != booking.id)
        fee, cents = None, change_fee_cents(old, booking)
        if cents:
            fee = Fee(draw_id(self.rng, "FE-", network.fees), booking.id, old.id, cents)
            network.fees[fee.id] = fee
        return {**asdict(booking), "fee": fee}

    @tool
    def cancel_flights(self, booking_id: str, flight_ids: FlightIds) -> dict[str, Any]:
        """Cancel flights for everyone on a booking; the refund, in euro cents, depends on the fare.

        Args:
            booking_id: Id of the booking.
            flight_ids: Ids of the flights to cancel.
        """
        network, booking = self.network, self.network.booking(booking_id)
        refuse_repeats(flight_ids)
        flights = [network.flight_of(booking, each) for each in flight_ids]
        kept = [each for each in booking.flight_ids if each not in flight_ids]
        network.refuse_connections(map(network.flight, kept))
        refund = sum(
            refund_cents(flight, booking.fare, ticket.price_cents)
            for flight in flights
            for ticket in network.take_off(booking, flight)
        )
        booking.flight_ids = tuple(kept)
        booking.refunded_cents += refund
        return {"booking_id": booking.id, "flight_ids": kept, "refund_cents": refund}

    @tool
    def assign_seats(
        self,
        booking_id: str,
        flight_id: str,
        assignments: Annotated[list[SeatAssignment], Field(min_length=1, max_length=6)],
    ) -> list[Ticket]:
        """Assign seats on a flight to passengers of a booking, replacing the seats they have.

        Args:
            booking_id: Id of the booking.
            flight_id: Id of the flight.
            assignments: Who gets which seat; row 1 is for flex fares only.
        """
        booking = self.network.booking(booking_id)
        flight = self.network.flight_of(booking, flight_id)
        refuse_repeats([each.passenger_id for each in assignments])
        refuse_repeats([each.seat for each in assignments])
        tickets = [self.network.ticket(booking, flight, each.passenger_id) for each in assignments]
        moving = {each.passenger_id for each in assignments}
        for each in assignments:
            self.network.refuse_seat(booking, flight, each.seat, moving)
        for ticket, each in zip(tickets, assignments, strict=True):
            ticket.seat = each.seat
        return tickets

    @tool
    def set_checked_bags(
        self,
        booking_id: str,
        flight_id: str,
        passenger_id: str,
        bags: Annotated[list[Bag], Field(max_length=4)],
    ) -> Ticket:
        """Set all the bags that a passenger checks in for a flight, replacing any set before.

        Args:
            booking_id: Id of the booking.
            flight_id: Id of the flight.
            passenger_id: Id of the passenger.
            bags: The bags; an empty list removes them all.
        """
        booking = self.network.booking(booking_id)
        flight = self.network.flight_of(booking, flight_id)
        ticket = self.network.ticket(booking, flight, passenger_id)
        refuse_bags(booking.fare, self.network.passenger(passenger_id), bags)
        ticket.bags = tuple(bags)
        return ticket

    @tool
    def join_waitlist(
        self, booking_id: str, flight_id: str, may_split: bool = False
    ) -> dict[str, Any]:
        """Put a booking on the waitlist of a flight that has too few seats for its passengers.

        Args:
            booking_id: Id of the booking.
            flight_id: Id of the full flight.
            may_split: Whether some of the passengers may be moved without the others.
        """
        booking, flight = self.network.booking(booking_id), self.network.flight(flight_id)
        self.network.refuse_waiting(booking, flight)
        flight.waitlist = (*flight.waitlist, WaitlistEntry(booking.id, may_split))
        return {"flight_id": flight.id, "waitlist": flight.waitlist}

    @tool
    def waive_fee(self, fee_id: str, reason: WaiverReason, note: str = "") -> Fee:
        """Waive the fee for a change of flight.

        Args:
            fee_id: Id of the fee.
            reason: Why; disruption only if the old flight was delayed or cancelled.
            note: Note for the auditors.
        """
        fee = find(self.network.fees, fee_id, "fee")
        self.network.refuse_waiver(fee, reason)
        fee.waiver_reason, fee.waiver_note = reason, note
        return fee


SUITE = SuiteInfo(world=Airline, split="held_out", version=1)
