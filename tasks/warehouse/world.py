"""A shop with its warehouse: catalogue, bins, orders, parcels, returns and deliveries."""

import datetime as dt
from dataclasses import asdict
from random import Random
from typing import Annotated, Any, ClassVar

from pydantic import Field

from toolbench_ood import SuiteInfo, ToolError, World, tool
from toolbench_ood.world.kit import cut_page, draw_id, find

from .draw import draw_depot
from .records import (
    REFUND_PERCENT,
    BinId,
    BinStock,
    Box,
    Carrier,
    Category,
    OrderStatus,
    Parcel,
    PriceReason,
    Quantity,
    Return,
    ReturnedItem,
)
from .rules import Row, merge, summary, total_by_sku

StockLines = Annotated[list[BinStock], Field(min_length=1, max_length=12)]


class Warehouse(World):
    """The whole shop and warehouse."""

    name: ClassVar[str] = "warehouse"

    def __init__(self, rng: Random) -> None:
        """Draw products, bins with stock, orders with every status, and deliveries at the dock."""
        super().__init__(rng)
        self.depot = draw_depot(rng)

    @tool
    def search_products(
        self,
        category: Category | None = None,
        query: str = "",
        limit: Annotated[int, Field(ge=1, le=4)] = 4,
        cursor: str | None = None,
    ) -> Row:
        """Search for products, ordered by name, one page at a time.

        Each product is shown with its variants, one for each colour.

        Args:
            category: Only products of this category.
            query: Part of the name, ignoring case; empty for all.
            limit: Most products on a page.
            cursor: The next_cursor of the previous page; omit it for the first page.
        """
        found = [
            product
            for product in sorted(self.depot.products.values(), key=lambda each: each.name)
            if category in (None, product.category) and query.casefold() in product.name.casefold()
        ]
        page = cut_page(found, limit, cursor)
        products = [self.depot.show_product(each) for each in page.rows]
        return {"products": products, "next_cursor": page.next_cursor}

    @tool
    def list_orders(
        self,
        status: OrderStatus | None = None,
        limit: Annotated[int, Field(ge=1, le=4)] = 4,
        cursor: str | None = None,
    ) -> Row:
        """List orders, oldest first, one page at a time.

        Args:
            status: Only orders with this status.
            limit: Most orders on a page.
            cursor: The next_cursor of the previous page; omit it for the first page.
        """
        orders = sorted(self.depot.orders.values(), key=lambda each: (each.order_date, each.id))
        page = cut_page([each for each in orders if status in (None, each.status)], limit, cursor)
        return {"orders": [summary(each) for each in page.rows], "next_cursor": page.next_cursor}

    @tool
    def get_stock(self, sku: str | None = None, bin_id: BinId | None = None) -> Row:
        """Show which bins a variant is in, or what is in a bin; give either sku or bin_id.

        Units on hand are available unless an order has reserved them. Every variant can be kept in
        bins of every zone.

        Args:
            sku: SKU of the variant.
            bin_id: Id of the bin.
        """
        if sku is not None and bin_id is None:
            return self.depot.show_variant(self.depot.variant(sku))
        if bin_id is not None and sku is None:
            return self.depot.show_bin(self.depot.bin(bin_id))
        raise ToolError("Give either sku or bin_id, not both.")

    @tool
    def get_warehouse_record(self, id: str) -> Any:
        """Show everything about an order, parcel, delivery or supplier.

        Args:
            id: Id of the order, parcel, delivery or supplier.
        """
        return self.depot.show_record(id)

    @tool
    def reserve_stock(self, order_id: str, stock: StockLines) -> Row:
        """Reserve available units in bins for an order whose status is placed.

        Once everything that the order needs is reserved, its status becomes reserved.

        Args:
            order_id: Id of the order.
            stock: The units to reserve.
        """
        order = self.depot.order(order_id, "placed")
        self.depot.refuse_surplus(order, stock)
        lines = merge(stock)
        for line in lines:
            self.depot.bin(line.bin_id)
            self.depot.refuse_shortage(line.sku, line.bin_id, line.quantity)
        order.reserved = merge([*order.reserved, *lines])
        if total_by_sku(order.reserved) == order.quantities:
            order.status = "reserved"
        return self.depot.show_order(order)

    @tool
    def release_stock(self, order_id: str, stock: StockLines) -> Row:
        """Release units that are reserved for an order, whose status becomes placed again.

        Args:
            order_id: Id of the order.
            stock: The units to release.
        """
        order = self.depot.order(order_id, "placed", "reserved")
        lines = merge(stock)
        for line in lines:
            reserved = self.depot.reserved_for(line.sku, line.bin_id).get(order_id, 0)
            if line.quantity > reserved:
                raise ToolError(
                    f"Order {order_id} has {reserved} of {line.sku} reserved in bin "
                    f"{line.bin_id}, not {line.quantity}."
                )
        negative = [BinStock(line.sku, line.bin_id, -line.quantity) for line in lines]
        order.reserved, order.status = merge([*order.reserved, *negative]), "placed"
        return self.depot.show_order(order)

    @tool
    def move_stock(
        self, sku: str, from_bin_id: BinId, to_bin_id: BinId, quantity: Quantity
    ) -> list[Row]:
        """Move available units of a variant to another bin; show how many both bins then have.

        Args:
            sku: SKU of the variant.
            from_bin_id: Id of the bin to take the units from.
            to_bin_id: Id of the bin to put them in.
            quantity: Number of units.
        """
        depot = self.depot
        depot.variant(sku)
        source, target = depot.bin(from_bin_id), depot.bin(to_bin_id)
        if source is target:
            raise ToolError(f"The units are already in bin {from_bin_id}.")
        depot.refuse_shortage(sku, from_bin_id, quantity)
        depot.refuse_overflow(to_bin_id, quantity)
        depot.add_stock(sku, from_bin_id, -quantity)
        depot.add_stock(sku, to_bin_id, quantity)
        return [
            {
                "bin_id": each.id,
                "sku": sku,
                "on_hand": each.stock.get(sku, 0),
                "free_space": each.free_space,
            }
            for each in (source, target)
        ]

    @tool
    def receive_delivery(self, delivery_id: str, putaway: StockLines) -> Row:
        """Receive a delivery from the dock, and put all its units into bins.

        Args:
            delivery_id: Id of the delivery.
            putaway: Which units go into which bins; every unit of the delivery, and no others.
        """
        depot = self.depot
        delivery = find(depot.deliveries, delivery_id, "delivery")
        depot.refuse_putaway(delivery, putaway)
        for line in putaway:
            depot.add_stock(line.sku, line.bin_id, line.quantity)
        delivery.status = "received"
        return depot.show_delivery(delivery)

    @tool
    def pack_order(
        self,
        order_id: str,
        boxes: Annotated[list[Box], Field(min_length=1, max_length=8)],
    ) -> list[Parcel]:
        """Pack an order whose units are all reserved into boxes.

        Each box becomes a parcel, and the status of the order becomes packed.

        Args:
            order_id: Id of the order.
            boxes: The boxes; together they contain exactly what was ordered.
        """
        order = self.depot.order(order_id, "reserved")
        self.depot.refuse_boxes(order, boxes)
        for line in order.reserved:
            self.depot.add_stock(line.sku, line.bin_id, -line.quantity)
        order.reserved, order.status = (), "packed"
        return [self._add_parcel(order_id, box) for box in boxes]

    @tool
    def ship_parcels(
        self,
        parcel_ids: Annotated[list[str], Field(min_length=1, max_length=8)],
        carrier: Carrier,
        pickup_date: dt.date,
    ) -> list[Row]:
        """Hand all parcels of a packed order to a carrier; its status becomes shipped.

        Args:
            parcel_ids: Ids of all the parcels of one order.
            carrier: Kestrel collects on Mondays, Wednesdays and Fridays, Overland on Tuesdays and
                Thursdays, Bluefin on every day but Sunday.
            pickup_date: Day on which the carrier collects them, as YYYY-MM-DD.
        """
        parcels = [find(self.depot.parcels, each, "parcel") for each in parcel_ids]
        order = self.depot.order(parcels[0].order_id, "packed")
        self.depot.refuse_parcels(order, parcel_ids)
        self.depot.refuse_pickup(carrier, pickup_date)
        for parcel in parcels:
            parcel.carrier = carrier
        order.status, order.ship_date = "shipped", pickup_date
        return [{**asdict(parcel), "pickup_date": pickup_date} for parcel in parcels]

    @tool
    def refund_return(
        self, order_id: str, item: ReturnedItem, bin_id: BinId | None = None
    ) -> Return:
        """Take back units of a shipped order and refund the customer.

        Args:
            order_id: Id of the order.
            item: What came back, and in which condition.
            bin_id: Id of the bin to put the units in; omit it for damaged units, which are thrown
                away.
        """
        depot = self.depot
        order = depot.order(order_id, "shipped")
        depot.refuse_return(order, item)
        if (bin_id is None) != (item.condition == "damaged"):
            raise ToolError(
                "Give bin_id for unopened and opened units, and omit it for damaged ones."
            )
        if bin_id is not None:
            depot.refuse_overflow(bin_id, item.quantity)
            depot.add_stock(item.sku, bin_id, item.quantity)
        cents = order.unit_prices[item.sku] * item.quantity * REFUND_PERCENT[item.condition] // 100
        id_ = draw_id(self.rng, "RT-", depot.returns)
        depot.returns[id_] = Return(
            id_, order_id, item.sku, item.quantity, item.condition, cents, bin_id
        )
        return depot.returns[id_]

    @tool
    def set_price(
        self,
        sku: str,
        price_cents: Annotated[int, Field(ge=1, le=100_000)],
        reason: PriceReason,
    ) -> Row:
        """Change the list price of a variant.

        Args:
            sku: SKU of the variant.
            price_cents: The new price in euro cents; not below what the variant costs us.
            reason: Why the price changes.
        """
        variant = self.depot.variant(sku)
        old = variant.price_cents
        if price_cents == old:
            raise ToolError(f"The price of {sku} is already {old} cents.")
        if price_cents < variant.cost_cents:
            raise ToolError(
                f"{sku} costs us {variant.cost_cents} cents; its price can't be {price_cents}."
            )
        variant.price_cents, variant.price_reason = price_cents, reason
        return {"sku": sku, "price_cents": price_cents, "old_price_cents": old}

    def _add_parcel(self, order_id: str, box: Box) -> Parcel:
        id_, grams = (
            draw_id(self.rng, "PC-", self.depot.parcels),
            self.depot.weight_grams(box.items),
        )
        self.depot.parcels[id_] = Parcel(id_, order_id, box.size, total_by_sku(box.items), grams)
        return self.depot.parcels[id_]


SUITE = SuiteInfo(world=Warehouse, split="train", version=1)
