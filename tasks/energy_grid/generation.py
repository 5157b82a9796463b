"""The tools that plan units and bid in the market."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from toolbench_ood.world.tool import ToolError, tool

from .grid import Grid
from .keys import draw_key
from .records import GATE_HOURS, HIGHEST_PRICE_CENTS, HOURS, Bid, Offer, Setpoint, Unit


class Generation(Grid):
    """What the units deliver and offer."""

    @tool
    def dispatch_unit(
        self,
        unit_key: str,
        setpoints: Annotated[list[Setpoint], Field(min_length=1, max_length=12)],
    ) -> dict[str, Any]:
        """Set the power of a unit in one or more hours to come; the other hours stay.

        Args:
            unit_key: Key of the unit.
            setpoints: The hours and the power in each: 0, or between the unit's least and most.
        """
        unit = self.find(self.units, unit_key, "unit")
        wanted = {each["hour_of_day"]: each["power_megawatts"] for each in setpoints}
        if len(wanted) < len(setpoints):
            raise ToolError("An hour is named more than once.")
        for hour, power in wanted.items():
            self.refuse_past(hour)
            self._refuse_power(unit, hour, power)
        _refuse_ramp(unit, wanted)
        before = {hour: unit.setpoints[hour] for hour in wanted}
        self.refuse_imbalance({hour: wanted[hour] - before[hour] for hour in wanted})
        unit.setpoints.update(wanted)
        return {
            "unit_key": unit_key,
            "hours": [
                {
                    "hour_of_day": hour,
                    "power_before_megawatts": before[hour],
                    "power_megawatts": wanted[hour],
                    "balance_megawatts": self.balance(hour),
                }
                for hour in sorted(wanted)
            ],
        }

    @tool
    def bid_energy(
        self, unit_key: str, offer: Offer, all_or_nothing: bool = False
    ) -> dict[str, Any]:
        """Offer energy of a unit in the market, beyond what the unit is to deliver already.

        Args:
            unit_key: Key of the unit.
            offer: The hour, the power and the price.
            all_or_nothing: Whether the offer may only be taken as a whole.
        """
        unit = self.find(self.units, unit_key, "unit")
        hour, power = offer["offered_hour"], offer["offered_megawatts"]
        price = offer["price_cents_per_megawatt_hour"]
        self._refuse_closed(hour)
        if price > HIGHEST_PRICE_CENTS:
            raise ToolError(f"{price} cents are above the market's cap, {HIGHEST_PRICE_CENTS}.")
        left = unit.most_megawatts - unit.setpoints[hour] - self.offered(unit_key, hour)
        if power > left:
            raise ToolError(
                f"{unit.label} has {max(left, 0)} MW left to offer in hour {hour}, not {power}."
            )
        key = draw_key(self.rng, "BD", self.bids)
        self.bids[key] = Bid(key, unit_key, hour, power, price, all_or_nothing)
        return {"bid_key": key, "left_to_offer_megawatts": left - power}

    @tool
    def retract_bid(self, bid_key: str) -> dict[str, Any]:
        """Take a bid out of the market, while the gate for its hour is open.

        Args:
            bid_key: Key of the bid.
        """
        bid = self.find(self.bids, bid_key, "bid")
        self._refuse_closed(bid.hour)
        del self.bids[bid_key]
        return {"retracted_bid_key": bid_key, "unit_key": bid.unit_key, "offered_hour": bid.hour}

    def offered(self, unit_key: str, hour: int) -> int:
        """Add up what a unit has been offered with in an hour."""
        return sum(
            bid.megawatts
            for bid in self.bids.values()
            if bid.unit_key == unit_key and bid.hour == hour
        )

    def _refuse_closed(self, hour: int) -> None:
        if hour < self.present_hour + GATE_HOURS:
            raise ToolError(
                f"The market is closed for hour {hour}; the first open one is "
                f"{self.present_hour + GATE_HOURS}."
            )

    def _refuse_power(self, unit: Unit, hour: int, power: int) -> None:
        if power and not unit.least_megawatts <= power <= unit.most_megawatts:
            raise ToolError(
                f"{unit.label} delivers 0 MW, or from {unit.least_megawatts} to "
                f"{unit.most_megawatts} MW, but not {power}."
            )
        offered = self.offered(unit.key, hour)
        if power > unit.setpoints[hour] and power + offered > unit.most_megawatts:
            raise ToolError(
                f"{unit.label} has bid {offered} MW in hour {hour}, so that it can go up to "
                f"{unit.most_megawatts - offered} MW at most, not to {power}."
            )


def _refuse_ramp(unit: Unit, wanted: Mapping[int, int]) -> None:
    planned = unit.setpoints | dict(wanted)
    for hour in HOURS[1:]:
        step = abs(planned[hour] - planned[hour - 1])
        if step > unit.ramp_megawatts and (hour in wanted or hour - 1 in wanted):
            raise ToolError(
                f"{unit.label} would go from {planned[hour - 1]} MW in hour {hour - 1} to "
                f"{planned[hour]} MW in hour {hour}; its ramp allows steps of "
                f"{unit.ramp_megawatts} MW."
            )
