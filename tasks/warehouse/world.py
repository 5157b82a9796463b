"""A shop with its warehouse: catalogue, bins, orders, parcels, returns and suppliers."""

from calendar import day_name
from datetime import date, timedelta
from typing import Annotated, Any

from pydantic import Field

from toolbench_ood.tasks.suite import SuiteInfo
from toolbench_ood.world.tool import ToolError, tool

from .drawing import draw_code
from .floor import add_up
from .handling import Handling
from .records import (
    BOX_GRAMS,
    COLLECTS,
    REFUNDED_PERCENT,
    BinCode,
    Box,
    Carrier,
    Order,
    Parcel,
    PriceReason,
    Return,
    Returned,
)
from .views import show_parcel

RETURN_DAYS = 30


class Warehouse(Handling):
    """The whole shop and warehouse."""

    @tool
    def pack_purchase(
        self,
        fulfilled_order: str,
        boxes: Annotated[list[Box], Field(min_length=1, max_length=8)],
    ) -> list[dict[str, Any]]:
        """Take the units held for a reserved order from their bins and pack them into boxes.

        Args:
            fulfilled_order: Code of the order.
            boxes: The boxes; together they contain just what was ordered.
        """
        order = self.order(fulfilled_order, ("reserved",))
        packed = [(each.boxed_sku, each.boxed_units) for box in boxes for each in box.box_contents]
        if add_up(packed) != order.units:
            said = ", ".join(f"{units} of {sku}" for sku, units in order.units.items())
            raise ToolError(f"Order {order.id} is of {said}; pack just that.")
        for box in boxes:
            self._refuse_weight(box)
        for key, units in order.held.items():
            sku, code = key.split("@")
            self.put(sku, code, -units)
        order.held, order.stage = {}, "packed"
        return [show_parcel(self._close(order, box)) for box in boxes]

    @tool
    def ship_parcels(
        self,
        parcel_codes: Annotated[list[str], Field(min_length=1, max_length=8)],
        parcel_carrier: Carrier,
        collected_on: date,
    ) -> dict[str, Any]:
        """Hand all parcels of one packed order to a carrier.

        Args:
            parcel_codes: Codes of the parcels.
            parcel_carrier: Kestrel collects on Mondays, Wednesdays and Fridays, Overland on
                Tuesdays and Thursdays, Bluefin on every day but Sunday.
            collected_on: Day on which the carrier collects them, as YYYY-MM-DD.
        """
        for code in parcel_codes:
            if code not in self.parcels:
                raise ToolError(f"There is no parcel {code}.")
        order = self.order(self.parcels[parcel_codes[0]].order_id, ("packed",))
        parcels = [each for each in self.parcels.values() if each.order_id == order.id]
        if sorted(parcel_codes) != sorted(parcel.id for parcel in parcels):
            codes = ", ".join(parcel.id for parcel in parcels)
            raise ToolError(f"The parcels of order {order.id} are shipped together: {codes}.")
        self._refuse_day(parcel_carrier, collected_on)
        for parcel in parcels:
            parcel.carrier = parcel_carrier
        order.stage, order.shipped_on = "shipped", collected_on
        return {"order_code": order.id, "shipped_on": collected_on}

    @tool
    def refund_return(
        self,
        refunded_order: str,
        returned_line: Returned,
        return_bin: BinCode | None = None,
    ) -> dict[str, Any]:
        """Take units of a shipped order back and refund them.

        Args:
            refunded_order: Code of the order.
            returned_line: What came back, and in which condition.
            return_bin: Code of the bin that unopened or opened units go into; damaged units are
                thrown away.
        """
        order = self.order(refunded_order, ("shipped",))
        self._refuse_return(order, returned_line)
        sku, units = returned_line.returned_sku, returned_line.returned_units
        condition = returned_line.return_condition
        if (return_bin is None) != (condition == "damaged"):
            raise ToolError("Units that are not damaged need a bin, and damaged ones take none.")
        if return_bin is not None:
            self.refuse_overflow(self.bin(return_bin).code, units)
            self.put(sku, return_bin, units)
        cents = order.prices_cents[sku] * units * REFUNDED_PERCENT[condition] // 100
        return_id = draw_code(self.rng, "RT-", self.returns)
        self.returns[return_id] = Return(
            return_id, order.id, sku, units, condition, cents, return_bin
        )
        return {"return_code": return_id, "refunded_cents": cents}

    @tool
    def price_variant(
        self,
        priced_sku: str,
        list_price_cents: Annotated[int, Field(ge=1, le=100_000)],
        price_reason: PriceReason,
    ) -> dict[str, Any]:
        """Give a variant another price.

        Args:
            priced_sku: SKU of the variant.
            list_price_cents: The new price in euro cents; not below what the variant costs us.
            price_reason: Why it changes.
        """
        variant = self.variant(priced_sku)
        if list_price_cents == variant.price_cents:
            raise ToolError(f"{priced_sku} is sold at {list_price_cents} cents already.")
        if list_price_cents < variant.cost_cents:
            raise ToolError(
                f"{priced_sku} costs us {variant.cost_cents} cents; it cannot be sold at "
                f"{list_price_cents}."
            )
        before = variant.price_cents
        variant.price_cents, variant.price_reason = list_price_cents, price_reason
        return {"variant_sku": priced_sku, "old_price_cents": before}

    def _close(self, order: Order, box: Box) -> Parcel:
        units = add_up((each.boxed_sku, each.boxed_units) for each in box.box_contents)
        parcel_id = draw_code(self.rng, "PC-", self.parcels)
        parcel = Parcel(parcel_id, order.id, box.box_size, units, self._weight(box))
        self.parcels[parcel_id] = parcel
        return parcel

    def _weight(self, box: Box) -> int:
        return sum(
            self.variants[each.boxed_sku].weight_grams * each.boxed_units
            for each in box.box_contents
        )

    def _refuse_weight(self, box: Box) -> None:
        grams, most = self._weight(box), BOX_GRAMS[box.box_size]
        if grams > most:
            raise ToolError(f"A {box.box_size} box carries {most} grams, not {grams}.")

    def _refuse_day(self, carrier: Carrier, day: date) -> None:
        if day < self.today:
            raise ToolError(f"{day} lies in the past (today is {self.today}).")
        if day.isoweekday() not in COLLECTS[carrier]:
            days = ", ".join(day_name[each - 1] for each in COLLECTS[carrier])
            raise ToolError(
                f"{carrier} does not collect on {day}, a {day:%A}; it collects on {days}."
            )

    def _refuse_return(self, order: Order, line: Returned) -> None:
        sku = line.returned_sku
        back = sum(r.units for r in self.returns.values() if (r.order_id, r.sku) == (order.id, sku))
        most = order.units.get(sku, 0) - back
        if line.returned_units > most:
            raise ToolError(
                f"At most {most} units of {sku} can come back from order {order.id}, not "
                f"{line.returned_units}."
            )
        shipped = order.shipped_on
        if shipped is None or self.today - shipped > timedelta(days=RETURN_DAYS):
            raise ToolError(
                f"Order {order.id} was shipped on {shipped}; returns are taken for {RETURN_DAYS} "
                f"days (today is {self.today})."
            )


SUITE = SuiteInfo(world=Warehouse, split="train", version=1)
