"""What the warehouse's tools show of its records."""

from typing import Any

from .floor import Floor
from .records import Bin, Delivery, Order, Parcel, Product, Supplier, Variant

Row = dict[str, Any]


def show_product(floor: Floor, product: Product) -> Row:
    """Spell a product with its variants."""
    return {
        "product_name": product.name,
        "category": product.category,
        "supplier_code": product.supplier_id,
        "variants": [
            {
                "variant_sku": variant.sku,
                "colour": variant.colour,
                "weight_grams": variant.weight_grams,
                "list_price_cents": variant.price_cents,
            }
            for variant in floor.variants.values()
            if variant.product_id == product.id
        ],
    }


def _labelled(floor: Floor, sku: str) -> Row:
    return {
        "variant_sku": sku,
        "product_name": floor.product_of(sku).name,
        "colour": floor.variants[sku].colour,
    }


def show_variant_stock(floor: Floor, variant: Variant) -> Row:
    """Spell where a variant lies."""
    return {
        **_labelled(floor, variant.sku),
        "supplier_code": floor.product_of(variant.sku).supplier_id,
        "successor_sku": variant.successor_sku,
        "list_price_cents": variant.price_cents,
        "free_units": floor.free(variant.sku),
        "bins": [
            {
                "bin_code": one.code,
                "zone": one.zone,
                "on_hand_units": one.units[variant.sku],
                "free_units": floor.free_in(variant.sku, one.code),
                "room_units": one.room,
            }
            for one in floor.bins.values()
            if variant.sku in one.units
        ],
    }


def show_bin(floor: Floor, one: Bin) -> Row:
    """Spell what a bin holds."""
    return {
        "bin_code": one.code,
        "zone": one.zone,
        "capacity_units": one.capacity_units,
        "room_units": one.room,
        "contents": [
            {
                **_labelled(floor, sku),
                "on_hand_units": units,
                "free_units": floor.free_in(sku, one.code),
            }
            for sku, units in one.units.items()
        ],
    }


def summarise_order(order: Order) -> Row:
    """Spell what a list shows of an order."""
    return {
        "order_code": order.id,
        "customer": order.customer,
        "placed_on": order.placed_on,
        "stage": order.stage,
    }


def show_order(floor: Floor, order: Order) -> Row:
    """Spell everything about an order."""
    return {
        **summarise_order(order),
        "city": order.city,
        "shipped_on": order.shipped_on,
        "lines": [
            {
                **_labelled(floor, sku),
                "ordered_units": units,
                "unit_price_cents": order.prices_cents[sku],
            }
            for sku, units in order.units.items()
        ],
        "held": [
            {"variant_sku": key.split("@")[0], "bin_code": key.split("@")[1], "held_units": units}
            for key, units in order.held.items()
        ],
        "parcel_codes": [each.id for each in floor.parcels.values() if each.order_id == order.id],
        "returns": [
            {"variant_sku": each.sku, "units": each.units, "condition": each.condition}
            for each in floor.returns.values()
            if each.order_id == order.id
        ],
    }


def show_parcel(parcel: Parcel) -> Row:
    """Spell a parcel."""
    return {
        "parcel_code": parcel.id,
        "order_code": parcel.order_id,
        "box_size": parcel.box_size,
        "weight_grams": parcel.weight_grams,
        "carrier": parcel.carrier,
    }


def show_delivery(floor: Floor, delivery: Delivery) -> Row:
    """Spell a delivery."""
    return {
        "delivery_code": delivery.id,
        "supplier_code": delivery.supplier_id,
        "received": delivery.received,
        "lines": [
            {**_labelled(floor, sku), "delivered_units": units}
            for sku, units in delivery.units.items()
        ],
    }


def show_supplier(floor: Floor, supplier: Supplier) -> Row:
    """Spell a supplier with the deliveries that stand at the dock."""
    return {
        "supplier_code": supplier.id,
        "supplier_name": supplier.name,
        "city": supplier.city,
        "waiting_delivery_codes": [
            each.id
            for each in floor.deliveries.values()
            if each.supplier_id == supplier.id and not each.received
        ],
    }
