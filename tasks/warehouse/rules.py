"""The warehouse's tables, and the rules that hold over them."""

import datetime as dt
from calendar import day_name
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from toolbench_ood import ToolError
from toolbench_ood.world.kit import find, find_any, listed

from .records import (
    MAX_GRAMS,
    PICKUP_DAYS,
    Bin,
    BinStock,
    Box,
    BoxItem,
    Carrier,
    Delivery,
    Order,
    OrderStatus,
    Parcel,
    Product,
    Return,
    ReturnedItem,
    Supplier,
    Variant,
)

RETURN_DAYS = 30
Row = dict[str, Any]


@dataclass(slots=True)
class Depot:
    """Everything that the warehouse knows, in tables by id (variants by SKU)."""

    today: dt.date
    suppliers: dict[str, Supplier]
    products: dict[str, Product]
    variants: dict[str, Variant]
    bins: dict[str, Bin]
    orders: dict[str, Order] = field(default_factory=dict)
    parcels: dict[str, Parcel] = field(default_factory=dict)
    deliveries: dict[str, Delivery] = field(default_factory=dict)
    returns: dict[str, Return] = field(default_factory=dict)

    def variant(self, sku: str) -> Variant:
        """Look a variant up (ToolError)."""
        return find(self.variants, sku, "variant")

    def bin(self, bin_id: str) -> Bin:
        """Look a bin up (ToolError)."""
        return find(self.bins, bin_id, "bin")

    def order(self, order_id: str, *statuses: OrderStatus) -> Order:
        """Look up an order that must have one of some statuses (ToolError)."""
        order = find(self.orders, order_id, "order")
        if order.status not in statuses:
            raise ToolError(
                f"Order {order_id} is {order.status}; this can only be done with orders that are "
                f"{listed(statuses, 'or')}."
            )
        return order

    def product_of(self, sku: str) -> Product:
        """Return the product that a variant belongs to."""
        return self.products[self.variants[sku].product_id]

    def parcels_of(self, order: Order) -> list[Parcel]:
        """List the parcels of an order."""
        return [parcel for parcel in self.parcels.values() if parcel.order_id == order.id]

    def reserved_for(self, sku: str, bin_id: str) -> dict[str, int]:
        """Return the units of a variant in a bin that are reserved, by order."""
        return {
            order.id: each.quantity
            for order in self.orders.values()
            for each in order.reserved
            if (each.sku, each.bin_id) == (sku, bin_id)
        }

    def available_in(self, sku: str, bin_id: str) -> int:
        """Return how many units of a variant in a bin are not reserved."""
        on_hand = self.bins[bin_id].stock.get(sku, 0)
        return on_hand - sum(self.reserved_for(sku, bin_id).values())

    def available(self, sku: str) -> int:
        """Return how many units of a variant are not reserved, over all bins."""
        return sum(self.available_in(sku, bin_id) for bin_id in self.bins)

    def add_stock(self, sku: str, bin_id: str, quantity: int) -> None:
        """Add some units to a bin, or take them out if negative."""
        stock = self.bins[bin_id].stock
        stock[sku] = stock.get(sku, 0) + quantity
        if not stock[sku]:
            del stock[sku]

    def weight_grams(self, items: Iterable[BoxItem]) -> int:
        """Add up what some units weigh."""
        return sum(self.variants[each.sku].weight_grams * each.quantity for each in items)

    def show_product(self, product: Product) -> Row:
        """Return a product with its variants."""
        shown = ("sku", "colour", "weight_grams", "price_cents")
        return {
            **asdict(product),
            "variants": [
                {key: getattr(variant, key) for key in shown}
                for variant in self.variants.values()
                if variant.product_id == product.id
            ],
        }

    def named(self, sku: str) -> Row:
        """Return a SKU with the product and the colour that it stands for."""
        product, colour = self.product_of(sku).name, self.variants[sku].colour
        return {"sku": sku, "product": product, "colour": colour}

    def show_variant(self, variant: Variant) -> Row:
        """Return a variant's stock by bin."""
        return {
            **self.named(variant.sku),
            "supplier_id": self.product_of(variant.sku).supplier_id,
            "successor_sku": variant.successor_sku,
            "price_cents": variant.price_cents,
            "available": self.available(variant.sku),
            "bins": [
                {
                    "bin_id": each.id,
                    "zone": each.zone,
                    "on_hand": each.stock[variant.sku],
                    "available": self.available_in(variant.sku, each.id),
                    "free_space": each.free_space,
                }
                for each in self.bins.values()
                if variant.sku in each.stock
            ],
        }

    def show_bin(self, place: Bin) -> Row:
        """Return a bin with its stock by variant."""
        return {
            "bin_id": place.id,
            "zone": place.zone,
            "capacity": place.capacity,
            "free_space": place.free_space,
            "stock": [
                {
                    **self.named(sku),
                    "on_hand": quantity,
                    "available": self.available_in(sku, place.id),
                }
                for sku, quantity in place.stock.items()
            ],
        }

    def show_order(self, order: Order) -> Row:
        """Return an order with its items, parcels and returns."""
        return {
            **summary(order),
            "city": order.city,
            "ship_date": order.ship_date,
            "items": [
                {
                    **self.named(sku),
                    "quantity": quantity,
                    "unit_price_cents": order.unit_prices[sku],
                }
                for sku, quantity in order.quantities.items()
            ],
            "reserved": order.reserved,
            "parcel_ids": [parcel.id for parcel in self.parcels_of(order)],
            "returns": [each for each in self.returns.values() if each.order_id == order.id],
        }

    def show_delivery(self, delivery: Delivery) -> Row:
        """Return a delivery with its items."""
        return {
            "id": delivery.id,
            "supplier_id": delivery.supplier_id,
            "status": delivery.status,
            "items": [
                {**self.named(sku), "quantity": quantity}
                for sku, quantity in delivery.quantities.items()
            ],
        }

    def show_supplier(self, supplier: Supplier) -> Row:
        """Return a supplier with the ids of its deliveries at the dock."""
        waiting = [each for each in self.deliveries.values() if each.status == "waiting"]
        mine = [each.id for each in waiting if each.supplier_id == supplier.id]
        return {**asdict(supplier), "waiting_delivery_ids": mine}

    def show_record(self, id_: str) -> Any:
        """Return all about an order, parcel, delivery or supplier (ToolError)."""
        tables: dict[str, Mapping[str, Any]] = {
            "order": self.orders,
            "parcel": self.parcels,
            "delivery": self.deliveries,
            "supplier": self.suppliers,
        }
        match find_any(tables, id_)[1]:
            case Order() as order:
                return self.show_order(order)
            case Delivery() as delivery:
                return self.show_delivery(delivery)
            case Supplier() as supplier:
                return self.show_supplier(supplier)
            case parcel:
                return parcel

    def refuse_surplus(self, order: Order, stock: Iterable[BinStock]) -> None:
        """Refuse to reserve more of a variant than an order still needs."""
        reserved = total_by_sku(order.reserved)
        for sku, quantity in total_by_sku(stock).items():
            self.variant(sku)
            needed = order.quantities.get(sku, 0) - reserved.get(sku, 0)
            if quantity > needed:
                raise ToolError(
                    f"Order {order.id} only needs {needed} more of {sku}, not {quantity}."
                )

    def refuse_shortage(self, sku: str, bin_id: str, quantity: int) -> None:
        """Refuse to take more of a variant from a bin than is available there."""
        available, orders = self.available_in(sku, bin_id), self.reserved_for(sku, bin_id)
        if quantity > available:
            rest = f" The others are reserved for {listed(list(orders))}." if orders else ""
            raise ToolError(
                f"Bin {bin_id} has {available} of {sku} available, not {quantity}.{rest}"
            )

    def refuse_overflow(self, bin_id: str, quantity: int) -> None:
        """Refuse to put more into a bin than fits."""
        space = self.bin(bin_id).free_space
        if quantity > space:
            raise ToolError(f"Bin {bin_id} has space for {space} more, not for {quantity}.")

    def refuse_putaway(self, delivery: Delivery, putaway: Iterable[BinStock]) -> None:
        """Refuse to receive a delivery twice, in part, or into bins without space for it."""
        lines = merge(putaway)
        if delivery.status == "received":
            raise ToolError(f"Delivery {delivery.id} has already been received.")
        if total_by_sku(lines) != delivery.quantities:
            raise ToolError(
                f"Delivery {delivery.id} has {counted(delivery.quantities)}; put exactly that away."
            )
        for bin_id in sorted({line.bin_id for line in lines}):
            quantity = sum(line.quantity for line in lines if line.bin_id == bin_id)
            self.refuse_overflow(bin_id, quantity)

    def refuse_boxes(self, order: Order, boxes: Iterable[Box]) -> None:
        """Refuse boxes that are too heavy, or that don't contain exactly what was ordered."""
        boxes = list(boxes)
        if total_by_sku(item for box in boxes for item in box.items) != order.quantities:
            raise ToolError(
                f"The boxes must contain exactly what order {order.id} is for: "
                f"{counted(order.quantities)}."
            )
        for box in boxes:
            grams, most = self.weight_grams(box.items), MAX_GRAMS[box.size]
            if grams > most:
                raise ToolError(f"A {box.size} box carries up to {most} grams, not {grams}.")

    def refuse_parcels(self, order: Order, parcel_ids: Iterable[str]) -> None:
        """Refuse to ship only some parcels of an order, or parcels of several orders."""
        whole = sorted(parcel.id for parcel in self.parcels_of(order))
        if sorted(parcel_ids) != whole:
            raise ToolError(
                f"All parcels of order {order.id}, and no others, must be shipped together: "
                f"{', '.join(whole)}."
            )

    def refuse_pickup(self, carrier: Carrier, day: dt.date) -> None:
        """Refuse a day in the past, or one on which the carrier doesn't come."""
        if day < self.today:
            raise ToolError(f"{day} is in the past (today is {self.today}).")
        if day.isoweekday() not in PICKUP_DAYS[carrier]:
            days = listed([f"{day_name[each - 1]}s" for each in PICKUP_DAYS[carrier]])
            raise ToolError(
                f"{carrier.title()} doesn't collect on {day}, a {day:%A}; it collects on {days}."
            )

    def refuse_return(self, order: Order, item: ReturnedItem) -> None:
        """Refuse a return of more than was sent, or one that comes too late."""
        key = (order.id, item.sku)
        back = [each.quantity for each in self.returns.values() if (each.order_id, each.sku) == key]
        most = order.quantities.get(item.sku, 0) - sum(back)
        if item.quantity > most:
            raise ToolError(
                f"At most {most} of {item.sku} can be returned from order {order.id}, not "
                f"{item.quantity}."
            )
        shipped = order.ship_date
        if shipped is None or self.today - shipped > dt.timedelta(days=RETURN_DAYS):
            raise ToolError(
                f"Order {order.id} was shipped on {shipped}; returns are accepted for "
                f"{RETURN_DAYS} days (today is {self.today})."
            )


def summary(order: Order) -> Row:
    """Return what a list shows of an order."""
    shown = ("id", "customer", "order_date", "status")
    return {key: getattr(order, key) for key in shown}


def total_by_sku(lines: Iterable[BinStock | BoxItem]) -> dict[str, int]:
    """Add up units by SKU."""
    total: dict[str, int] = {}
    for line in lines:
        total[line.sku] = total.get(line.sku, 0) + line.quantity
    return total


def merge(lines: Iterable[BinStock]) -> tuple[BinStock, ...]:
    """Add up units by SKU and bin, sorted, and leave out what comes to nothing."""
    total: dict[tuple[str, str], int] = {}
    for line in lines:
        key = (line.sku, line.bin_id)
        total[key] = total.get(key, 0) + line.quantity
    return tuple(BinStock(*key, quantity) for key, quantity in sorted(total.items()) if quantity)


def counted(quantities: Mapping[str, int]) -> str:
    """Write units by SKU: ``2 of SK-7KXW2M and 1 of SK-QZ3N8T``."""
    return listed([f"{quantity} of {sku}" for sku, quantity in quantities.items()])
