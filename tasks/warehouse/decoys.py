"""Tools of a warehouse that none of the tasks needs."""

from collections.abc import Mapping
from random import Random
from typing import Annotated, Any, Literal

from pydantic import Field

from toolbench_ood import ToolError, decoy
from toolbench_ood.world.kit import find

from .records import BinId, Quantity
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
    reason: Literal["damaged", "lost", "expired"],
) -> Row:
    """Write off available units of a variant in a bin.

    Args:
        sku: SKU of the variant.
        bin_id: Id of the bin.
        quantity: Number of units.
        reason: Why they are written off.
    """
    world.depot.variant(sku)
    world.depot.bin(bin_id)
    world.depot.refuse_shortage(sku, bin_id, quantity)
    world.depot.add_stock(sku, bin_id, -quantity)
    return {"sku": sku, "bin_id": bin_id, "written_off": quantity, "reason": reason}


def _an_order(world: Warehouse, rng: Random) -> Mapping[str, Any]:
    orders = [each for each in world.depot.orders.values() if each.status == "placed"]
    return {"order_id": rng.choice(orders).id}


@decoy(_an_order)
def cancel_order(world: Warehouse, order_id: str) -> Row:
    """Cancel an order that hasn't been packed, and release everything that is reserved for it.

    Args:
        order_id: Id of the order.
    """
    order = world.depot.order(order_id, "placed", "reserved")
    del world.depot.orders[order.id]
    return {"id": order.id, "customer": order.customer, "released": order.reserved}


def _more_space(world: Warehouse, rng: Random) -> Mapping[str, Any]:
    chosen = rng.choice(list(world.depot.bins.values()))
    return {"bin_id": chosen.id, "capacity": chosen.capacity + 10}


@decoy(_more_space)
def resize_bin(
    world: Warehouse, bin_id: BinId, capacity: Annotated[int, Field(ge=1, le=2000)]
) -> Row:
    """Change how many units fit into a bin.

    Args:
        bin_id: Id of the bin.
        capacity: Most units that it may hold; no fewer than are in it.
    """
    resized = world.depot.bin(bin_id)
    held = sum(resized.stock.values())
    if capacity < held:
        raise ToolError(f"Bin {bin_id} holds {held} units, more than {capacity}.")
    resized.capacity = capacity
    return world.depot.show_bin(resized)


def _a_delivery(world: Warehouse, rng: Random) -> Mapping[str, Any] | None:
    waiting = [each for each in world.depot.deliveries.values() if each.status == "waiting"]
    return {"delivery_id": rng.choice(waiting).id} if waiting else None


@decoy(_a_delivery)
def reject_delivery(world: Warehouse, delivery_id: str) -> Row:
    """Send a delivery that is waiting at the dock back to its supplier.

    Args:
        delivery_id: Id of the delivery.
    """
    delivery = find(world.depot.deliveries, delivery_id, "delivery")
    if delivery.status != "waiting":
        raise ToolError(f"Delivery {delivery_id} has already been {delivery.status}.")
    del world.depot.deliveries[delivery_id]
    return {"id": delivery_id, "sent_back_to": delivery.supplier_id}
