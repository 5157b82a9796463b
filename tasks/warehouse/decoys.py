"""Tools of a warehouse that none of the tasks needs."""

from collections.abc import Mapping
from random import Random
from typing import Annotated, Any, Literal

from pydantic import Field

from toolbench_ood import ToolError, decoy
from toolbench_ood.world.kit import find

from .records import Bin, BinId, Delivery, Order, Quantity
from .rules import Row
from .situations import idle_skus
from .world import Warehouse


def _some_units(world: Warehouse, rng: Random) -> Mapping[str, Any]:
    sku = rng.choice(idle_skus(world.depot))
    bins = [each.id for each in world.depot.bins.values() if sku in each.stock]
    return {"sku": sku, "bin_id": rng.choice(bins), "quantity": 1, "reason": "damaged"}


@decoy(_some_units)
def write_off_stock(
    world: Warehouse,
    sku: str,
    bin_id: BinId,
    quantity: Quantity,
    reason: Literal["damaged", "lost", "expired"],  # noqa: ARG001  # a form asks for it
) -> Row:
    """Write off available units in a bin, which are gone for good.

    Args:
        sku: SKU of the variant.
        bin_id: Id of the bin.
        quantity: Number of units.
        reason: Why they are written off.
    """
    depot = world.depot
    depot.variant(sku)
    depot.bin(bin_id)
    depot.refuse_shortage(sku, bin_id, quantity)
    depot.add_stock(sku, bin_id, -quantity)
    return depot.show_bin(depot.bins[bin_id])


def _an_address(world: Warehouse, rng: Random) -> Mapping[str, Any]:
    orders = [each for each in world.depot.orders.values() if each.status != "shipped"]
    return {"order_id": rng.choice(orders).id, "city": f"{rng.choice('NSEW')} Lakeside"}


@decoy(_an_address)
def change_order_city(
    world: Warehouse, order_id: str, city: Annotated[str, Field(min_length=1, max_length=60)]
) -> Order:
    """Change the city that an order goes to, as long as it hasn't been shipped.

    Args:
        order_id: Id of the order.
        city: Where it goes instead.
    """
    order = world.depot.order(order_id, "placed", "reserved", "packed")
    if order.city == city:
        raise ToolError(f"Order {order_id} already goes to {city}.")
    order.city = city
    return order


def _more_space(world: Warehouse, rng: Random) -> Mapping[str, Any]:
    place = rng.choice(list(world.depot.bins.values()))
    return {"bin_id": place.id, "capacity": place.capacity + 10}


@decoy(_more_space)
def resize_bin(
    world: Warehouse, bin_id: BinId, capacity: Annotated[int, Field(ge=1, le=2000)]
) -> Bin:
    """Change how many units fit into a bin.

    Args:
        bin_id: Id of the bin.
        capacity: Most units that it may hold; no fewer than are in it.
    """
    place = world.depot.bin(bin_id)
    held = sum(place.stock.values())
    if capacity < held:
        raise ToolError(f"Bin {bin_id} holds {held} units, more than {capacity}.")
    place.capacity = capacity
    return place


def _a_delivery(world: Warehouse, rng: Random) -> Mapping[str, Any] | None:
    waiting = [each for each in world.depot.deliveries.values() if each.status == "waiting"]
    return {"delivery_id": rng.choice(waiting).id} if waiting else None


@decoy(_a_delivery)
def reject_delivery(world: Warehouse, delivery_id: str) -> Delivery:
    """Refuse a delivery that is waiting at the dock and send it back to its supplier.

    Args:
        delivery_id: Id of the delivery.
    """
    delivery = find(world.depot.deliveries, delivery_id, "delivery")
    if delivery.status != "waiting":
        raise ToolError(f"Delivery {delivery_id} has already been {delivery.status}.")
    return world.depot.deliveries.pop(delivery_id)
