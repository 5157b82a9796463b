"""What the tools show of the records."""

from collections.abc import Iterable
from typing import Any

from .records import Coupon, Flight, Flyer, Network, TripRecord


def show_flyer(network: Network, flyer: Flyer) -> dict[str, Any]:
    """Show a flyer and which trips include them."""
    return {
        "flyer_id": flyer.id,
        "flyer_name": flyer.name,
        "home_city": flyer.home_city,
        "tier": flyer.tier,
        "record_locators": [
            locator
            for locator, record in sorted(network.records.items())
            if flyer.id in record.flyer_ids
        ],
    }


def brief_flight(flight: Flight) -> dict[str, Any]:
    """Show a flight as a timetable does."""
    return {
        "flight_id": flight.id,
        "flight_number": flight.number,
        "from": flight.origin,
        "to": flight.destination,
        "departs_at": flight.departs_at,
        "arrives_at": flight.arrives_at,
    }


def show_flight(network: Network, flight: Flight) -> dict[str, Any]:
    """Show a flight with its airports, open seats, parties and waiting list."""
    coupons = coupons_of(network, flight.id)
    taken = {coupon.seat_code for coupon in coupons}
    parties = sorted({coupon.locator for coupon in coupons})
    return {
        **brief_flight(flight),
        "from": network.airports[flight.origin],
        "to": network.airports[flight.destination],
        "disruption": flight.disruption,
        "places_left": flight.capacity - len(coupons),
        "open_seats": [
            {"seat_code": code, "beside": "window" if code[-1] in "AD" else "aisle"}
            for code in flight.seat_codes
            if code not in taken
        ],
        "parties": [
            {"record_locator": locator, "flyers": len(network.records[locator].flyer_ids)}
            for locator in parties
        ],
        "waiting": [
            {"record_locator": party.locator, "split_allowed": party.split_allowed}
            for party in flight.waiting
        ],
    }


def show_record(network: Network, record: TripRecord) -> dict[str, Any]:
    """Show a trip with its flights, who flies on them, and what was charged."""
    return {
        "record_locator": record.locator,
        "fare_brand": record.brand,
        "contact": record.contact,
        "refunded_cents": record.refunded_cents,
        "flights": [
            {
                **brief_flight(network.flights[flight_id]),
                "flyers": [
                    _show_coupon(network, coupon)
                    for coupon in coupons_of(network, flight_id)
                    if coupon.locator == record.locator
                ],
            }
            for flight_id in record.flight_ids
        ],
        "charges": [
            {
                "charge_id": charge.id,
                "given_up_flight_id": charge.given_up_flight_id,
                "cents": charge.cents,
                "waived_because": charge.waived_because,
            }
            for charge in network.charges.values()
            if charge.locator == record.locator
        ],
    }


def coupons_of(network: Network, flight_id: str) -> list[Coupon]:
    """List the coupons of a flight."""
    return [each for each in network.coupons.values() if each.flight_id == flight_id]


def in_order(flights: Iterable[Flight]) -> list[Flight]:
    """Sort flights by departure."""
    return sorted(flights, key=lambda flight: (flight.departs_at, flight.number))


def _show_coupon(network: Network, coupon: Coupon) -> dict[str, Any]:
    return {
        "flyer_id": coupon.flyer_id,
        "flyer_name": network.flyers[coupon.flyer_id].name,
        "fare_cents": coupon.fare_cents,
        "seat_code": coupon.seat_code,
        "hold_bags": coupon.hold_bags,
    }
