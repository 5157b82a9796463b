"""An island airline: timetable, trips, seats, baggage, waiting lists and waivers."""

from typing import Annotated, Any

from pydantic import Field

from toolbench_ood.task.suite import SuiteInfo
from toolbench_ood.world.tool import ToolError, tool

from .records import (
    Coupon,
    Flight,
    HoldBag,
    SeatChoice,
    TripRecord,
    WaitingParty,
    WaiverReason,
    coupon_key,
)
from .rules import LONGEST_WAITING, check_bags
from .timetable import refuse_repeats
from .trips import Trips
from .views import coupons_of


class Airline(Trips):
    """The whole airline."""

    name = "island airline"

    @tool
    def seat_flyers(
        self,
        record_locator: str,
        flight_id: str,
        seat_choices: Annotated[list[SeatChoice], Field(min_length=1, max_length=6)],
    ) -> dict[str, Any]:
        """Give flyers of a trip seats on a flight, in place of those that they have.

        Args:
            record_locator: Locator of the trip record.
            flight_id: Id of the flight.
            seat_choices: Who sits where; row 1 is for flex fares.
        """
        record = self.record(record_locator)
        flight = self.flight_of(record, flight_id)
        for values in (
            [each.flyer_id for each in seat_choices],
            [c.seat_code for c in seat_choices],
        ):
            refuse_repeats(values)
        moving = {choice.flyer_id for choice in seat_choices}
        coupons = [self._coupon(record, flight, choice.flyer_id) for choice in seat_choices]
        for choice in seat_choices:
            self._check_seat(record, flight, choice.seat_code, moving)
        for coupon, choice in zip(coupons, seat_choices, strict=True):
            coupon.seat_code = choice.seat_code
        return {"flight_number": flight.number, "seats": seat_choices}

    @tool
    def load_baggage(
        self,
        record_locator: str,
        flight_id: str,
        flyer_id: str,
        hold_bags: Annotated[list[HoldBag], Field(max_length=4)],
    ) -> dict[str, Any]:
        """Register all bags that a flyer brings for the hold, in place of any registered before.

        Args:
            record_locator: Locator of the trip record.
            flight_id: Id of the flight.
            flyer_id: Id of the flyer.
            hold_bags: The bags; none to take all off.
        """
        record = self.record(record_locator)
        coupon = self._coupon(record, self.flight_of(record, flight_id), flyer_id)
        check_bags(record.brand, self.flyer(flyer_id), hold_bags)
        coupon.hold_bags = tuple(hold_bags)
        return {"flyer_id": flyer_id, "kilograms": sum(bag.bag_kilograms for bag in hold_bags)}

    @tool
    def waitlist_party(
        self, record_locator: str, wanted_flight_id: str, split_allowed: bool = False
    ) -> dict[str, Any]:
        """Put a trip's party on the waiting list of a flight that is too full for it.

        Args:
            record_locator: Locator of the trip record.
            wanted_flight_id: Id of the flight that it would rather take.
            split_allowed: Whether some of the party may be moved without the others.
        """
        record, flight = self.record(record_locator), self.flight(wanted_flight_id)
        if record.locator in [party.locator for party in flight.waiting]:
            raise ToolError(
                f"trip record {record_locator} waits for flight {flight.number} already"
            )
        left = flight.capacity - len(coupons_of(self.network, flight.id))
        if flight.disruption == "cancelled" or left >= len(record.flyer_ids):
            raise ToolError(
                f"flight {flight.number} has room for {left} more (disruption: "
                f"{flight.disruption}); waiting lists are for flights that are too full for a party"
            )
        if len(flight.waiting) >= LONGEST_WAITING:
            raise ToolError(f"the waiting list of flight {flight.number} is closed")
        flight.waiting = (*flight.waiting, WaitingParty(record.locator, split_allowed))
        return {"flight_number": flight.number, "place_in_line": len(flight.waiting)}

    @tool
    def waive_charge(
        self, charge_id: str, waiver_reason: WaiverReason, waiver_note: str = ""
    ) -> dict[str, Any]:
        """Let a party off a charge for a change of flight.

        Args:
            charge_id: Id of the charge, as the trip record shows it.
            waiver_reason: Why; disruption only if the flight given up was delayed or cancelled.
            waiver_note: What the auditors should know.
        """
        if charge_id not in self.network.charges:
            raise ToolError(f"there is no charge {charge_id}")
        charge = self.network.charges[charge_id]
        if charge.waived_because is not None:
            raise ToolError(f"charge {charge_id} was waived already: {charge.waived_because}")
        flight = self.flight(charge.given_up_flight_id)
        if waiver_reason == "disruption" and flight.disruption == "none":
            raise ToolError(f"flight {flight.number} was neither delayed nor cancelled")
        charge.waived_because, charge.waiver_note = waiver_reason, waiver_note
        return {"charge_id": charge_id, "cents": charge.cents}

    def _coupon(self, record: TripRecord, flight: Flight, flyer_id: str) -> Coupon:
        key = coupon_key(record.locator, flight.id, flyer_id)
        if key not in self.network.coupons:
            raise ToolError(
                f"trip record {record.locator} is not for flyer {flyer_id}; it is for "
                f"{', '.join(record.flyer_ids)}"
            )
        return self.network.coupons[key]

    def _check_seat(self, record: TripRecord, flight: Flight, code: str, moving: set[str]) -> None:
        if code not in flight.seat_codes:
            raise ToolError(
                f"flight {flight.number} has no seat {code}; its rows end at {flight.seat_rows}"
            )
        if code.startswith("1") and record.brand != "flex":
            raise ToolError(
                f"seat {code} is for flex fares; trip record {record.locator} is {record.brand}"
            )
        for coupon in coupons_of(self.network, flight.id):
            own = coupon.locator == record.locator and coupon.flyer_id in moving
            if coupon.seat_code == code and not own:
                raise ToolError(f"seat {code} of flight {flight.number} is taken")


SUITE = SuiteInfo(world=Airline, split="held_out", version=1)
