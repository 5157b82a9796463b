"""The tools that hold, move and take in units."""

from typing import Annotated, Any

from pydantic import Field

from toolbench_ood.world.tool import ToolError, tool

from .floor import add_up, added_holds, place
from .lookups import Lookups
from .records import BinCode, Hold, Putaway, Units
from .views import show_order


class Handling(Lookups):
    """What is done on the shelves."""

    @tool
    def reserve_units(
        self,
        fulfilled_order: str,
        reservations: Annotated[list[Hold], Field(min_length=1, max_length=12)],
    ) -> dict[str, Any]:
        """Hold free units in bins for an order; once all its units are held, it is reserved.

        Args:
            fulfilled_order: Code of the order, which is still placed.
            reservations: Which units of which variants, and in which bins.
        """
        order = self.order(fulfilled_order, ("placed",))
        wanted = add_up((hold.held_sku, hold.held_units) for hold in reservations)
        for sku, units in wanted.items():
            self.variant(sku)
            held = sum(n for key, n in order.held.items() if key.startswith(f"{sku}@"))
            open_units = order.units.get(sku, 0) - held
            if units > open_units:
                raise ToolError(f"Order {order.id} still needs {open_units} of {sku}, not {units}.")
        for key, units in added_holds(reservations).items():
            sku, code = key.split("@")
            self.refuse_shortage(sku, self.bin(code).code, units)
        for key, units in added_holds(reservations).items():
            order.held[key] = order.held.get(key, 0) + units
        if sum(order.held.values()) == sum(order.units.values()):
            order.stage = "reserved"
        return show_order(self, order)

    @tool
    def release_units(
        self,
        fulfilled_order: str,
        releases: Annotated[list[Hold], Field(min_length=1, max_length=12)],
    ) -> dict[str, Any]:
        """Let go of units that are held for an order; a reserved order is then placed again.

        Args:
            fulfilled_order: Code of the order.
            releases: Which of the held units.
        """
        order = self.order(fulfilled_order, ("placed", "reserved"))
        for key, units in added_holds(releases).items():
            held = order.held.get(key, 0)
            if units > held:
                sku, code = key.split("@")
                raise ToolError(
                    f"Order {order.id} holds {held} units of {sku} in bin {code}, not {units}."
                )
        for key, units in added_holds(releases).items():
            order.held[key] -= units
            if not order.held[key]:
                del order.held[key]
        order.stage = "placed"
        return show_order(self, order)

    @tool
    def restock_bin(
        self, restocked_sku: str, source_bin: BinCode, target_bin: BinCode, restocked_units: Units
    ) -> dict[str, Any]:
        """Carry free units of a variant from one bin to another.

        Args:
            restocked_sku: SKU of the variant.
            source_bin: Code of the bin that they are taken from.
            target_bin: Code of the bin that they are put into.
            restocked_units: How many units.
        """
        sku = self.variant(restocked_sku).sku
        source, target = self.bin(source_bin), self.bin(target_bin)
        if source is target:
            raise ToolError(f"The units are in bin {source.code} already.")
        self.refuse_shortage(sku, source.code, restocked_units)
        self.refuse_overflow(target.code, restocked_units)
        self.put(sku, source.code, -restocked_units)
        self.put(sku, target.code, restocked_units)
        return {
            "source_units": source.units.get(sku, 0),
            "target_units": target.units[sku],
            "target_room_units": target.room,
        }

    @tool
    def receive_delivery(
        self,
        delivery_code: str,
        putaway: Annotated[list[Putaway], Field(min_length=1, max_length=12)],
    ) -> dict[str, Any]:
        """Take in a delivery from the dock: all of it, no more and no less.

        Args:
            delivery_code: Code of the delivery.
            putaway: Which units go into which bins.
        """
        if delivery_code not in self.deliveries:
            raise ToolError(f"There is no delivery {delivery_code}.")
        delivery = self.deliveries[delivery_code]
        if delivery.received:
            raise ToolError(f"Delivery {delivery_code} has been received already.")
        given = add_up((line.putaway_sku, line.putaway_units) for line in putaway)
        if given != delivery.units:
            said = ", ".join(f"{units} of {sku}" for sku, units in delivery.units.items())
            raise ToolError(f"Delivery {delivery_code} has {said}; put all of that away.")
        for code, units in add_up((p.putaway_bin, p.putaway_units) for p in putaway).items():
            self.refuse_overflow(self.bin(code).code, units)
        for line in putaway:
            self.put(line.putaway_sku, line.putaway_bin, line.putaway_units)
        delivery.received = True
        stocked = (place(line.putaway_sku, line.putaway_bin) for line in putaway)
        return {"delivery_code": delivery.id, "stocked": sorted(set(stocked))}
