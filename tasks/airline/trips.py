"""The tools that book trips, change their flights and give them up."""

from collections.abc import Sequence
from typing import Any

from toolbench_ood.world.tool import ToolError, tool

from .draw import draw_id
from .records import (
    Charge,
    Coupon,
    FareBrand,
    Flight,
    TripContact,
    TripRecord,
    coupon_key,
)
from .rules import (
    change_fee_cents,
    check_change,
    check_connections,
    check_room,
    price_cents,
    refund_cents,
)
from .timetable import FlightIds, FlyerIds, Timetable, refuse_repeats
from .views import coupons_of


class Trips(Timetable):
    """What is done to whole trips."""

    @tool
    def book_trip(
        self,
        flight_ids: FlightIds,
        flyer_ids: FlyerIds,
        fare_brand: FareBrand,
        trip_contact: TripContact,
    ) -> dict[str, Any]:
        """Book flyers on one flight or on several that connect.

        Args:
            flight_ids: Ids of the flights, in the order in which they are flown.
            flyer_ids: Ids of the flyers.
            fare_brand: Fare brand for all of them.
            trip_contact: Whom the airline writes to.
        """
        flights, flyers = self.trip(flight_ids, flyer_ids)
        for flight in flights:
            check_room(flight, len(coupons_of(self.network, flight.id)), len(flyers))
        record = TripRecord(
            locator=draw_id(self.rng, "", self.network.records, 6),
            brand=fare_brand,
            flyer_ids=tuple(flyer_ids),
            flight_ids=tuple(flight_ids),
            contact=trip_contact,
        )
        self.network.records[record.locator] = record
        coupons = [
            Coupon(record.locator, flight.id, flyer.id, price_cents(flight, fare_brand, flyer))
            for flight in flights
            for flyer in flyers
        ]
        for coupon in coupons:
            self._keep(coupon)
        return {
            "record_locator": record.locator,
            "total_cents": sum(coupon.fare_cents for coupon in coupons),
        }

    @tool
    def rebook_flight(
        self, record_locator: str, given_up_flight_id: str, taken_flight_id: str
    ) -> dict[str, Any]:
        """Move a whole party to another flight between the same airports.

        The party keeps its bags, loses its seats, and leaves that flight's waiting list.

        Args:
            record_locator: Locator of the trip record.
            given_up_flight_id: Id of the flight that the party gives up.
            taken_flight_id: Id of the flight that it takes instead.
        """
        record = self.record(record_locator)
        old, new = self.flight_of(record, given_up_flight_id), self.flight(taken_flight_id)
        check_change(old, record.brand)
        if (old.origin, old.destination) != (new.origin, new.destination):
            raise ToolError(
                f"flight {new.number} goes from {new.origin} to {new.destination}, not from "
                f"{old.origin} to {old.destination}"
            )
        if new.id in record.flight_ids:
            raise ToolError(f"flight {new.number} is on trip record {record_locator} already")
        flight_ids = [new.id if id_ == old.id else id_ for id_ in record.flight_ids]
        check_connections([self.flight(id_) for id_ in flight_ids], self.network.airports)
        check_room(new, len(coupons_of(self.network, new.id)), len(record.flyer_ids))
        record.flight_ids = tuple(flight_ids)
        new.waiting = tuple(party for party in new.waiting if party.locator != record.locator)
        for coupon in self._take_out(record, old):
            self._keep(
                Coupon(
                    record.locator,
                    new.id,
                    coupon.flyer_id,
                    coupon.fare_cents,
                    None,
                    coupon.hold_bags,
                )
            )
        return {"flight_number": new.number, "charge": self._charge(record, old)}

    @tool
    def void_flights(self, record_locator: str, flight_ids: FlightIds) -> dict[str, Any]:
        """Give up flights of a trip for good; what is paid back depends on the fare brand.

        Args:
            record_locator: Locator of the trip record.
            flight_ids: Ids of the flights that the whole party gives up.
        """
        record = self.record(record_locator)
        refuse_repeats(flight_ids)
        flights = [self.flight_of(record, flight_id) for flight_id in flight_ids]
        left = [id_ for id_ in record.flight_ids if id_ not in flight_ids]
        check_connections([self.flight(id_) for id_ in left], self.network.airports)
        refund = 0
        for flight in flights:
            for coupon in self._take_out(record, flight):
                refund += refund_cents(flight, record.brand, coupon.fare_cents)
        record.flight_ids = tuple(left)
        record.refunded_cents += refund
        return {"flights_left": len(left), "refunded_cents": refund}

    def flight_of(self, record: TripRecord, flight_id: str) -> Flight:
        """Look up a flight of a trip, or refuse."""
        if flight_id not in record.flight_ids:
            raise ToolError(
                f"trip record {record.locator} has no flight {flight_id}; it has "
                f"{_spell(record.flight_ids)}"
            )
        return self.flight(flight_id)

    def _keep(self, coupon: Coupon) -> None:
        key = coupon_key(coupon.locator, coupon.flight_id, coupon.flyer_id)
        self.network.coupons[key] = coupon

    def _take_out(self, record: TripRecord, flight: Flight) -> list[Coupon]:
        keys = [coupon_key(record.locator, flight.id, flyer_id) for flyer_id in record.flyer_ids]
        return [self.network.coupons.pop(key) for key in keys]

    def _charge(self, record: TripRecord, flight: Flight) -> dict[str, Any] | None:
        cents = change_fee_cents(flight, record.brand, len(record.flyer_ids))
        if not cents:
            return None
        id_ = draw_id(self.rng, "ch", self.network.charges)
        self.network.charges[id_] = Charge(id_, record.locator, flight.id, cents)
        return {"charge_id": id_, "cents": cents}


def _spell(ids: Sequence[str]) -> str:
    return ", ".join(ids) or "none"
